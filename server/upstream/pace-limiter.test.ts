import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPaceLimiter, type PaceLimiter } from './pace-limiter.ts';

describe('pace limiter', () => {
  let pace: PaceLimiter;

  beforeEach(() => {
    vi.useFakeTimers();
    pace = createPaceLimiter({ maxPerSecond: 5, maxInFlight: 4, now: () => Date.now() });
  });
  afterEach(() => vi.useRealTimers());

  /** Calls carried out in `ms` when each ends at once in the same way. */
  async function countIn(ms: number, outcome: 'good' | 'trouble' | 'neutral'): Promise<number> {
    const controller = new AbortController();
    let count = 0;
    async function work(): Promise<void> {
      for (;;) {
        const turn = await pace.enter(controller.signal);
        count += 1;
        turn.done(outcome, null);
      }
    }
    const workers = [work(), work()].map((worker) => worker.catch(() => undefined));
    await vi.advanceTimersByTimeAsync(ms);
    controller.abort();
    await Promise.all(workers);
    return count;
  }

  it('keeps to the calls a second it was given', async () => {
    expect(await countIn(10_000, 'good')).toBe(51);
  });

  it('halves on trouble, once for calls that were under way together', async () => {
    const turns = await Promise.all(
      [0, 200, 400].map(async (ms) => {
        await vi.advanceTimersByTimeAsync(ms);
        return pace.enter();
      }),
    );
    for (const turn of turns) turn.done('trouble', null);
    expect(pace.rate()).toBe(2.5);
  });

  it('creeps up again, never above where it began', async () => {
    (await pace.enter()).done('trouble', null);
    await countIn(5_000, 'good');
    expect(pace.rate()).toBeGreaterThan(2.5);
    await countIn(60_000, 'good');
    expect(pace.rate()).toBe(5);
  });

  it('does not go on before the time it was told', async () => {
    (await pace.enter()).done('trouble', 7_000);
    expect(await countIn(6_900, 'good')).toBe(0);
    expect(await countIn(200, 'good')).toBe(1);
  });

  it('slows down to a crawl, not to a stop', async () => {
    await countIn(600_000, 'trouble');
    expect(pace.rate()).toBeCloseTo(5 / 64);
    expect(await countIn(30_000, 'neutral')).toBeGreaterThanOrEqual(2);
  });

  it('takes a stopped call out of the queue', async () => {
    (await pace.enter()).done('trouble', 1_000);
    const controller = new AbortController();
    const stopped = pace.enter(controller.signal);
    controller.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    expect(await countIn(1_100, 'good')).toBe(1);
  });
});
