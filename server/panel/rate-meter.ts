import { LRUCache } from 'lru-cache';

/** Measures how fast counters grow, from the readings of whoever looks at them. */
export interface RateMeter {
  /**
   * Notes a reading and gives the growth a minute over the last five minutes; null when there is no older reading to
   * compare with, or the counter was started anew.
   */
  read(counter: string, value: number, now: Date): number | null;
}

interface Reading {
  at: number;
  value: number;
}

const windowMs = 5 * 60_000;
/** Readings closer together would measure the steps of the counter, not its speed. */
export const shortestMs = 5_000;

export function createRateMeter(): RateMeter {
  const kept = new LRUCache<string, Reading[]>({ max: 2_000 });
  return {
    read(counter, value, now) {
      const at = now.getTime();
      const fresh = (kept.get(counter) ?? []).filter((reading) => at - reading.at <= windowMs);
      const [oldest] = fresh;
      const latest = fresh.at(-1);
      if (oldest === undefined || latest === undefined || value < latest.value) {
        kept.set(counter, [{ at, value }]);
        return null;
      }
      if (at - latest.at >= shortestMs) kept.set(counter, [...fresh, { at, value }]);
      const passedMs = at - oldest.at;
      return passedMs < shortestMs ? null : ((value - oldest.value) * 60_000) / passedMs;
    },
  };
}
