import type { ChangeKind, StoreRow } from '../../db/types.ts';
import type { AgreementRow } from '../types.ts';
import type { OperationsDeps } from './deps.ts';
import { findMissingOrders } from './missing-orders.ts';
import { noteChanges } from './note-changes.ts';
import { rereadHistory } from './streams.ts';

/** Records of what BigCommerce counts no more. */
const gone = new Set<string>(['deleted-in-bigcommerce', 'product-deleted']);

/**
 * Compares BigCommerce's own counts with the records. When BigCommerce has more than the records and the changes
 * under way explain, and history is not being read just now, `counts-differ` is raised and what is missing is read
 * again: single orders where they can be found, otherwise the whole history. BigCommerce has no count of products
 * and refunds. Fewer than the records is no loss: orders are archived there.
 * @throws UpstreamError when BigCommerce cannot be asked
 */
export async function checkAgreement(deps: OperationsDeps, store: StoreRow): Promise<AgreementRow[]> {
  const bigcommerce = deps.bigcommerceFor(store, 'panel');
  const { historyStart } = store.setup;
  const now = deps.clock.now();
  // BigCommerce first: what comes in between the counts can only look like too many records.
  const [orders, customers] = await Promise.all([
    bigcommerce.countOrders(historyStart === null ? {} : { minCreated: historyStart }),
    bigcommerce.countCustomers(),
  ]);
  const rows = [
    await compare(deps, store, 'order', orders, historyStart),
    await compare(deps, store, 'customer', customers, null),
  ];
  if (store.setup.startedAt === null || store.freeze !== null) return rows;
  for (const row of rows) await settle(deps, store, row, now);
  return rows;
}

async function compare(
  deps: OperationsDeps,
  store: StoreRow,
  kind: 'order' | 'customer',
  inBigcommerce: number,
  createdFrom: Date | null,
): Promise<AgreementRow> {
  const counts = await deps.db.records.count(store.hash, createdFrom);
  const known = counts
    .filter((row) => row.kind === kind && !gone.has(row.reason))
    .reduce((total, row) => total + row.count, 0);
  return { kind, inBigcommerce, difference: inBigcommerce - known };
}

async function settle(deps: OperationsDeps, store: StoreRow, row: AgreementRow, now: Date): Promise<void> {
  const { kind } = row;
  if (kind === 'product' || (await isBeingRead(deps, store.hash, kind))) return;
  const pending = (await deps.db.changes.countByKind(store.hash))[kind satisfies ChangeKind];
  if (row.difference <= pending) {
    await deps.db.problems.resolve(store.hash, 'counts-differ', kind, now);
    return;
  }
  await deps.db.problems.raise(store.hash, 'counts-differ', kind, { kind, difference: row.difference }, now);
  await readMissing(deps, store, kind, now);
  deps.nudge(store.hash);
}

async function isBeingRead(
  deps: OperationsDeps,
  store: string,
  kind: 'order' | 'customer',
): Promise<boolean> {
  const history = await deps.db.streams.get(
    store,
    kind === 'order' ? 'backfill-orders' : 'backfill-customers',
  );
  return history?.status !== 'done';
}

async function readMissing(
  deps: OperationsDeps,
  store: StoreRow,
  kind: 'order' | 'customer',
  now: Date,
): Promise<void> {
  if (kind === 'customer') return rereadHistory(deps, store, ['customers']);
  const bigcommerce = deps.bigcommerceFor(store, 'sweep');
  const missing = await findMissingOrders(deps.db, bigcommerce, store, now);
  if (missing === null) return rereadHistory(deps, store, ['orders']);
  await noteChanges(
    deps,
    store.hash,
    missing.map((id) => ({ kind: 'order', id })),
  );
}
