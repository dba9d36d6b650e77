import type { BcOrder } from '../../bigcommerce/types.ts';
import type { ChangeRow } from '../../db/types/changes.ts';
import type { StoreWork } from '../work.ts';
import { planReads } from './plan-reads.ts';
import { confirmAnswering, mayConcernOneOrder, readInParts } from './read-in-parts.ts';

const pageSize = 250;
/** Calls for single orders and id ranges in one step. */
const mostReads = 10;

export interface OrdersRead {
  found: BcOrder[];
  /** BigCommerce does not have them. */
  missing: number[];
  /** BigCommerce works, and does not give these. */
  unreadable: number[];
}

/**
 * Reads orders that are due in few calls; those that would need more calls are in none of the lists.
 * @param changes by which they became due, if any
 * @throws what concerns more than one order
 */
export async function readDueOrders(
  work: StoreWork,
  ids: number[],
  changes: ChangeRow[],
): Promise<OrdersRead> {
  const bigcommerce = work.bigcommerce('live');
  // Then BigCommerce in trouble is asked once, and a list that fails alone is read in parts.
  const failedBefore = (work.memory.failures.get('live') ?? 0) > 0;
  const wanted = new Set(ids);
  const found: BcOrder[] = [];
  const missing: number[] = [];
  const unreadable: number[] = [];
  function take(orders: BcOrder[]): void {
    for (const order of orders) if (wanted.delete(order.id)) found.push(order);
  }
  async function readOne(id: number): Promise<void> {
    try {
      const order = await bigcommerce.getOrder(id);
      if (order === null) missing.push(id);
      else take([order]);
    } catch (error) {
      if (!mayConcernOneOrder(error)) throw error;
      unreadable.push(id);
    }
  }
  async function readRange(asked: number[], minId: number, limit: number): Promise<void> {
    try {
      take(await bigcommerce.listOrders({ minId, sort: 'id:asc', limit }));
    } catch (error) {
      if (!failedBefore || !mayConcernOneOrder(error)) throw error;
      const read = await readInParts(bigcommerce, asked);
      take(read.found);
      unreadable.push(...read.unreadable);
    }
  }
  if (failedBefore) await confirmAnswering(bigcommerce);
  const [oldest] = changes.map(({ firstSeenAt }) => firstSeenAt).sort((a, b) => Number(a) - Number(b));
  if (!failedBefore && planReads([...wanted]).length > mostReads && oldest !== undefined) {
    // Scattered over many ids: what changed lately is together by time.
    const minModified = new Date(oldest.getTime() - 5 * 60_000);
    take(await bigcommerce.listOrders({ minModified, sort: 'date_modified:asc', limit: pageSize }));
  }
  const reads = planReads([...wanted]).slice(0, mostReads);
  await Promise.all(
    reads.map(async ({ ids: asked, minId, limit }) => {
      if (minId === null) {
        await Promise.all(asked.map(readOne));
        return;
      }
      await readRange(asked, minId, limit);
      missing.push(...asked.filter((id) => wanted.has(id) && !unreadable.includes(id)));
    }),
  );
  if (unreadable.length > 0) {
    await confirmAnswering(bigcommerce);
    work.deps.log.warn({ store: work.hash, orders: unreadable }, 'BigCommerce does not give some orders');
  }
  return { found, missing, unreadable };
}
