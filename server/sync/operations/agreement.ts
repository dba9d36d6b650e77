import type { StoreRow } from '../../db/types/stores.ts';
import type { AgreementRow } from '../types.ts';
import { findCustomerMismatch } from './customer-mismatch.ts';
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
 * again, single orders and customers where they can be found, otherwise the whole history. An order that BigCommerce
 * does not list any more is no loss, but read again too, so that its record says so. While history is being read nothing
 * is judged. BigCommerce has no count of products and refunds.
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
  const judged = store.setup.startedAt !== null && store.freeze === null;
  const mayJudge = async (name: 'backfill-orders' | 'backfill-customers'): Promise<boolean> =>
    judged && (await isRead(deps, store.hash, name));
  return [
    {
      kind: 'order',
      inBigcommerce: orders,
      difference: (await mayJudge('backfill-orders'))
        ? await settleOrders(deps, store)
        : orders - (await countKnown(deps, store, 'order', historyStart)),
    },
    {
      kind: 'customer',
      inBigcommerce: customers,
      difference: (await mayJudge('backfill-customers'))
        ? await settleCustomers(deps, store, customers)
        : customers - (await countKnown(deps, store, 'customer', null)),
    },
  ];
}

/** Records of what BigCommerce counts, too. */
async function countKnown(
  deps: OperationsDeps,
  store: StoreRow,
  kind: 'order' | 'customer',
  createdFrom: Date | null,
): Promise<number> {
  const counts = await deps.db.records.count(store.hash, createdFrom);
  return counts
    .filter((row) => row.kind === kind && !gone.has(row.reason))
    .reduce((total, row) => total + row.count, 0);
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
  const lost = await withoutChange(deps, store.hash, 'order', missing);
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

/** Those that no change under way is about: the others are on their way. */
async function withoutChange(
  deps: OperationsDeps,
  store: string,
  kind: 'order' | 'customer',
  ids: readonly string[],
): Promise<string[]> {
  const lost: string[] = [];
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize);
    const pending = new Set(await deps.db.changes.listPending(store, kind, batch));
    lost.push(...batch.filter((id) => !pending.has(id)));
  }
  return lost;
}

/**
 * @param inBigcommerce how many BigCommerce counts
 * @returns how many customers are missing
 */
async function settleCustomers(
  deps: OperationsDeps,
  store: StoreRow,
  inBigcommerce: number,
): Promise<number> {
  const { db } = deps;
  const now = deps.clock.now();
  const bigcommerce = deps.bigcommerceFor(store, 'sweep');
  const known = await countKnown(deps, store, 'customer', null);
  const pending = (await db.changes.countByKind(store.hash)).customer;
  const tooFew = inBigcommerce - known > pending;
  const { missing, complete } = await findCustomerMismatch(db, bigcommerce, store.hash, now, tooFew);
  const lost = await withoutChange(deps, store.hash, 'customer', missing);
  // Somebody is missing where nobody has looked.
  const unseen = tooFew && !complete;
  const difference = unseen ? Math.max(lost.length, inBigcommerce - known) : lost.length;
  if (difference === 0) await db.problems.resolve(store.hash, 'counts-differ', 'customer', now);
  else await raise(deps, store, 'customer', difference, now);
  await noteChanges(
    deps,
    store.hash,
    lost.map((id) => ({ kind: 'customer', id })),
  );
  if (unseen) await rereadHistory(deps, store, ['customers']);
  if (difference > 0) deps.nudge(store.hash);
  return difference;
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
