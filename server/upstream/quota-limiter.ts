/** What an answer said about the quota. */
export interface QuotaReading {
  /** Requests of one window, for all who share the quota. */
  quota: number;
  left: number;
  windowMs: number;
  /** Milliseconds until the window starts over. */
  resetMs: number;
}

/** How much of the quota a class of calls may use. */
export interface QuotaClass {
  name: string;
  /** Lower goes first. */
  rank: number;
  /** Share of the quota (0–1] that this class may use in one window. */
  share: number;
  /** Share of the quota [0–1) that this class leaves untouched for others. */
  reserve: number;
  /** Calls of this class at the same time. */
  maxInFlight: number;
  /** Longest wait for a turn; undefined waits as long as it takes. */
  maxWaitMs?: number;
}

/** The turn of one call; `done` must be called exactly once. */
export interface QuotaTurn {
  /** @param pauseMs nobody calls before this many milliseconds have passed (after a 429) */
  done(reading: QuotaReading | null, pauseMs: number | null): void;
}

export interface QuotaLimiter {
  /** Waits for a turn. Rejects with the signal's reason, or with `QuotaWaitError`. */
  enter(quotaClass: QuotaClass, signal?: AbortSignal): Promise<QuotaTurn>;
  /** The quota as last told, estimated forward; null before the first answer. */
  read(): { quota: number; left: number; windowMs: number } | null;
}

/** A turn would come later than the class is willing to wait. */
export class QuotaWaitError extends Error {
  override readonly name = 'QuotaWaitError';
  readonly waitMs: number;

  constructor(waitMs: number) {
    super(`no turn for another ${Math.round(waitMs)} ms`);
    this.waitMs = waitMs;
  }
}

interface Waiter {
  quotaClass: QuotaClass;
  start(turn: QuotaTurn): void;
  refuse(error: unknown): void;
}

interface Window {
  quota: number;
  left: number;
  windowMs: number;
  resetAt: number;
  /** False while the window is our guess that it started over. */
  confirmed: boolean;
}

/** Added to a reset time, so that a rounded header does not make us a moment early. */
const resetMarginMs = 25;

/**
 * Shares one quota that others use as well, steered by what each answer says. Few calls at the same time, higher
 * ranks first, lower ranks limited to their share and leaving a reserve, and nothing before the reset after a 429.
 * @param input.now monotonic milliseconds
 */
export function createQuotaLimiter(input: { maxInFlight: number; now: () => number }): QuotaLimiter {
  const { maxInFlight, now } = input;
  const waiters: Waiter[] = [];
  const inFlightOf = new Map<string, number>();
  const usedOf = new Map<string, number>();
  let window: Window | null = null;
  let inFlight = 0;
  let pausedUntil = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  function rollWindow(): void {
    if (window === null || now() < window.resetAt) return;
    window = { ...window, left: window.quota, resetAt: now() + window.windowMs, confirmed: false };
    usedOf.clear();
  }

  /** Milliseconds until this class may call; 0 is now, Infinity is "when another call has finished". */
  function waitOf(quotaClass: QuotaClass): number {
    if (now() < pausedUntil) return pausedUntil - now();
    if ((inFlightOf.get(quotaClass.name) ?? 0) >= quotaClass.maxInFlight) return Infinity;
    // Before the first answer only the urgent may go side by side.
    if (window === null) return quotaClass.rank > 0 && inFlight > 0 ? Infinity : 0;
    const untilReset = window.resetAt - now() + resetMarginMs;
    if (window.left <= Math.ceil(window.quota * quotaClass.reserve)) return untilReset;
    if (quotaClass.share < 1) {
      const allowed = Math.max(1, Math.floor(window.quota * quotaClass.share));
      if ((usedOf.get(quotaClass.name) ?? 0) >= allowed) return untilReset;
    }
    return 0;
  }

  function begin(waiter: Waiter): void {
    const { name } = waiter.quotaClass;
    inFlight += 1;
    inFlightOf.set(name, (inFlightOf.get(name) ?? 0) + 1);
    usedOf.set(name, (usedOf.get(name) ?? 0) + 1);
    if (window) window.left -= 1;
    waiter.start({
      done(reading, pauseMs) {
        inFlight -= 1;
        inFlightOf.set(name, (inFlightOf.get(name) ?? 1) - 1);
        if (reading) learn(reading);
        if (pauseMs !== null) pausedUntil = Math.max(pausedUntil, now() + pauseMs);
        pump();
      },
    });
  }

  function learn(reading: QuotaReading): void {
    const resetAt = now() + reading.resetMs;
    const tolerance = reading.windowMs / 4;
    // The others in flight may or may not be counted in the answer; assume they are not.
    const left = reading.left - inFlight;
    const fresh = { quota: reading.quota, left, windowMs: reading.windowMs, resetAt, confirmed: true };
    if (window === null || !window.confirmed) {
      window = fresh;
    } else if (resetAt > window.resetAt + tolerance) {
      window = fresh;
      usedOf.clear();
    } else if (resetAt >= window.resetAt - tolerance) {
      const sameQuota = window.quota === reading.quota;
      window = { ...fresh, left: sameQuota ? Math.min(window.left, left) : left, resetAt: window.resetAt };
    }
    // Otherwise the answer is a late one of a window that has ended.
  }

  function pump(): void {
    clearTimeout(timer);
    rollWindow();
    let soonest = Infinity;
    for (let index = 0; index < waiters.length && inFlight < maxInFlight;) {
      const waiter = waiters[index];
      if (waiter === undefined) break;
      const waitMs = waitOf(waiter.quotaClass);
      if (waitMs === 0) {
        waiters.splice(index, 1);
        begin(waiter);
        continue;
      }
      if (Number.isFinite(waitMs) && waitMs > (waiter.quotaClass.maxWaitMs ?? Infinity)) {
        waiters.splice(index, 1);
        waiter.refuse(new QuotaWaitError(waitMs));
        continue;
      }
      soonest = Math.min(soonest, waitMs);
      index += 1;
    }
    if (Number.isFinite(soonest)) timer = setTimeout(pump, Math.ceil(soonest));
  }

  return {
    enter(quotaClass, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const waiter: Waiter = {
          quotaClass,
          start(turn) {
            signal?.removeEventListener('abort', stop);
            resolve(turn);
          },
          refuse(error) {
            signal?.removeEventListener('abort', stop);
            reject(error);
          },
        };
        function stop(): void {
          const index = waiters.indexOf(waiter);
          if (index >= 0) waiters.splice(index, 1);
          reject(signal?.reason);
        }
        signal?.addEventListener('abort', stop, { once: true });
        const place = waiters.findIndex((other) => other.quotaClass.rank > quotaClass.rank);
        waiters.splice(place < 0 ? waiters.length : place, 0, waiter);
        pump();
      });
    },
    read() {
      rollWindow();
      if (window === null) return null;
      return { quota: window.quota, left: Math.max(0, window.left), windowMs: window.windowMs };
    },
  };
}
