import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createQuotaLimiter,
  QuotaWaitError,
  type QuotaClass,
  type QuotaLimiter,
  type QuotaReading,
  type QuotaTurn,
} from './quota-limiter.ts';

const live: QuotaClass = { name: 'live', rank: 0, share: 1, reserve: 0, maxInFlight: 3 };
const history: QuotaClass = { name: 'history', rank: 1, share: 0.5, reserve: 0.1, maxInFlight: 2 };

function reading(overrides: Partial<QuotaReading> = {}): QuotaReading {
  return { quota: 20, left: 19, windowMs: 30_000, resetMs: 30_000, ...overrides };
}

/** Who has got a turn so far. */
interface Seat {
  turn: QuotaTurn | null;
  error: unknown;
}

describe('quota limiter', () => {
  let limiter: QuotaLimiter;

  beforeEach(() => {
    vi.useFakeTimers();
    limiter = createQuotaLimiter({ maxInFlight: 3, now: () => Date.now() });
  });
  afterEach(() => vi.useRealTimers());

  function ask(quotaClass: QuotaClass, signal?: AbortSignal): Seat {
    const seat: Seat = { turn: null, error: null };
    limiter.enter(quotaClass, signal).then(
      (turn) => (seat.turn = turn),
      (error: unknown) => (seat.error = error),
    );
    return seat;
  }

  async function settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
  }

  /** One call from start to answer; false when it got no turn now. */
  async function call(quotaClass: QuotaClass, answer: QuotaReading | null): Promise<boolean> {
    const controller = new AbortController();
    const seat = ask(quotaClass, controller.signal);
    await settle();
    seat.turn?.done(answer, null);
    controller.abort();
    await settle();
    return seat.turn !== null;
  }

  it('lets three calls go at the same time, and the fourth when one has ended', async () => {
    const seats = [ask(live), ask(live), ask(live), ask(live)];
    await settle();
    expect(seats.map((seat) => seat.turn !== null)).toEqual([true, true, true, false]);
    seats[0]?.turn?.done(reading(), null);
    await settle();
    expect(seats[3]?.turn).not.toBeNull();
  });

  it('keeps a place for urgent calls and lets them pass those that wait', async () => {
    await call(live, reading());
    const old = [ask(history), ask(history), ask(history)];
    const urgent = ask(live);
    await settle();
    expect(old.map((seat) => seat.turn !== null)).toEqual([true, true, false]);
    expect(urgent.turn).not.toBeNull();
  });

  it('limits history to its share of a window, and live to nothing but the quota', async () => {
    await call(live, reading({ left: 19 }));
    let used = 0;
    while (used < 30 && (await call(history, reading({ left: 18 - used })))) used += 1;
    expect(used).toBe(10);
    let urgent = 0;
    while (urgent < 30 && (await call(live, null))) urgent += 1;
    expect(urgent).toBe(9);
  });

  it('leaves a reserve when others have eaten the quota', async () => {
    await call(live, reading({ left: 2 }));
    expect(await call(history, null)).toBe(false);
    expect(await call(live, null)).toBe(true);
  });

  it('goes on when the window has started over', async () => {
    await call(live, reading({ left: 0, resetMs: 4_000 }));
    const seat = ask(live);
    await vi.advanceTimersByTimeAsync(3_900);
    expect(seat.turn).toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    expect(seat.turn).not.toBeNull();
  });

  it('sends nothing before the time given with a 429', async () => {
    const first = ask(live);
    await settle();
    first.turn?.done(reading({ left: 0, resetMs: 5_000 }), 12_000);
    const seat = ask(live);
    await vi.advanceTimersByTimeAsync(11_900);
    expect(seat.turn).toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    expect(seat.turn).not.toBeNull();
  });

  it('follows a quota that shrinks because another app came', async () => {
    await call(live, reading({ quota: 20, left: 19 }));
    await call(live, reading({ quota: 5, left: 1 }));
    expect(limiter.read()).toMatchObject({ quota: 5, left: 1 });
    expect(await call(live, null)).toBe(true);
    expect(await call(live, null)).toBe(false);
  });

  it('ignores a late answer of the window before', async () => {
    const late = ask(live);
    await settle();
    await call(live, reading({ left: 0, resetMs: 1_000 }));
    await vi.advanceTimersByTimeAsync(1_100);
    await call(live, reading({ left: 15, resetMs: 30_000 }));
    late.turn?.done(reading({ left: 0, resetMs: 10 }), null);
    expect(limiter.read()?.left).toBeGreaterThan(10);
  });

  it('would rather refuse than let the panel wait', async () => {
    await call(live, reading({ left: 0, resetMs: 20_000 }));
    const seat = ask({ ...live, name: 'panel', maxWaitMs: 10_000 });
    await settle();
    expect(seat.error).toBeInstanceOf(QuotaWaitError);
  });

  it('takes a stopped call out of the queue', async () => {
    await call(live, reading({ left: 0, resetMs: 1_000 }));
    const controller = new AbortController();
    const seat = ask(live, controller.signal);
    controller.abort(new Error('stopped'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(seat.turn).toBeNull();
    expect(seat.error).toEqual(new Error('stopped'));
  });
});
