import type { StreamName, WaitingReason } from '../../shared/sync.ts';
import { SecretUnreadableError } from '../errors.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { EverythingRejectedError } from './rejection-watch.ts';
import type { StoreWork } from './work.ts';

/** What a failed step means for the run. */
export interface Reaction {
  /** `stream`: only this one waits; `store`: all of the store does; `again`: begin anew at once. */
  scope: 'stream' | 'store' | 'again';
  waitMs: number;
  /** Also for the stream's row. */
  reason: WaitingReason;
}

/** Short of the minute within which work has to resume after an upstream has healed. */
const longestWaitMs = 40_000;
const shortestWaitMs = 5_000;
const everythingRejectedWaitMs = 30 * 60_000;
/** One refusal for being too fast is nobody's problem. */
const problemAfter = 2;

export function backOff(failuresInARow: number): number {
  return Math.min(longestWaitMs, shortestWaitMs * 2 ** Math.max(0, failuresInARow - 1));
}

/**
 * Reacts to what ended a step: says it to the merchant, and decides who waits for how long. Nothing is parked for a
 * failure of the other side.
 */
export async function react(work: StoreWork, stream: StreamName, error: unknown): Promise<Reaction> {
  const { memory, deps, hash } = work;
  const failures = (memory.failures.get(stream) ?? 0) + 1;
  memory.failures.set(stream, failures);
  const waitMs = backOff(failures);

  if (error instanceof EverythingRejectedError) {
    memory.watch.reset();
    await work.problems.raise('aiq-rejects-everything', '', { detail: error.detail ?? '' });
    return store(everythingRejectedWaitMs, 'aiq-unavailable');
  }
  if (error instanceof SecretUnreadableError) {
    await work.problems.raise('secrets-unreadable');
    return store(60_000, 'key-refused');
  }
  if (!(error instanceof UpstreamError)) {
    deps.log.error({ err: error, store: hash, stream }, 'a step of the sync failed');
    return { scope: 'stream', waitMs, reason: 'retrying' };
  }

  deps.log.warn(
    {
      store: hash,
      stream,
      service: error.service,
      failure: error.failure,
      status: error.status,
      path: error.path,
    },
    'an upstream call failed',
  );
  if (error.service === 'aiq' && (error.failure === 'unauthorized' || error.failure === 'forbidden')) {
    const { keySealed } = work.link;
    if (keySealed !== null) await deps.db.stores.setAiqState(hash, 'refused', keySealed);
    await work.problems.raise('aiq-key-refused');
    return store(waitMs, 'key-refused');
  }
  if (error.service === 'bigcommerce' && error.failure === 'unauthorized') return tokenRefused(work);
  if (error.service === 'bigcommerce' && error.failure === 'forbidden') {
    await deps.db.stores.setBigcommerceState(hash, 'scope-missing', work.store.generation);
    await work.problems.raise('bigcommerce-scope-missing', '', { path: error.path });
    return store(waitMs, 'bigcommerce-unavailable');
  }

  const code = error.service === 'aiq' ? 'aiq-unavailable' : 'bigcommerce-unavailable';
  if (failures >= problemAfter) await work.problems.raise(code, '', { failure: error.failure });
  // Without AIQ nothing can go out, so that nothing need be read either.
  const everything = error.service === 'aiq' || stream === 'live';
  return {
    scope: everything ? 'store' : 'stream',
    waitMs: Math.max(waitMs, error.retryAfterMs ?? 0),
    reason: code,
  };
}

/** A token dies when the app is authorised again; then a new one is there already. Otherwise one more call confirms. */
async function tokenRefused(work: StoreWork): Promise<Reaction> {
  const { deps, hash } = work;
  const row = await deps.db.stores.get(hash);
  if (row?.generation !== work.store.generation || row.tokenSealed !== work.store.tokenSealed) {
    return { scope: 'again', waitMs: 0, reason: 'retrying' };
  }
  try {
    await work.bigcommerce('live').getStore();
    return { scope: 'stream', waitMs: backOff(1), reason: 'bigcommerce-unavailable' };
  } catch (second) {
    const refused = second instanceof UpstreamError && second.failure === 'unauthorized';
    if (!refused) return store(backOff(1), 'bigcommerce-unavailable');
  }
  await deps.db.stores.setBigcommerceState(hash, 'token-refused', work.store.generation);
  await work.problems.raise('bigcommerce-token-refused');
  return store(backOff(1), 'bigcommerce-unavailable');
}

function store(waitMs: number, reason: WaitingReason): Reaction {
  return { scope: 'store', waitMs, reason };
}
