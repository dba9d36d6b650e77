import type { UpstreamFailure } from './errors.ts';

export interface RetryQuestion {
  /** True when sending the request twice has the effect of sending it once. */
  idempotent: boolean;
  failure: UpstreamFailure;
  status: number | null;
  /** Attempts made so far, the failed one included. */
  attempt: number;
  /** What the other side said, if it said anything. */
  retryAfterMs: number | null;
  /** Random number in [0, 1), so that this function stays pure. */
  jitter: number;
  /** Longest time worth waiting inside a call; a longer wait is the caller's to schedule. */
  maxDelayMs?: number;
}

const attemptsFor: Partial<Record<UpstreamFailure, number>> = {
  // Refused before it was worked on, so any method may be sent again.
  throttled: 5,
  unavailable: 3,
  network: 3,
  timeout: 2,
};

/**
 * The only decision about retries: an allow-list of failures, the other side's own timing first, otherwise
 * exponential back-off with jitter. Anything not listed is not retried.
 *
 * A plain 500 is not repeated here: BigCommerce asks for tries at least a minute apart
 * (https://developer.bigcommerce.com/docs/start/about/status-codes), which is the caller's to schedule.
 */
export function decideRetry(question: RetryQuestion): { retry: boolean; delayMs: number } {
  const { failure, attempt, retryAfterMs, jitter } = question;
  const no = { retry: false, delayMs: 0 };
  if (attempt >= (attemptsFor[failure] ?? 0)) return no;
  if (failure !== 'throttled' && !question.idempotent) return no;
  if (question.status === 500) return no;
  const delayMs =
    retryAfterMs === null ? backoff(failure, attempt, jitter) : Math.ceil(retryAfterMs * (1 + 0.05 * jitter));
  if (delayMs > (question.maxDelayMs ?? 65_000)) return no;
  return { retry: true, delayMs };
}

/** Milliseconds before the next attempt when nobody said how long: doubling, half of it random. */
export function backoff(failure: UpstreamFailure, attempt: number, jitter: number): number {
  const base = failure === 'throttled' ? 2_000 : 400;
  const full = Math.min(base * 2 ** (attempt - 1), 30_000);
  return Math.round(full / 2 + (full / 2) * jitter);
}
