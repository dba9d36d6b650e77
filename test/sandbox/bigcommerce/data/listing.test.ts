import { describe, expect, test } from 'vitest';
import { createHandClock } from '../api/testing.ts';
import { readAll, readPage, type ListWish } from './listing.ts';
import type { Order } from './model.ts';
import { channelIds } from './profile.ts';
import { createStore } from './store.ts';

const clock = createHandClock();
const store = createStore({ hash: 'abc', seed: 3, clock, size: { orders: 500, customers: 90 } });
const { orders } = store.state;

// Changes all over the list: edits, refunds, new orders, some with a date of long ago.
for (let turn = 0; turn < 40; turn++) {
  clock.advance(61_000);
  store.actions.setOrderStatus(100 + ((turn * 37) % 500), turn % 2 === 0 ? 10 : 5);
  if (turn % 4 === 0) store.actions.placeOrder();
  if (turn % 9 === 0) store.actions.placeOrder({ createdAt: clock.now() - turn * 86_400_000 });
}

const everything = Array.from({ length: store.state.next.order - 100 }, (_, place) =>
  store.oracle.order(100 + place),
).filter((order) => order !== undefined);
const second = (time: number) => Math.floor(time / 1000);

/** The list as anybody would write it who does not mind the cost. */
function byHand(wish: ListWish<Order>, accept: (order: Order) => boolean): number[] {
  const key = (order: Order) =>
    wish.sort === 'created' ? order.createdAt : wish.sort === 'modified' ? order.modifiedAt : order.id;
  const found = everything
    .filter(accept)
    .filter(
      (order) =>
        order.id >= (wish.minId ?? 0) &&
        order.id <= (wish.maxId ?? Infinity) &&
        second(order.createdAt) >= second(wish.minCreated ?? 0) &&
        second(order.createdAt) <= second(wish.maxCreated ?? 1e15) &&
        second(order.modifiedAt) >= second(wish.minModified ?? 0) &&
        second(order.modifiedAt) <= second(wish.maxModified ?? 1e15),
    )
    .sort((a, b) => key(a) - key(b) || a.id - b.id)
    .map(({ id }) => id);
  return wish.descending ? found.reverse() : found;
}

const [early, late] = [Date.UTC(2024, 10, 3), Date.UTC(2025, 9, 9)];
const bounds: [string, Partial<ListWish<Order>>][] = [
  ['everything', {}],
  ['a range of ids', { minId: 130, maxId: 305 }],
  ['a range of creation', { minCreated: early, maxCreated: late }],
  ['a range of modification', { minModified: early, maxModified: late }],
  ['created late and modified before the end', { minCreated: late, maxModified: clock.now() - 3_600_000 }],
  ['modified just now', { minModified: clock.now() - 600_000 }],
  ['nothing', { minId: 10_000 }],
];
const sorts = ['id', 'created', 'modified'] as const;
const orderings = sorts.flatMap((sort) => [false, true].map((descending) => ({ sort, descending })));
const rows = [
  ['all orders', {}, () => true],
  [
    'orders of the counter',
    {
      rows: store.state.world.rows.matching((row) => row.channelId === channelIds.pos),
      rowTest: (order: Order) => order.channelId === channelIds.pos,
    },
    (order: Order) => order.channelId === channelIds.pos,
  ],
] as const;

describe('a computed list is the list that was counted by hand', () => {
  for (const [words, range] of bounds) {
    for (const [which, filter, accept] of rows) {
      test(`${words}, ${which}, in every order and page by page`, () => {
        for (const ordering of orderings) {
          const wish = { ...range, ...filter, ...ordering };
          const expected = byHand(wish, accept);
          expect([...readAll(orders, wish)].map(({ id }) => id)).toEqual(expected);
          for (const offset of [0, 7, 60, expected.length - 3]) {
            const page = readPage(orders, wish, Math.max(0, offset), 13);
            expect(page.items.map(({ id }) => id)).toEqual(
              expected.slice(Math.max(0, offset), Math.max(0, offset) + 13),
            );
            expect(page.total).toBe(expected.length);
          }
        }
      });
    }
  }
});

test('a reader who lags sees the former version, and new orders not at all', () => {
  const before = clock.now();
  const id = store.actions.placeOrder();
  clock.advance(30_000);
  store.actions.setOrderStatus(100, 3);
  const former = orders.changes.get(100, clock.now() - 1);
  expect(former?.statusId).not.toBe(3);
  const seen = (asOf: number) => [...readAll(orders, { asOf })].map((order) => order.id);
  expect(seen(before - 1)).not.toContain(id);
  expect(seen(clock.now())).toContain(id);
});
