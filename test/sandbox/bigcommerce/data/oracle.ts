import { readAll } from './listing.ts';
import type { Customer, Order } from './model.ts';
import { moneyToText } from './money.ts';
import { lineFigures, orderFigures, refundFigures } from './order-math.ts';
import { findCustomer, findOrder, type StoreState } from './state.ts';

export interface GroupTotal {
  id: number;
  orders: number;
  /** Exact sum of `total_inc_tax`, four decimals. */
  total: string;
}

export interface SalesQuestion {
  statuses: readonly number[];
  basis: 'items' | 'order-total';
  /** Orders created at or after, milliseconds since 1970. */
  since?: number;
  guests?: 'send' | 'skip';
  channelIds?: readonly number[];
}

export interface SalesAnswer {
  orderIds: number[];
  refundIds: number[];
  /** Exact sums, four decimals. */
  orders: string;
  refunds: string;
  total: string;
}

/** What a test may know about a store without asking its API: everything, from the raw numbers. */
export interface StoreOracle {
  order(id: number): Order | undefined;
  customer(id: number): Customer | undefined;
  orders(): Iterable<Order>;
  customers(): Iterable<Customer>;
  counts(): {
    orders: number;
    archived: number;
    guests: number;
    incomplete: number;
    refunds: number;
    customers: number;
  };
  totalsByChannel(): GroupTotal[];
  totalsByStatus(): GroupTotal[];
  sales(question: SalesQuestion): SalesAnswer;
  /** What one order counts, and each of its refunds takes from it, by the basis; ten-thousandths. */
  counted(orderId: number, basis: SalesQuestion['basis']): CountedAmounts;
}

export interface CountedAmounts {
  order: number;
  refunds: { id: number; amount: number }[];
}

export function createOracle(state: StoreState): StoreOracle {
  const { coin } = state.world;
  const orders = () => readAll(state.orders, {});
  return {
    order: (id) => findOrder(state, id),
    customer: (id) => findCustomer(state, id),
    orders,
    customers: () => readAll(state.customers, {}),
    counts() {
      const counts = { orders: 0, archived: 0, guests: 0, incomplete: 0, refunds: 0, customers: 0 };
      for (const order of orders()) {
        counts.orders += 1;
        if (order.isDeleted) counts.archived += 1;
        if (order.customerId === 0) counts.guests += 1;
        if (order.statusId === 0) counts.incomplete += 1;
        counts.refunds += order.refunds.length;
      }
      for (const _customer of readAll(state.customers, {})) counts.customers += 1;
      return counts;
    },
    totalsByChannel: () => groupTotals(orders(), (order) => order.channelId, coin),
    totalsByStatus: () => groupTotals(orders(), (order) => order.statusId, coin),
    counted(orderId, basis) {
      const order = findOrder(state, orderId);
      if (!order) throw new Error(`the store has no order ${orderId}`);
      return countOrder(order, basis, coin);
    },
    sales(question) {
      const answer = { orderIds: [] as number[], refundIds: [] as number[] };
      let ordered = 0;
      let refunded = 0;
      for (const order of orders()) {
        if (!qualifies(order, question)) continue;
        const counted = countOrder(order, question.basis, coin);
        answer.orderIds.push(order.id);
        ordered += counted.order;
        for (const { id, amount } of counted.refunds) {
          answer.refundIds.push(id);
          refunded += amount;
        }
      }
      return {
        ...answer,
        orders: moneyToText(ordered),
        refunds: moneyToText(refunded),
        total: moneyToText(ordered - refunded),
      };
    },
  };
}

/** Refunded orders count by what their refunds leave, whatever statuses were chosen; incomplete ones never. */
function qualifies(order: Order, question: SalesQuestion): boolean {
  const { statuses, since, guests, channelIds } = question;
  if (order.statusId === 0) return false;
  const byRefunds = order.statusId === 14 || (order.statusId === 4 && order.refunds.length > 0);
  if (!byRefunds && !statuses.includes(order.statusId)) return false;
  if (since !== undefined && order.createdAt < since) return false;
  if (channelIds && !channelIds.includes(order.channelId)) return false;
  return guests !== 'skip' || order.customerId !== 0;
}

/**
 * `order-total`: what the order came to and what went back. `items`: of each line but gift certificates the price
 * without tax after discounts, and of refunds the part that concerns these; a refund in full takes everything.
 */
function countOrder(order: Order, basis: SalesQuestion['basis'], coin: number): CountedAmounts {
  const { total } = orderFigures(order, coin);
  const nets = new Map<number, { net: number; paid: number }>();
  for (const line of order.lines) {
    if (line.type === 'giftcertificate') continue;
    const figures = lineFigures(line, order.taxInclusive, coin);
    const net = order.taxInclusive
      ? scaled(figures.total.exTax, figures.paid, figures.total.incTax)
      : figures.total.exTax - figures.discount;
    nets.set(line.id, { net, paid: figures.paid });
  }
  const items = [...nets.values()].reduce((sum, { net }) => sum + net, 0);
  const counted = basis === 'order-total' ? total.incTax : Math.min(items, total.exTax);
  let left = counted;
  let givenBack = 0;
  const pieces = new Map<number, number>();
  const refunds = order.refunds.map((refund) => {
    const { amount } = refundFigures(refund);
    givenBack += amount;
    let wanted = basis === 'order-total' ? amount : 0;
    if (basis === 'items') {
      for (const item of refund.items) {
        const line = item.type === 'PRODUCT' ? nets.get(item.itemId) : undefined;
        const whole = item.type === 'ORDER' ? { net: counted, paid: total.incTax } : line;
        if (!whole) continue;
        const before = pieces.get(item.itemId) ?? 0;
        pieces.set(item.itemId, before + item.amount);
        wanted += scaled(whole.net, before + item.amount, whole.paid) - scaled(whole.net, before, whole.paid);
      }
    }
    const taken = givenBack >= total.incTax && total.incTax > 0 ? left : Math.min(wanted, left);
    left -= taken;
    return { id: refund.id, amount: taken };
  });
  return { order: counted, refunds };
}

/** `amount × part / whole` to a ten-thousandth, half up. */
function scaled(amount: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  const doubled = 2n * BigInt(amount) * BigInt(part) + BigInt(whole);
  return Number(doubled / (2n * BigInt(whole)));
}

function groupTotals(orders: Iterable<Order>, groupOf: (order: Order) => number, coin: number): GroupTotal[] {
  const groups = new Map<number, { orders: number; total: number }>();
  for (const order of orders) {
    const group = groups.get(groupOf(order)) ?? { orders: 0, total: 0 };
    group.orders += 1;
    group.total += orderFigures(order, coin).total.incTax;
    groups.set(groupOf(order), group);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([id, { orders: count, total }]) => ({ id, orders: count, total: moneyToText(total) }));
}
