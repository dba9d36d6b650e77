import { UpstreamError, wasNotCarriedOut } from '../upstream/errors.ts';
import { EverythingRejectedError, type RejectionWatch } from './rejection-watch.ts';

/** How many records go into one bulk call; adapts to what AIQ bears. */
export interface BulkSize {
  value: number;
  /** What was found to be too large is not tried again. */
  ceiling: number;
}

export const largestBulk = 100;
const smallestBulk = 10;
/** So many go one by one: a refusal then names its record at once. */
const few = 3;

export interface Sending<T> {
  one(record: T): Promise<void>;
  /** Upserts; sending some of them twice has the effect of sending them once. */
  many(records: T[]): Promise<void>;
  size: BulkSize;
  watch: RejectionWatch;
  /** Before each call; throws when the work has to stop. */
  beforeCall(): void;
  /** Between two calls. */
  crashPoint(name: string): void;
}

export interface SendResult<T> {
  accepted: T[];
  rejected: { record: T; detail: string | null }[];
  /** Those of the call that failed, when AIQ may have taken them all the same. */
  unknown: T[];
  /** What ended it early; records in no list were not sent. */
  failure: unknown;
}

/**
 * Sends records: single calls for a few, bulk calls for many. When AIQ refuses a bulk call, the record to blame is
 * looked for by halving, in at most log2(n) + 1 calls, and the others are delivered. One more call tells a bad record
 * from a bulk call that was merely too large, when the refusals allow both readings.
 * Never throws for what a call failed with: see `failure`.
 */
export async function sendRecords<T>(records: readonly T[], how: Sending<T>): Promise<SendResult<T>> {
  const result: SendResult<T> = { accepted: [], rejected: [], unknown: [], failure: null };
  const queue = [...records];
  let lastDetail: string | null = null;
  let calls = 0;

  /** True when accepted; false when AIQ refused the records themselves. */
  async function attempt(batch: T[]): Promise<boolean> {
    how.beforeCall();
    if (calls > 0) how.crashPoint('mid-bulk');
    calls += 1;
    try {
      const [first] = batch;
      if (batch.length === 1 && first !== undefined) await how.one(first);
      else await how.many(batch);
    } catch (error) {
      if (error instanceof UpstreamError && error.failure === 'rejected') {
        lastDetail = error.detail;
        return false;
      }
      if (error instanceof UpstreamError && error.failure === 'timeout' && batch.length > 1) {
        how.size.value = Math.max(smallestBulk, Math.floor(how.size.value / 2));
      }
      if (!wasNotCarriedOut(error)) result.unknown.push(...batch);
      throw error;
    }
    result.accepted.push(...batch);
    how.watch.accepted(batch.length);
    return true;
  }

  function reject(record: T): void {
    result.rejected.push({ record, detail: lastDetail });
    how.watch.rejected();
  }

  /** Finds one bad record of a refused batch; gives those that were not sent yet. */
  async function isolate(batch: T[]): Promise<T[]> {
    let suspects = batch;
    let untried: T[] = [];
    let smallestRefused = batch.length;
    let largestAccepted = 0;
    let proven = false;
    while (suspects.length > 1) {
      const half = suspects.slice(0, Math.ceil(suspects.length / 2));
      const other = suspects.slice(half.length);
      if (await attempt(half)) {
        largestAccepted = Math.max(largestAccepted, half.length);
        suspects = other;
        proven = false;
      } else {
        smallestRefused = Math.min(smallestRefused, half.length);
        untried = [...other, ...untried];
        suspects = half;
        proven = half.length === 1;
      }
    }
    const [suspect] = suspects;
    if (suspect === undefined) return untried;
    const couldBeSize = !proven && smallestRefused > largestAccepted;
    if (couldBeSize && (await attempt([suspect]))) {
      how.size.ceiling = Math.max(1, largestAccepted);
      how.size.value = Math.min(how.size.value, how.size.ceiling);
      return untried;
    }
    reject(suspect);
    return untried;
  }

  try {
    while (queue.length > 0) {
      if (how.watch.tripped()) throw new EverythingRejectedError(lastDetail);
      // Two refusals without an acceptance: probably all are bad, and halving would cost more than asking.
      const oneByOne = queue.length <= few || how.watch.inARow() >= 2 || how.size.value <= 1;
      const batch = queue.splice(0, oneByOne ? 1 : how.size.value);
      const [first] = batch;
      if (await attempt(batch)) {
        if (batch.length === how.size.value) {
          how.size.value = Math.min(how.size.ceiling, how.size.value + Math.ceil(how.size.value / 10));
        }
      } else if (batch.length === 1 && first !== undefined) {
        reject(first);
      } else {
        queue.unshift(...(await isolate(batch)));
      }
    }
  } catch (error) {
    result.failure = error;
  }
  return result;
}
