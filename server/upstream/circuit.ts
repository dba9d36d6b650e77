import { LRUCache } from 'lru-cache';

export interface CircuitOptions {
  /** Failures in a row of one key that open its circuit. */
  keyThreshold?: number;
  /** Failures in a row over several keys that open the circuit for all. */
  sharedThreshold?: number;
  probeEveryMs?: number;
  /** Monotonic milliseconds. */
  now: () => number;
  maxKeys?: number;
}

interface Breaker {
  streak: number;
  /** Null while closed; otherwise when the next probe may go. */
  probeAt: number | null;
}

export type Outcome = 'good' | 'bad' | 'neutral';

export interface Circuits {
  /**
   * Asks for permission to call on behalf of `key`; null is a yes, otherwise milliseconds until the next probe.
   * A yes while open is the probe, and nobody else gets one until `probeEveryMs` have gone by.
   */
  refuse(key: string): number | null;
  record(key: string, outcome: Outcome): void;
  /** `everything` is open when the other side as a whole is in trouble. */
  state(key: string): { key: 'open' | 'closed'; everything: 'open' | 'closed' };
}

/**
 * Circuit breakers for one upstream: one for each key (a store), one for everything. The trouble of a single key
 * cannot open the shared one, so that a suspended store does not stop the others.
 */
export function createCircuits(options: CircuitOptions): Circuits {
  const keyThreshold = options.keyThreshold ?? 5;
  const sharedThreshold = options.sharedThreshold ?? 10;
  const probeEveryMs = options.probeEveryMs ?? 30_000;
  const breakers = new LRUCache<string, Breaker>({ max: options.maxKeys ?? 20_000 });
  const shared: Breaker = { streak: 0, probeAt: null };
  const streakByKey = new Map<string, number>();
  let lastFailedProbe: string | null = null;

  function wait(breaker: Breaker): number {
    return breaker.probeAt === null ? 0 : Math.max(0, breaker.probeAt - options.now());
  }

  return {
    refuse(key) {
      const own = breakers.get(key) ?? { streak: 0, probeAt: null };
      const others = lastFailedProbe === key && shared.probeAt !== null ? probeEveryMs / 6 : 0;
      const sharedWait = shared.probeAt === null ? 0 : Math.max(0, shared.probeAt + others - options.now());
      const waitMs = Math.max(wait(own), sharedWait);
      if (waitMs > 0) return waitMs;
      if (own.probeAt !== null) own.probeAt = options.now() + probeEveryMs;
      if (shared.probeAt !== null) shared.probeAt = options.now() + probeEveryMs;
      return null;
    },
    record(key, outcome) {
      if (outcome === 'neutral') return;
      if (outcome === 'good') {
        breakers.delete(key);
        shared.streak = 0;
        shared.probeAt = null;
        lastFailedProbe = null;
        streakByKey.clear();
        return;
      }
      const own = breakers.get(key) ?? { streak: 0, probeAt: null };
      own.streak += 1;
      if (own.streak >= keyThreshold) own.probeAt = options.now() + probeEveryMs;
      breakers.set(key, own);

      if (shared.probeAt !== null) {
        shared.probeAt = options.now() + probeEveryMs;
        lastFailedProbe = key;
        return;
      }
      const mine = streakByKey.get(key) ?? 0;
      if (mine >= keyThreshold) return;
      streakByKey.set(key, mine + 1);
      shared.streak += 1;
      if (shared.streak >= sharedThreshold) shared.probeAt = options.now() + probeEveryMs;
    },
    state(key) {
      return {
        key: (breakers.get(key)?.probeAt ?? null) === null ? 'closed' : 'open',
        everything: shared.probeAt === null ? 'closed' : 'open',
      };
    },
  };
}
