import { buildCustomer, drawName, drawPhone } from './base-customer.ts';
import {
  computeRefund,
  lineFigures,
  orderFigures,
  taxed,
  wishesForAllLeft,
  type RefundWish,
} from './order-math.ts';
import { composeOrder, type LineWish } from './compose-order.ts';
import type { Address, Order, Refund } from './model.ts';
import type { OrderRow } from './order-rows.ts';
import { channelIds } from './profile.ts';
import { drawsFor, type Draws } from './random.ts';
import { firstCustomerId, firstOrderId, type World } from './world.ts';
import { cities } from './words.ts';

/** The order of a number as the store was generated. */
export function buildOrder(world: World, id: number): Order {
  const index = id - firstOrderId;
  const row = world.rows.at(index);
  const draws = drawsFor(world.seed, 'order', id);
  const customerId = customerOf(world, index);
  const order = composeOrder(world, {
    id,
    customerId,
    statusId: row.statusId,
    channelId: row.channelId,
    createdAt: world.orderTimes.createdAt(index),
    modifiedAt: world.orderTimes.modifiedAt(index),
    paymentMethod: row.paymentMethod,
    billing: customerId === 0 ? drawGuest(world, draws, row) : billingOf(world, customerId),
    lines: drawLines(world, draws, row),
    discount: row.discount,
    isPickup: row.isPickup,
    manyAddresses: row.special === 'many-addresses',
    fee: row.special === 'fee' ? 29_900 : 0,
    draws,
  });
  if (row.refund !== null) order.refunds = refundsOf(world, order, row.refund, index);
  return order;
}

/** 0 for a guest. Steps over the customers, so that a customer's orders can be found by arithmetic as well. */
export function customerOf(world: World, index: number): number {
  if (world.size.customers === 0 || world.rows.at(index).isGuest) return 0;
  return firstCustomerId + ((index * world.customerStride) % world.size.customers);
}

/** Indexes of a customer's generated orders. */
export function ordersOfCustomer(world: World, customerId: number): number[] {
  const { customers, orders } = world.size;
  const wanted = customerId - firstCustomerId;
  if (wanted < 0 || wanted >= customers) return [];
  // The first index that lands on the customer; later ones follow one round of all customers apart.
  const first = Number(
    (BigInt(wanted) * BigInt(inverseOf(world.customerStride, customers))) % BigInt(customers),
  );
  const indexes: number[] = [];
  for (let index = first; index < orders; index += customers) {
    if (!world.rows.at(index).isGuest) indexes.push(index);
  }
  return indexes;
}

function inverseOf(value: number, modulus: number): number {
  let [oldRest, rest] = [value, modulus];
  let [oldFactor, factor] = [1, 0];
  while (rest !== 0) {
    const quotient = Math.floor(oldRest / rest);
    [oldRest, rest] = [rest, oldRest - quotient * rest];
    [oldFactor, factor] = [factor, oldFactor - quotient * factor];
  }
  return ((oldFactor % modulus) + modulus) % modulus;
}

export function billingOf(world: World, customerId: number): Address {
  const customer = buildCustomer(world, customerId);
  const { city, state, zip, country, iso2 } = cities[customerId % cities.length] ?? cityOfStore;
  const stored = customer.addresses[0];
  return {
    firstName: customer.firstName,
    lastName: customer.lastName,
    company: customer.company,
    street1: stored?.street1 ?? '1 Market Square',
    street2: stored?.street2 ?? '',
    city,
    state,
    zip,
    country,
    countryIso2: iso2,
    phone: customer.phone,
    email: customer.email,
  };
}

const cityOfStore = {
  city: 'Austin',
  state: 'Texas',
  zip: '78726',
  country: 'United States',
  iso2: 'US',
  tax: 825,
} as const;

