import type { BcOrder } from '../../bigcommerce/types.ts';
import type { ChangeRow } from '../../db/types/changes.ts';
import { UpstreamError, type UpstreamFailure } from '../../upstream/errors.ts';
import type { StoreWork } from '../work.ts';
import { planReads } from './plan-reads.ts';

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
  const [oldest] = changes.map(({ firstSeenAt }) => firstSeenAt).sort((a, b) => Number(a) - Number(b));
  if (planReads([...wanted]).length > mostReads && oldest !== undefined) {
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
      take(await bigcommerce.listOrders({ minId, sort: 'id:asc', limit }));
      missing.push(...asked.filter((id) => wanted.has(id)));
    }),
  );
  // One more call tells an order that cannot be read from trouble of all; the latter throws.
  if (unreadable.length > 0) {
    await bigcommerce.countOrders({});
    work.deps.log.warn({ store: work.hash, orders: unreadable }, 'BigCommerce does not give some orders');
  }
  return { found, missing, unreadable };
}

const ofOneOrder: ReadonlySet<UpstreamFailure> = new Set(['garbage', 'rejected', 'unavailable', 'timeout']);

/** An answer, or none, that says nothing about other orders. */
function mayConcernOneOrder(error: unknown): boolean {
  return error instanceof UpstreamError && !error.unsent && ofOneOrder.has(error.failure);
}
