import type { QuotaClass } from '../upstream/quota-limiter.ts';
import type { Lane } from './types.ts';

/**
 * What each lane may take of a store's quota, which other apps share. History takes its budget and leaves a tenth
 * and one of three places for what is urgent; the panel would rather say "busy" than let a merchant wait.
 */
export function laneToQuotaClass(lane: Lane, budgetPercent: number): QuotaClass {
  const share = Math.min(Math.max(budgetPercent, 1), 100) / 100;
  switch (lane) {
    case 'panel':
      return { name: lane, rank: 0, share: 1, reserve: 0, maxInFlight: 3, maxWaitMs: 10_000 };
    case 'live':
      return { name: lane, rank: 1, share: 1, reserve: 0, maxInFlight: 3 };
    case 'sweep':
      return { name: lane, rank: 2, share: 1, reserve: 0.05, maxInFlight: 2 };
    case 'backfill':
      return { name: lane, rank: 3, share, reserve: 0.1, maxInFlight: 2 };
  }
}
