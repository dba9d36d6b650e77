import { LRUCache } from 'lru-cache';
import type { StreamName } from '../../shared/sync.ts';
import { LeaseLostError } from '../errors.ts';
import { endsWithin } from '../time-limit.ts';
import { createDueStores, type DueWork } from './due-stores.ts';
import { holdLease, type LeaseHold, type LeaseTimes } from './lease-hold.ts';
import { isResting, restFor } from './rest.ts';
import { runStore, type RunEnd } from './run-store.ts';
import { createStoreMemory, type StoreMemory } from './store-memory.ts';
import { isHistory } from './streams/history.ts';
import type { SyncDeps, SyncEngine } from './types.ts';

export interface EngineTimes {
  pollMs: number;
  /** A store that may not be worked on, or that another instance works on, is looked at again after this. */
  lookAgainMs: number;
  /** Long work gives its place to another store after this. */
  longTurnMs: number;
  haltMs: number;
  stopMs: number;
  lease?: LeaseTimes;
}

const defaultTimes: EngineTimes = {
  pollMs: 1_000,
  lookAgainMs: 5_000,
  longTurnMs: 30_000,
  haltMs: 5_000,
  stopMs: 20_000,
};

/** Runs besides long ones: live changes and sweeps are short. */
const shortPlacesEach = 4;

interface Run {
  ended: Promise<void>;
  lease: LeaseHold | null;
  /** Set before the lease is there, too. */
  halted: Error | null;
  /** Somebody asked while it ran. */
  again: boolean;
}

/**
 * The worker of one instance. Any number of stores may be due; a few are worked on at the same time, each by one
 * instance. Long work (history) has `storeConcurrency` places; live changes and sweeps have places of their own, so
 * that no store's history keeps another store's live changes waiting.
 */
