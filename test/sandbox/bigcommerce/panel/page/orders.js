import { act, actionButtons, button, card, el, field, select } from './dom.js';

const statuses = [
  'Incomplete',
  'Pending',
  'Shipped',
  'Partially Shipped',
  'Refunded',
  'Cancelled',
  'Declined',
  'Awaiting Payment',
  'Awaiting Pickup',
  'Awaiting Shipment',
  'Completed',
  'Awaiting Fulfillment',
  'Manual Verification Required',
  'Disputed',
  'Partially Refunded',
].map((name, id) => [id, name]);

/** Placing orders, and what happens to them afterwards. */
export function showOrders({ view, run, open }) {
  return [placeCard(view, run), listCard(view, run, open)];
}

function placeCard(view, run) {
  const buyer = select({ name: 'buyer' }, [
    ['random', 'Any customer'],
    ['guest', 'Guest'],
    ...view.customers.map(({ id, name, email }) => [id, `${name} (${email})`]),
  ]);
  const channel = select(
    { name: 'channel' },
    view.channels.map(({ id, name }) => [id, name]),
  );
  const status = select({ name: 'status' }, statuses, 11);
  const email = el('input', { name: 'email', type: 'email', placeholder: 'guest@example.com' });
  const phone = el('input', { name: 'phone', type: 'tel', placeholder: '(303) 555-0142' });
  const place = (event) => {
    event.preventDefault();
    const customerId =
      buyer.value === 'random' ? {} : { customerId: buyer.value === 'guest' ? 0 : Number(buyer.value) };
    const billing = {
      ...(email.value === '' ? {} : { email: email.value }),
      ...(phone.value === '' ? {} : { phone: phone.value }),
    };
    const order = {
      ...customerId,
      channelId: Number(channel.value),
      statusId: Number(status.value),
      ...(Object.keys(billing).length === 0 ? {} : { billing }),
    };
    run(
      () => act('act', { action: 'placeOrder', arguments: [order] }),
      (answer) => `Order ${answer.result} is placed.`,
    );
  };
  return card(
    'Place an order',
    el(
      'form',
      { onsubmit: place },
      field('Buyer', buyer),
      field('Channel', channel),
      field('Status', status),
      el('details', {}, el('summary', {}, 'Billing details'), field('E-mail', email), field('Phone', phone)),
      el('button', { class: 'primary' }, 'Place the order'),
    ),
  );
}

function listCard(view, run, open) {
  const items = view.orders.map((order) => {
    const change = select({ 'aria-label': `Status of order ${order.id}` }, statuses, order.statusId);
    change.addEventListener('change', () =>
      run(
        () => act('act', { action: 'setOrderStatus', arguments: [order.id, Number(change.value)] }),
        () => `Order ${order.id} has another status.`,
      ),
    );
    const refund = (what, words) =>
      run(
        () => act('act', { action: 'refund', arguments: [order.id, what] }),
        () => `${words} of order ${order.id} is refunded.`,
      );
    const [line] = order.lines;
    return el(
      'li',
      {},
      el(
        'div',
        { class: 'row' },
        el('strong', {}, `#${order.id}`),
        el('span', {}, order.buyer === '' ? 'Guest' : order.buyer),
        el('span', {}, `${Number(order.total).toFixed(2)} ${view.currency}`),
      ),
      el('p', { class: 'hint' }, order.lines.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')),
      change,
      el(
        'div',
        { class: 'buttons', style: 'margin-top: 6px' },
        actionButtons(view, 'ORDERS', () => order.id, open),
        button('Refund all', () => refund({ full: true }, 'All')),
        line
          ? button('Refund one piece', () =>
              refund({ items: [{ lineId: line.id, quantity: 1 }] }, 'One piece'),
            )
          : null,
        button('Archive', () =>
          run(
            () => act('act', { action: 'archiveOrder', arguments: [order.id] }),
            () => 'Archived.',
          ),
        ),
      ),
    );
  });
  return card(`Newest of ${view.counts.orders} orders`, el('ul', { class: 'list' }, items));
}
