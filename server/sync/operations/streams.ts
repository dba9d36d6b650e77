import type { StreamName } from '../../../shared/sync.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import type { OperationsDeps } from './deps.ts';
import { countHistory } from './history-preview.ts';

export const sweeps = ['sweep-orders', 'sweep-customers'] as const satisfies StreamName[];

/**
 * Starts a stream from its beginning, now. For history that is the newest order or customer, for a sweep the instant
 * of this call: what was before is history's.
 */
export async function restart(
  deps: OperationsDeps,
  store: string,
  names: readonly StreamName[],
  total: number | null = null,
): Promise<void> {
  const now = deps.clock.now();
  await Promise.all(names.map((name) => deps.db.streams.reset(store, name, { total, nextRunAt: now, now })));
}

/** Starts streams that were never started and wakes the others where they stand. */
export async function startOrWake(
  deps: OperationsDeps,
  store: string,
  names: readonly StreamName[],
): Promise<void> {
  const now = deps.clock.now();
  const started = new Set((await deps.db.streams.list(store)).map(({ name }) => name));
  await Promise.all(
    names.map((name) =>
      started.has(name) ? deps.db.streams.wake(store, name, now) : restart(deps, store, [name]),
    ),
  );
}

/** Puts a stream to sleep at its beginning: it runs no more until it is started. */
export async function stop(deps: OperationsDeps, store: string, names: readonly StreamName[]): Promise<void> {
  const now = deps.clock.now();
  const started = new Set((await deps.db.streams.list(store)).map(({ name }) => name));
  const running = names.filter((name) => started.has(name));
  await Promise.all(
    running.map((name) => deps.db.streams.reset(store, name, { total: null, nextRunAt: null, now })),
  );
}

/**
 * Reads the orders and customers of history once more, newest first. What AIQ has already is recognised by its
 * content and not sent again, so that this costs BigCommerce's calls and sends only what differs.
 */
export async function rereadHistory(
  deps: OperationsDeps,
  store: StoreRow,
  kinds: readonly ('orders' | 'customers')[],
): Promise<void> {
  const { history, historyStart } = store.setup;
  const totals = history === null ? null : await countOrNull(deps, store, history, historyStart);
  for (const kind of kinds) await restart(deps, store.hash, [`backfill-${kind}`], totals?.[kind] ?? null);
}

/** Totals serve the progress bar; without them the work goes on. */
async function countOrNull(
  deps: OperationsDeps,
  store: StoreRow,
  history: NonNullable<StoreRow['setup']['history']>,
  historyStart: Date | null,
): Promise<{ orders: number; customers: number } | null> {
  try {
    return await countHistory(deps, store, history, historyStart);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    deps.log.warn(
      { store: store.hash, failure: error.failure },
      'the totals of history could not be counted',
    );
    return null;
  }
}
