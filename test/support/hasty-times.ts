import type { EngineTimes } from '../../server/sync/engine.ts';

/** Real work's times, in small: everything is looked at more often, and a lease runs out after two seconds. */
export const hastyTimes: EngineTimes = {
  pollMs: 100,
  lookAgainMs: 200,
  longTurnMs: 5_000,
  haltMs: 5_000,
  stopMs: 20_000,
  lease: { ttlMs: 2_000, renewEveryMs: 300, marginMs: 600 },
};
