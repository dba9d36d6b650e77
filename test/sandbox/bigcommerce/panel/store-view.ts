import type { GeneratedStore } from '../data/store.ts';
import { readPage } from '../data/listing.ts';
import type { Order } from '../data/model.ts';
import { moneyToText } from '../data/money.ts';
import { orderFigures } from '../data/order-math.ts';
import { listProducts } from '../data/state.ts';

/** What the control panel shows of a store's data: the newest of each kind. */
export function viewStore({ state, profile }: GeneratedStore) {
  const newest = { sort: 'id', descending: true } as const;
  const orders = readPage(state.orders, newest, 0, 12);
  const customers = readPage(state.customers, newest, 0, 50);
  return {
    name: profile.name,
    currency: profile.currency,
    counts: { orders: orders.total, customers: customers.total, products: listProducts(state).length },
    channels: [...state.channels.values()].map(({ id, name, status }) => ({ id, name, status })),
    orders: orders.items.map((order) => viewOrder(order, state.world.coin)),
    customers: customers.items.map(({ id, firstName, lastName, email, phone }) => ({
      ...{ id, email, phone },
      name: `${firstName} ${lastName}`,
    })),
    products: listProducts(state)
      .slice(0, 100)
      .map(({ id, name, stock, isVisible }) => ({ id, name, stock, isVisible })),
  };
}

function viewOrder(order: Order, coin: number) {
  return {
    id: order.id,
    customerId: order.customerId,
    buyer: `${order.billing.firstName} ${order.billing.lastName}`.trim(),
    statusId: order.statusId,
    channelId: order.channelId,
    createdAt: order.createdAt,
    total: moneyToText(orderFigures(order, coin).total.incTax),
    lines: order.lines.map(({ id, name, quantity }) => ({ id, name, quantity })),
    refunds: order.refunds.length,
  };
}
