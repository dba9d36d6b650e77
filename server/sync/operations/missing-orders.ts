import type { BigcommerceClient } from '../../bigcommerce/types.ts';
import type { Db, StoreRow } from '../../db/types.ts';

const pageSize = 250;
/** BigCommerce's times are whole seconds. */
const secondMs = 1000;
/** Beyond this, reading all of history once more is cheaper than looking further. */
const mostCalls = 200;

/** Before BigCommerce was. */
const earliest = new Date('2000-01-01T00:00:00Z');

/**
 * Ids of orders that BigCommerce has and no record names: halves the time until a window with too few records fits in
 * one page.
 * @param until orders created from here on are not looked for
 * @returns null when there are too many places to look at
 * @throws UpstreamError when BigCommerce cannot be asked
 */
export async function findMissingOrders(
  db: Pick<Db, 'records'>,
  bigcommerce: Pick<BigcommerceClient, 'countOrders' | 'listOrders'>,
  store: StoreRow,
  until: Date,
): Promise<string[] | null> {
  const start = store.setup.historyStart ?? earliest;
  const windows = [{ from: floorSecond(start), to: floorSecond(until) + secondMs }];
  const missing: string[] = [];
  let calls = 0;
  for (let window = windows.pop(); window !== undefined; window = windows.pop()) {
    calls += 1;
    if (calls > mostCalls) return null;
    const { from, to } = window;
    if (from >= to) continue;
    // Both of BigCommerce's bounds are inclusive.
    const bounds = { minCreated: new Date(from), maxCreated: new Date(to - secondMs) };
    const theirs = await bigcommerce.countOrders(bounds);
    if (theirs <= (await countRecords(db, store.hash, from, to))) continue;
    const middle = floorSecond((from + to) / 2);
    if (theirs > pageSize && middle > from) {
      windows.push({ from, to: middle }, { from: middle, to });
      continue;
    }
    for (let page = 1; page <= Math.ceil(theirs / pageSize); page += 1) {
      calls += 1;
      const orders = await bigcommerce.listOrders({ ...bounds, sort: 'id:asc', page, limit: pageSize });
      missing.push(
        ...(await withoutRecord(
          db,
          store.hash,
          orders.map(({ id }) => String(id)),
        )),
      );
    }
  }
  return missing;
}

async function countRecords(
  db: Pick<Db, 'records'>,
  store: string,
  from: number,
  to: number,
): Promise<number> {
  const [since, after] = await Promise.all([
    db.records.count(store, new Date(from)),
    db.records.count(store, new Date(to)),
  ]);
  const orders = (rows: typeof since) =>
    rows.reduce((total, row) => (row.kind === 'order' ? total + row.count : total), 0);
  return orders(since) - orders(after);
}

async function withoutRecord(db: Pick<Db, 'records'>, store: string, ids: string[]): Promise<string[]> {
  const keys = ids.map((id) => ({ kind: 'order' as const, id }));
  const known = new Set((await db.records.getMany(store, keys)).map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

function floorSecond(instant: Date | number): number {
  return Math.floor(Number(instant) / secondMs) * secondMs;
}
