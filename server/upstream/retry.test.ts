import { describe, expect, it } from 'vitest';
import type { UpstreamFailure } from './errors.ts';
import { decideRetry, type RetryQuestion } from './retry.ts';

function ask(overrides: Partial<RetryQuestion>): { retry: boolean; delayMs: number } {
  return decideRetry({
    idempotent: true,
    failure: 'unavailable',
    status: 503,
    attempt: 1,
    retryAfterMs: null,
    jitter: 0,
    ...overrides,
  });
}

describe('decideRetry', () => {
  it('repeats only what may pass by itself', () => {
    const all: UpstreamFailure[] = [
      'throttled',
      'unauthorized',
      'forbidden',
      'not-found',
      'rejected',
      'unavailable',
      'network',
      'timeout',
      'garbage',
      'redirected',
      'aborted',
    ];
    const repeated = all.filter((failure) => ask({ failure, status: null }).retry);
    expect(repeated).toEqual(['throttled', 'unavailable', 'network', 'timeout']);
  });

  it('never sends a request twice that would have two effects, unless it was refused before any', () => {
    expect(ask({ idempotent: false, failure: 'timeout' }).retry).toBe(false);
    expect(ask({ idempotent: false, failure: 'network' }).retry).toBe(false);
    expect(ask({ idempotent: false, failure: 'unavailable' }).retry).toBe(false);
    expect(ask({ idempotent: false, failure: 'throttled', status: 429 }).retry).toBe(true);
  });

  it('waits at least as long as the other side says', () => {
    expect(ask({ failure: 'throttled', retryAfterMs: 12_000 })).toEqual({ retry: true, delayMs: 12_000 });
    expect(ask({ failure: 'throttled', retryAfterMs: 12_000, jitter: 0.5 }).delayMs).toBe(12_300);
  });

  it('leaves a wait of more than a minute to the caller', () => {
    expect(ask({ failure: 'throttled', retryAfterMs: 600_000 }).retry).toBe(false);
  });

  it('does not repeat a plain 500 at once', () => {
    expect(ask({ status: 500 }).retry).toBe(false);
    expect(ask({ status: 502 }).retry).toBe(true);
  });

  it('doubles the wait, with half of it left to chance, and gives up', () => {
    expect([1, 2].map((attempt) => ask({ attempt }).delayMs)).toEqual([200, 400]);
    expect([1, 2].map((attempt) => ask({ attempt, jitter: 1 }).delayMs)).toEqual([400, 800]);
    expect(ask({ attempt: 3 }).retry).toBe(false);
    expect(ask({ attempt: 5, failure: 'throttled' }).retry).toBe(false);
  });
});