export function createSyncEngine(deps: SyncDeps, times: EngineTimes = defaultTimes): SyncEngine {
  const runs = new Map<string, Run>();
  const waiting = new Map<string, DueWork>();
  const dueStores = createDueStores(deps);
  const memories = new LRUCache<string, StoreMemory>({ max: 2_000 });
  /** Stores with long work under way, and those that had to leave theirs. */
  const long = new Map<string, number>();
  const wantLong = new Set<string>();
  /** Those whose lease is asked for because of their history alone, and which have not come to it yet. */
  const towardsHistory = new Set<string>();
  let historyTakenAt = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  /** Until the first store's changes have gathered. */
  let gathering: NodeJS.Timeout | undefined;
  let polling: Promise<void> | null = null;
  let stopped = false;

  function memoryOf(store: string): StoreMemory {
    const known = memories.get(store) ?? createStoreMemory();
    memories.set(store, known);
    return known;
  }

  /** Another instance that has less to do looks within this time, and takes what would be too much for one. */
  function leavesToOthers(): boolean {
    const looksWithinMs = times.pollMs + times.lookAgainMs;
    return long.size > 0 && performance.now() - historyTakenAt < looksWithinMs;
  }

  /** Asked before the lease is taken: while this instance held it, none that has a place could begin. */
  function hasPlaceForHistory(store: string): boolean {
    if (long.size < deps.storeConcurrency) return towardsHistory.size === 0 && !leavesToOthers();
    wantLong.add(store);
    return false;
  }

  function mayWorkLong(store: string, stream: StreamName): boolean {
    towardsHistory.delete(store);
    const since = long.get(store);
    if (since !== undefined) {
      const others = [...wantLong].some((other) => other !== store);
      return !others || performance.now() - since < times.longTurnMs;
    }
    if (long.size >= deps.storeConcurrency) {
      wantLong.add(store);
      return false;
    }
    if (isHistory(stream) && leavesToOthers()) return false;
    long.set(store, performance.now());
    if (isHistory(stream)) historyTakenAt = performance.now();
    wantLong.delete(store);
    return true;
  }

  async function work(store: string, run: Run): Promise<RunEnd> {
    const lease = await holdLease(deps.db.leases, store, deps.instance, times.lease);
    if (lease === null) return 'closed';
    run.lease = lease;
    deps.crashPoint('lease-acquired');
    try {
      if (run.halted !== null) lease.end(run.halted);
      return await runStore(deps, store, lease, memoryOf(store), {
        stopping: () => stopped,
        mayWorkLong: (stream) => mayWorkLong(store, stream),
      });
    } finally {
      await lease.release();
    }
  }

  async function runOnce(store: string, run: Run): Promise<void> {
    const memory = memoryOf(store);
    const now = (): number => deps.clock.now().getTime();
    try {
      const end = await work(store, run);
      if (end === 'closed' && !isResting(memory.rest, now() + times.lookAgainMs))
        memory.rest = restFor(times.lookAgainMs, now());
      // What came while it worked, or was too much for one bite, has been left to gather.
      if (end === 'again' || memory.gatheringUntil > performance.now()) run.again = true;
    } catch (error) {
      if (run.halted !== null) return;
      if (error instanceof LeaseLostError) {
        deps.log.warn({ store }, 'the lease of a store was lost; work on it has stopped');
        run.again = true;
      } else deps.log.error({ err: error, store }, 'work on a store ended unexpectedly');
      memory.rest = restFor(times.pollMs, now());
    }
  }

  function begin(store: string): void {
    waiting.delete(store);
    const run: Run = { ended: Promise.resolve(), lease: null, halted: null, again: false };
    runs.set(store, run);
    run.ended = runOnce(store, run).finally(() => {
      runs.delete(store);
      long.delete(store);
      towardsHistory.delete(store);
      if (run.again && run.halted === null) waiting.set(store, { onlyHistory: false });
      pump();
    });
  }

  function pump(): void {
    if (stopped) return;
    const places = deps.storeConcurrency * (1 + shortPlacesEach);
    const now = deps.clock.now().getTime();
    let gatheringMs = Infinity;
    for (const [store, { onlyHistory }] of waiting) {
      if (runs.size >= places) break;
      const memory = memoryOf(store);
      if (runs.has(store) || isResting(memory.rest, now)) continue;
      const leftMs = memory.gatheringUntil - performance.now();
      if (leftMs > 0) {
        gatheringMs = Math.min(gatheringMs, leftMs);
        continue;
      }
      if (onlyHistory && !hasPlaceForHistory(store)) continue;
      if (onlyHistory) towardsHistory.add(store);
      begin(store);
    }
    clearTimeout(gathering);
    if (Number.isFinite(gatheringMs)) gathering = setTimeout(pump, Math.ceil(gatheringMs));
  }

  /** Shortens a rest whose cause the merchant may have removed to the shortest there is, however often a button is pressed. */
  function heedRemedy(store: string, remediedAt: number | null): void {
    const memory = memoryOf(store);
    if (memory.remediedAt === remediedAt) return;
    memory.remediedAt = remediedAt;
    if (memory.rest === null) return;
    const { from, until } = memory.rest;
    memory.rest = { from, until: Math.min(until, from + times.lookAgainMs) };
  }

  async function poll(): Promise<void> {
    try {
      const asked = [...waiting.keys()];
      const due = await dueStores.find();
      // Anew each time: what is not due any more need not be asked for. What was nudged meanwhile stays.
      for (const store of asked) waiting.delete(store);
      for (const [store, { remediedAt }] of due) heedRemedy(store, remediedAt);
      for (const [store, work] of due) if (!runs.has(store) && !waiting.has(store)) waiting.set(store, work);
      for (const store of wantLong) if (!waiting.has(store) && !runs.has(store)) wantLong.delete(store);
    } catch (error) {
      deps.log.error({ err: error }, 'the database could not be asked for stores that are due');
    }
    pump();
  }

  return {
    start() {
      if (timer !== undefined || stopped) return;
      const look = (): void => {
        polling ??= poll().finally(() => {
          polling = null;
        });
      };
      // Instances that start together would look together, and always the same one would be the first.
      timer = setTimeout(() => {
        timer = setInterval(look, times.pollMs);
        look();
      }, Math.random() * times.pollMs);
    },

    nudge(store) {
      // An instance that only serves the web leaves the work to others.
      if (stopped || timer === undefined) return;
      const run = runs.get(store);
      if (run !== undefined) {
        run.again = true;
        return;
      }
      dueStores.forget(store);
      waiting.set(store, { onlyHistory: false });
      pump();
    },

    async halt(store) {
      waiting.delete(store);
      const run = runs.get(store);
      if (run === undefined) return;
      run.halted = new LeaseLostError(`Work on ${store} was ended.`);
      run.lease?.end(run.halted);
      await endsWithin(times.haltMs, run.ended);
    },

    async stop() {
      stopped = true;
      clearInterval(timer);
      clearTimeout(gathering);
      waiting.clear();
      const ended = Promise.all([polling, ...[...runs.values()].map((run) => run.ended)]);
      if (await endsWithin(times.stopMs, ended)) return;
      for (const run of runs.values()) run.lease?.end(new LeaseLostError('The instance stops.'));
      await endsWithin(times.haltMs, ended);
    },
  };
}
