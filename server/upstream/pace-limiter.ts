export interface PaceOptions {
  /** Calls a second to start with, and never more. */
  maxPerSecond: number;
  maxInFlight: number;
  /** Monotonic milliseconds. */
  now: () => number;
}

/** The turn of one call; `done` must be called exactly once. */
export interface PaceTurn {
  /**
   * @param outcome `trouble` halves the pace, `good` lets it creep up, `neutral` leaves it
   * @param pauseMs nobody calls before this many milliseconds have passed
   */
  done(outcome: 'good' | 'trouble' | 'neutral', pauseMs: number | null): void;
}

export interface PaceLimiter {
  /** Waits for a turn; rejects with the signal's reason. */
  enter(signal?: AbortSignal): Promise<PaceTurn>;
  /** Calls a second at the moment. */
  rate(): number;
}

/**
 * Finds the pace that a service without documented limits bears: additive increase, multiplicative decrease.
 * Trouble that arrives within a second counts once, because the calls were under way together.
 */
export function createPaceLimiter(options: PaceOptions): PaceLimiter {
  const { maxPerSecond, maxInFlight, now } = options;
  const minPerSecond = maxPerSecond / 64;
  const waiters: ((turn: PaceTurn) => void)[] = [];
  let rate = maxPerSecond;
  let inFlight = 0;
  let nextAt = -Infinity;
  let halvedAt = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  function done(outcome: 'good' | 'trouble' | 'neutral', pauseMs: number | null): void {
    inFlight -= 1;
    if (outcome === 'good') rate = Math.min(maxPerSecond, rate + maxPerSecond / 50);
    if (outcome === 'trouble' && now() - halvedAt >= 1000) {
      rate = Math.max(minPerSecond, rate / 2);
      halvedAt = now();
    }
    if (pauseMs !== null) nextAt = Math.max(nextAt, now() + pauseMs);
    pump();
  }

  function pump(): void {
    clearTimeout(timer);
    while (waiters.length > 0 && inFlight < maxInFlight) {
      const waitMs = nextAt - now();
      if (waitMs > 0) {
        timer = setTimeout(pump, Math.ceil(waitMs));
        return;
      }
      nextAt = now() + 1000 / rate;
      inFlight += 1;
      waiters.shift()?.({ done });
    }
  }

  return {
    enter(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        function start(turn: PaceTurn): void {
          signal?.removeEventListener('abort', stop);
          resolve(turn);
        }
        function stop(): void {
          const index = waiters.indexOf(start);
          if (index >= 0) waiters.splice(index, 1);
          reject(signal?.reason);
        }
        signal?.addEventListener('abort', stop, { once: true });
        waiters.push(start);
        pump();
      });
    },
    rate: () => rate,
  };
}
