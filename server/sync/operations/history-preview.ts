import type { History } from '../../../shared/settings.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import type { OperationsDeps } from './deps.ts';
import { toHistoryStart } from './history-start.ts';

/** Records per call of BigCommerce; refunds add about one call in twenty. */
const pageSize = 250;
const extraCalls = 1.05;
/** AIQ calls per order in bulk: one hundredth of a call for the sale, and little for buyers seen for the first time. */
const aiqCallsPerOrder = 0.012;
const usualAiqCallsPerSecond = 5;
/** BigCommerce's smallest plan, assumed until the first answer tells the quota. */
const smallestQuota = { quota: 150, windowMs: 30_000 };

/** The store's own day decides; the profile is known from the install on. */
export function historyStartOf(store: StoreRow, history: History, now: Date): Date | null {
  return toHistoryStart(history, store.profile?.timezone ?? 'UTC', now);
}

/** BigCommerce's counts of what a history holds. */
export async function countHistory(
  deps: OperationsDeps,
  store: StoreRow,
  history: History,
  historyStart: Date | null,
): Promise<{ orders: number; customers: number }> {
  if (history.from === 'nothing') return { orders: 0, customers: 0 };
  const bigcommerce = deps.bigcommerceFor(store, 'panel');
  const [orders, customers] = await Promise.all([
    bigcommerce.countOrders(historyStart === null ? {} : { minCreated: historyStart }),
    bigcommerce.countCustomers(),
  ]);
  return { orders, customers };
}

/**
 * How much a history holds, and how long the first sync will take: pages are read and sent one after the other, so
 *
 *     seconds = (orders + customers) / 250 × 1.05 / (quota per second × budget) + orders × 0.012 / AIQ calls per second
 *
 * @throws UpstreamError when BigCommerce cannot be asked
 */
export async function previewHistory(
  deps: OperationsDeps,
  store: StoreRow,
  history: History,
): Promise<{ orders: number; customers: number; seconds: number }> {
  const start = historyStartOf(store, history, deps.clock.now());
  const counts = await countHistory(deps, store, history, start);
  const { options } = await deps.db.settings.get(store.hash);
  const { quota, windowMs } = deps.bigcommerceFor(store, 'panel').quota() ?? smallestQuota;
  const reading = {
    calls: Math.ceil(((counts.orders + counts.customers) / pageSize) * extraCalls),
    perSecond: (quota / (windowMs / 1000)) * (options.historyBudgetPercent / 100),
  };
  const sending = {
    calls: Math.ceil(counts.orders * aiqCallsPerOrder),
    perSecond: deps.aiqCallsPerSecond ?? usualAiqCallsPerSecond,
  };
  const seconds = [reading, sending].reduce(
    (total, { calls, perSecond }) => total + (perSecond > 0 ? calls / perSecond : 0),
    0,
  );
  return { ...counts, seconds: Math.ceil(seconds) };
}
