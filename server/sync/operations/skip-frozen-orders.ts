import type { BcOrder } from '../../bigcommerce/types.ts';
import type { RecordWrite } from '../../db/types/records.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import { AppError } from '../../errors.ts';
import { newRecord } from '../new-record.ts';
import { withoutRecord } from './compare-ids.ts';
import type { OperationsDeps } from './deps.ts';

const pageSize = 250;
/** Long enough for a page, which is read and written within it. */
const leaseMs = 60_000;

/**
 * Gives every order that was placed since the freeze a record that says why it was not sent; without one the counts
 * would not agree, and the order would be taken for a lost one and sent after all.
 * @throws AppError `unavailable` while the last step before the freeze is still under way
 * @throws UpstreamError when BigCommerce cannot be asked
 */
export async function skipFrozenOrders(deps: OperationsDeps, store: StoreRow, since: Date): Promise<void> {
  const bigcommerce = deps.bigcommerceFor(store, 'panel');
  for (let minId = 0; ;) {
    const orders: BcOrder[] = await bigcommerce.listOrdersWithoutLines({
      minCreated: since,
      minId,
      sort: 'id:asc',
      limit: pageSize,
    });
    const last = orders.at(-1);
    if (last === undefined) return;
    await writeSkipped(deps, store.hash, orders);
    minId = last.id + 1;
  }
}

async function writeSkipped(deps: OperationsDeps, store: string, orders: readonly BcOrder[]): Promise<void> {
  const lease = await deps.db.leases.acquire(store, `${deps.instance} thaw`, leaseMs);
  if (lease === null) throw stillWorking();
  try {
    const ids = orders.map(({ id }) => String(id));
    const unnamed = new Set(await withoutRecord(deps.db, store, 'order', ids));
    const now = deps.clock.now();
    const rows = orders.filter(({ id }) => unnamed.has(String(id))).map((order) => toSkipped(order, now));
    const written = rows.length === 0 || (await deps.db.records.writeMany(store, rows, lease.token, now));
    if (!written) throw stillWorking();
  } finally {
    await deps.db.leases.release(lease);
  }
}

function toSkipped(order: BcOrder, now: Date): RecordWrite {
  return newRecord({
    kind: 'order',
    id: String(order.id),
    state: 'skipped',
    reason: 'placed-during-freeze',
    createdAt: order.createdAt,
    sourceAt: order.modifiedAt,
    channelId: order.channelId,
    customerId: order.customerId > 0 ? String(order.customerId) : null,
    fetchedAt: now,
  });
}

function stillWorking(): AppError {
  return new AppError(
    503,
    'unavailable',
    'The last step before the freeze is still being finished. Try again in a minute.',
  );
}
