import { buildOrder } from './base-order.ts';
import type { Refund } from './model.ts';
import { byIndex, mergedPage, without, type Keyed } from './sequence.ts';
import { findOrder, type StoreState } from './state.ts';
import { lowerBound } from './timeline.ts';
import { firstOrderId } from './world.ts';

export interface RefundWish {
  /** Milliseconds since 1970, both inclusive. */
  minCreated?: number | undefined;
  maxCreated?: number | undefined;
  asOf?: number | undefined;
}

/** Refunds of all orders, ascending by id. Generated orders have at most one, numbered by the order. */
export function readRefundPage(state: StoreState, wish: RefundWish, offset: number, limit: number): Refund[] {
  const { world } = state;
  const { orderTimes, rows, size } = world;
  const { minCreated = -Infinity, maxCreated = Infinity } = wish;
  const firstFrom = (time: number) =>
    lowerBound(size.orders, (index) => secondOf(orderTimes.refundedAt(index)) >= time);
  const range = {
    from: minCreated === -Infinity ? 0 : firstFrom(secondOf(minCreated)),
    to: maxCreated === Infinity ? size.orders : firstFrom(secondOf(maxCreated) + 1000),
    rows: rows.matching((row) => row.refund !== null),
  };
  const changedIndexes: number[] = [];
  const changed: Keyed<Refund>[] = [];
  for (const [id, order] of state.orders.changes.entries(wish.asOf)) {
    if (id < firstOrderId + size.orders) changedIndexes.push(id - firstOrderId);
    for (const refund of order?.refunds ?? []) {
      const second = secondOf(refund.createdAt);
      if (second < secondOf(minCreated) || second > secondOf(maxCreated)) continue;
      changed.push({ key: refund.id, id: refund.id, value: refund });
    }
  }
  changed.sort((a, b) => a.id - b.id);
  return mergedPage<Refund[]>({
    generated: without(byIndex(range), changedIndexes),
    changed: changed.map((one) => ({ ...one, value: [one.value] })),
    keyAt: (index) => index + 1,
    idAt: (index) => index + 1,
    build: (index) => buildOrder(world, firstOrderId + index).refunds,
    offset,
    limit,
    descending: false,
  }).flat();
}

export function findRefund(state: StoreState, id: number, asOf?: number): Refund | undefined {
  const orderId =
    state.refundOrders.get(id) ?? (id <= state.world.size.orders ? firstOrderId + id - 1 : undefined);
  if (orderId === undefined) return undefined;
  return findOrder(state, orderId, asOf)?.refunds.find((refund) => refund.id === id);
}

function secondOf(time: number): number {
  return Number.isFinite(time) ? Math.floor(time / 1000) * 1000 : time;
}