/** Guests come back: there are fewer of them than guest orders. Some leave no e-mail, phone, or neither. */
function drawGuest(world: World, draws: Draws, row: OrderRow): Address {
  const number = draws.int(Math.max(10, Math.floor(world.size.orders / 12)));
  const guest = drawsFor(world.seed, 'guest', number);
  const name = drawName(guest, number);
  const { city, state, zip, country, iso2 } = guest.pick(cities);
  const atCounter = row.channelId === channelIds.pos;
  const email = `guest-${number}@example.${guest.pick(['com', 'org'])}`;
  const badEmail = guest.chance(0.04) ? guest.pick(['guest@', 'none', 'a b@example.com']) : email;
  return {
    ...name,
    company: '',
    street1: `${1 + guest.int(99)} Station Road`,
    street2: '',
    city,
    state,
    zip,
    country,
    countryIso2: iso2,
    phone: atCounter && guest.chance(0.5) ? '' : drawPhone(guest, 5_000_000 + number),
    email: atCounter && guest.chance(0.6) ? '' : badEmail,
  };
}

function drawLines(world: World, draws: Draws, row: OrderRow): LineWish[] {
  const count = row.special === 'many-addresses' ? 14 : 1 + draws.int(4);
  const lines: LineWish[] = Array.from({ length: count }, () => {
    const product = draws.pick(world.products);
    return {
      product,
      variant: draws.pick(product.variants),
      quantity: draws.chance(0.7) ? 1 : 2 + draws.int(3),
    };
  });
  if (row.special === 'deleted-product') {
    const product = draws.pick(world.deletedProducts);
    lines.push({ product, variant: draws.pick(product.variants), quantity: 1 });
  }
  if (row.special === 'digital') {
    const product = world.products.find(({ type }) => type === 'digital');
    if (product) return [{ product, variant: draws.pick(product.variants), quantity: 1 }];
  }
  if (row.special === 'gift-certificate') {
    lines.push({
      custom: { name: '$25 Gift Certificate', price: 250_000, type: 'giftcertificate' },
      quantity: 1,
    });
  }
  if (row.special === 'custom-item') {
    lines.push({ custom: { name: 'Engraving by hand', price: 75_000, type: 'physical' }, quantity: 1 });
  }
  return lines;
}

function refundsOf(
  world: World,
  order: Order,
  kind: NonNullable<OrderRow['refund']>,
  index: number,
): Refund[] {
  const items = computeRefund(order, wishesFor(world, order, kind), world.coin);
  if (items.length === 0) return [];
  const reason = kind === 'amount' ? 'Overcharged' : 'Customer returned it';
  return [
    {
      id: refundIdOf(index),
      orderId: order.id,
      createdAt: world.orderTimes.refundedAt(index),
      reason,
      items,
    },
  ];
}

/** Generated refunds are numbered by their orders. */
export function refundIdOf(index: number): number {
  return index + 1;
}

function wishesFor(world: World, order: Order, kind: NonNullable<OrderRow['refund']>): RefundWish[] {
  const { coin } = world;
  if (kind === 'full') return wishesForAllLeft(order, coin);
  const line = order.lines.find((candidate) => lineFigures(candidate, order.taxInclusive, coin).paid > 0);
  const address = order.addresses.find(({ cost }) => cost > 0);
  if (kind === 'shipping' && address) {
    const { incTax } = taxed(address.cost, address.taxRate, order.taxInclusive, coin);
    return [{ type: 'SHIPPING', itemId: address.id, amount: incTax }];
  }
  if (kind === 'lines' && line)
    return [{ type: 'PRODUCT', itemId: line.id, quantity: Math.ceil(line.quantity / 2) }];
  const amount = Math.min(50_000, orderFigures(order, coin).total.incTax);
  if (amount > 0) return [{ type: 'ORDER', itemId: order.id, amount }];
  // An order that cost nothing still has its refund, of nothing.
  return order.lines.slice(0, 1).map(({ id }) => ({ type: 'PRODUCT', itemId: id, quantity: 1 }));
}
