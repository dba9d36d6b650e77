import type { StoreRow } from '../../db/types.ts';
import type { AgreementRow } from '../types.ts';
import type { OperationsDeps } from './deps.ts';
import { noteChanges } from './note-changes.ts';
import { findOrderMismatch } from './order-mismatch.ts';
import { rereadHistory } from './streams.ts';

/** Records of what BigCommerce counts no more. */
const gone = new Set<string>(['deleted-in-bigcommerce', 'product-deleted']);
/** Orders that BigCommerce does not list any more and that are looked at in one night. */
const mostUnlisted = 500;
const batchSize = 100;

/**
 * Compares BigCommerce's own counts with the records. What BigCommerce has and neither a record nor a change under way
 * names is missing: `counts-differ` is raised, shown until nothing is missing any more, and what is missing is read
 * again, single orders where they can be found, otherwise the whole history. An order that BigCommerce does not list
 * any more is no loss, but read again too, so that its record says so. While history is being read nothing is judged.
 * BigCommerce has no count of products and refunds.
 * @throws UpstreamError when BigCommerce cannot be asked
 */
export async function checkAgreement(deps: OperationsDeps, store: StoreRow): Promise<AgreementRow[]> {
  const bigcommerce = deps.bigcommerceFor(store, 'panel');
  const { historyStart } = store.setup;
  // BigCommerce first: what comes in between the counts can only look like too many records.
  const [orders, customers] = await Promise.all([
    bigcommerce.countOrders(historyStart === null ? {} : { minCreated: historyStart }),
    bigcommerce.countCustomers(),
  ]);
  const rows = {
    order: await compare(deps, store, 'order', orders, historyStart),
    customer: await compare(deps, store, 'customer', customers, null),
  };
  if (store.setup.startedAt !== null && store.freeze === null) {
    if (await isRead(deps, store.hash, 'backfill-orders')) {
      rows.order.difference = await settleOrders(deps, store);
    }
    if (await isRead(deps, store.hash, 'backfill-customers')) {
      await settleCustomers(deps, store, rows.customer);
    }
  }
  return [rows.order, rows.customer];
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

async function isRead(
  deps: OperationsDeps,
  store: string,
  name: 'backfill-orders' | 'backfill-customers',
): Promise<boolean> {
  return (await deps.db.streams.get(store, name))?.status === 'done';
}

/** @returns how many orders are missing */
async function settleOrders(deps: OperationsDeps, store: StoreRow): Promise<number> {
  const { db } = deps;
  const now = deps.clock.now();
  const bigcommerce = deps.bigcommerceFor(store, 'sweep');
  const { missing, unlisted, complete } = await findOrderMismatch(db, bigcommerce, store, now);
  const lost = await withoutChange(deps, store.hash, missing);
  if (lost.length === 0) await db.problems.resolve(store.hash, 'counts-differ', 'order', now);
  else await raise(deps, store, 'order', lost.length, now);
  await noteChanges(
    deps,
    store.hash,
    [...lost, ...unlisted.slice(0, mostUnlisted)].map((id) => ({ kind: 'order', id })),
  );
  // So much is missing that not all places were looked at.
  if (!complete && lost.length > 0) await rereadHistory(deps, store, ['orders']);
  if (lost.length + unlisted.length > 0) deps.nudge(store.hash);
  return lost.length;
}

/** Orders that no change under way is about: those are on their way. */
async function withoutChange(
  deps: OperationsDeps,
  store: string,
  orders: readonly string[],
): Promise<string[]> {
  const lost: string[] = [];
  for (let start = 0; start < orders.length; start += batchSize) {
    const batch = orders.slice(start, start + batchSize);
    const changes = await Promise.all(batch.map((id) => deps.db.changes.get(store, 'order', id)));
    lost.push(...batch.filter((_, index) => changes[index] === null));
  }
  return lost;
}

/** Customers have one count for all, so changes under way are taken off it. */
async function settleCustomers(deps: OperationsDeps, store: StoreRow, row: AgreementRow): Promise<void> {
  const now = deps.clock.now();
  const pending = (await deps.db.changes.countByKind(store.hash)).customer;
  if (row.difference <= pending) {
    await deps.db.problems.resolve(store.hash, 'counts-differ', 'customer', now);
    return;
  }
  await raise(deps, store, 'customer', row.difference, now);
  await rereadHistory(deps, store, ['customers']);
  deps.nudge(store.hash);
}

async function raise(
  deps: OperationsDeps,
  store: StoreRow,
  kind: 'order' | 'customer',
  difference: number,
  now: Date,
): Promise<void> {
  await deps.db.problems.raise(store.hash, 'counts-differ', kind, { kind, difference }, now);
}
