import type { Customer, Order } from '../data/model.ts';
import { moneyToText } from '../data/money.ts';
import { orderFigures } from '../data/order-math.ts';
import { orderStatuses } from '../data/profile.ts';
import { listProducts } from '../data/state.ts';
import type { GeneratedStore } from '../data/store.ts';
import { escapeHtml, renderPage } from '../login/pages.ts';

/** How many products the shop's one page offers. */
const offered = 40;

const person = `<label>First name <input name="firstName" required autocomplete="given-name"></label>
<label>Last name <input name="lastName" required autocomplete="family-name"></label>
<label>E-mail <input name="email" type="email" required autocomplete="email"></label>
<label>Phone <input name="phone" type="tel" autocomplete="tel"></label>`;

/** The shop: what there is, and who is shopping. */
export function renderFront(store: GeneratedStore, shopper: Customer | undefined): string {
  const products = listProducts(store.state).filter(({ isVisible }) => isVisible);
  const options = products.slice(0, offered).map(({ id, name, price }) => {
    const label = `${name} – ${shown(price)} ${store.profile.currency}`;
    return `<option value="${id}">${escapeHtml(label)}</option>`;
  });
  const choice = `<label>Product <select name="product">${options.join('')}</select></label>
<label>Quantity <input name="quantity" type="number" min="1" max="99" value="1" required></label>`;
  const order = (title: string, fields: string) =>
    `<h2>${title}</h2><form method="post" action="/orders">${choice}${fields}<button>Place the order</button></form>`;
  const body = shopper
    ? `<p>You are ${escapeHtml(`${shopper.firstName} ${shopper.lastName} (${shopper.email})`)}.</p>
<form method="post" action="/sign-out"><button>Sign out</button></form>${order('Order', '')}`
    : `<p class="small">A simulated shop: signing in takes no password, ordering no payment.</p>
${order('Order as a guest', person)}
<h2>Sign in</h2><form method="post" action="/sign-in">
<label>E-mail <input name="email" type="email" required autocomplete="email"></label><button>Sign in</button></form>
<h2>Sign up</h2><form method="post" action="/sign-up">${person}<button>Sign up</button></form>`;
  return renderPage(store.profile.name, body);
}

export function renderReceipt(store: GeneratedStore, order: Order): string {
  const { total } = orderFigures(order, store.state.world.coin);
  const lines = order.lines.map(({ name, quantity }) => `<li>${escapeHtml(`${quantity} × ${name}`)}</li>`);
  const status = orderStatuses[order.statusId]?.name ?? '';
  return renderPage(
    'Thank you',
    `<p id="order">Order ${order.id}, ${escapeHtml(status)}</p><ul>${lines.join('')}</ul>
<p>${shown(total.incTax)} ${escapeHtml(order.currency)} with tax</p><p><a href="/">To the shop</a></p>`,
  );
}

/** Shoppers read cents, not ten-thousandths. */
function shown(amount: number): string {
  return moneyToText(amount).replace(/00$/, '');
}
