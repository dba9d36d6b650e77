import type { StreamName } from '../../shared/sync.ts';
import type { StreamRow } from '../db/types/streams.ts';
import { LeaseLostError, SecretUnreadableError } from '../errors.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { backOff, react } from './failures.ts';
import { gatheringMs } from './gathering.ts';
import type { LeaseHold } from './lease-hold.ts';
import { confirmUnchanged, openWork } from './open-work.ts';
import { isResting, restFor, type Rest } from './rest.ts';
import type { Stream } from './stream.ts';
import type { StoreMemory } from './store-memory.ts';
import { createBackfillOrders } from './streams/backfill-orders.ts';
import { createCatalogue } from './streams/catalogue.ts';
import { createBackfillCustomers, createSweepCustomers } from './streams/customers.ts';
import { createDoubleOptIn } from './streams/double-opt-in.ts';
import { createEnrol } from './streams/enrol.ts';
import { createLive, mostChanges } from './streams/live.ts';
import { createSignups } from './streams/signups.ts';
import { createSweepOrders } from './streams/sweep-orders.ts';
import { createTrial } from './streams/trial.ts';
import type { SyncDeps } from './types.ts';
import { wakeFailed } from './wake-failed.ts';
import { checkpoint, GateClosedError, type StoreWork } from './work.ts';

/** How a run is kept from holding on for ever. */
export interface RunLimits {
  /** The instance is stopping: no further step. */
  stopping(): boolean;
  /** May long work (history and the like) go on here? Asked before each of its steps. */
  mayWorkLong(stream: StreamName): boolean;
}

export type RunEnd =
  /** Nothing is due, or others wait. */
  | 'idle'
  /** Something is due that was not allowed here. */
  | 'more'
  /** Nothing may be done for this store for now. */
  | 'closed'
  /** Begin anew at once: settings, token or streams have changed. */
  | 'again';

/** Lanes in the order in which they come first; `live` goes before each of them. */
const factories: readonly { name: StreamName; long: boolean; create: (work: StoreWork) => Stream }[] = [
  { name: 'trial', long: false, create: createTrial },
  { name: 'sweep-orders', long: false, create: createSweepOrders },
  { name: 'sweep-customers', long: false, create: createSweepCustomers },
  { name: 'backfill-orders', long: true, create: createBackfillOrders },
  { name: 'backfill-customers', long: true, create: createBackfillCustomers },
  { name: 'catalogue', long: true, create: createCatalogue },
  { name: 'enrol', long: true, create: createEnrol },
  { name: 'double-opt-in', long: true, create: createDoubleOptIn },
  { name: 'signups', long: true, create: createSignups },
];

/** Live steps in a row before a lower lane gets one, so that a flood starves nobody. */
const mostLiveSteps = 8;
const confirmEveryMs = 1_000;

/** Ends the run: all of the store waits. */
class StoreWaits extends Error {
  override readonly name = 'StoreWaits';
  readonly again: boolean;

  constructor(again: boolean) {
    super('the store waits');
    this.again = again;
  }
}

/**
 * Works on one store until nothing is due: each lane gets a step in turn, and before each, live changes go first.
 * @throws LeaseLostError, or the reason with which the lease was ended
 */
export async function runStore(
  deps: SyncDeps,
  hash: string,
  lease: LeaseHold,
  memory: StoreMemory,
  limits: RunLimits,
): Promise<RunEnd> {
  const opened = await openWork(deps, hash, lease, memory).catch((error: unknown) =>
    waitForOpening(deps, hash, memory, error),
  );
  if ('closed' in opened) return 'closed';
  const { work, lanes } = opened;
  const streams = new Map<StreamName, Stream>();
  const live = createLive(work);
  let liveRest: Rest | null = null;
  let inLive = false;
  let confirmedAt = performance.now();

  async function fail(stream: StreamName, error: unknown): Promise<void> {
    lease.signal.throwIfAborted();
    if (error instanceof LeaseLostError || error instanceof GateClosedError || error instanceof StoreWaits) {
      throw error;
    }
    const reaction = await react(work, stream, error);
    deps.crashPoint('failure-noted');
    const rest = restFor(reaction.waitMs, work.now().getTime());
    const until = new Date(rest.until);
    if (stream === 'live') await deps.db.changes.postpone(live.underWay(), until, reaction.reason);
    else await checkpoint(work, stream, { status: 'waiting', nextRunAt: until, error: reaction.reason });
    // What it kept in memory may be half done; the cursor is what counts.
    streams.delete(stream);
    if (reaction.scope === 'again') throw new StoreWaits(true);
    if (await wasRemedied(work)) {
      await wakeFailed(deps.db, hash, work.now());
      throw new StoreWaits(false);
    }
    if (reaction.scope === 'store') {
      memory.rest = rest;
      throw new StoreWaits(false);
    }
    // What AIQ has accepted could not be written down: the next run marks it first.
    if (!lease.sending.isSettled()) throw new StoreWaits(false);
    if (stream !== 'live') return;
    liveRest = rest;
    // Retries that are due would begin the next run at once.
    await checkpoint(work, 'live', { status: 'waiting', nextRunAt: until, error: reaction.reason });
  }

  async function attempt(stream: StreamName, step: () => Promise<void>): Promise<void> {
    try {
      await step();
      if ((memory.failures.get(stream) ?? 0) > 0) {
        memory.failures.delete(stream);
        await work.problems.resolve('bigcommerce-unavailable');
      }
    } catch (error) {
      await fail(stream, error);
    }
  }

  function mayRunLive(): boolean {
    const waits = isResting(liveRest, work.now().getTime()) || performance.now() < memory.gatheringUntil;
    return lanes === 'all' && !inLive && !waits;
  }

  /** @returns whether anything was due */
  async function runLive(retries: boolean): Promise<boolean> {
    if (!mayRunLive()) return false;
    inLive = true;
    let worked = false;
    try {
      for (let turn = 0; turn < mostLiveSteps && !limits.stopping(); turn += 1) {
        let size = 0;
        await attempt('live', async () => {
          size = await live.step(retries && turn === 0);
        });
        if (size === 0) break;
        worked = true;
        if (size >= mostChanges) continue;
        memory.gatheringUntil = performance.now() + gatheringMs(size);
        break;
      }
    } finally {
      inLive = false;
    }
    return worked;
  }

  async function confirm(): Promise<void> {
    if (performance.now() - confirmedAt < confirmEveryMs) return;
    await confirmUnchanged(work);
    confirmedAt = performance.now();
  }

  function isDue(row: StreamRow | undefined): row is StreamRow {
    const at = row?.nextRunAt ?? null;
    return at !== null && at <= work.now() && row?.status !== 'paused';
  }

  async function heedWake(row: StreamRow): Promise<void> {
    if (row.wokenFor !== null) await deps.db.streams.heedWake(hash, row.name, work.now());
  }

  work.letLiveThrough = async (ready) => {
    if (inLive) return false;
    await confirm();
    if (!mayRunLive() || !(await live.isDue())) return false;
    await ready?.();
    return runLive(false);
  };

  try {
    for (;;) {
      await confirm();
      const rows = new Map((await deps.db.streams.list(hash)).map((row) => [row.name, row]));
      const liveRow = rows.get('live');
      const retries = isDue(liveRow);
      if (retries) await heedWake(liveRow);
      let worked = await runLive(retries);
      let refused = false;
      for (const { name, long, create } of factories) {
        if (limits.stopping()) return 'more';
        const row = rows.get(name);
        if (!isDue(row) || (lanes === 'trial' && name !== 'trial')) continue;
        if (long && !limits.mayWorkLong(name)) {
          refused = true;
          continue;
        }
        await confirm();
        const stream = streams.get(name) ?? create(work);
        streams.set(name, stream);
        if (stream.heedsWake?.(row) !== false) await heedWake(row);
        await attempt(name, () => stream.step(row));
        await runLive(false);
        worked = true;
      }
      if (!worked) return refused ? 'more' : 'idle';
      if (limits.stopping()) return 'more';
    }
  } catch (error) {
    lease.signal.throwIfAborted();
    if (error instanceof GateClosedError) return 'again';
    if (error instanceof StoreWaits) return error.again ? 'again' : 'closed';
    throw error;
  }
}

/** Whether the merchant did something about failures after this run had begun. */
async function wasRemedied({ deps, hash, store }: StoreWork): Promise<boolean> {
  const row = await deps.db.stores.get(hash);
  return row?.remediedAt?.getTime() !== store.remediedAt?.getTime();
}

/** Nothing was begun yet: a secret that cannot be opened, or BigCommerce does not say what store this is. */
async function waitForOpening(
  deps: SyncDeps,
  hash: string,
  memory: StoreMemory,
  error: unknown,
): Promise<{ closed: 'aiq-refuses' | 'bigcommerce-refuses' }> {
  const now = deps.clock.now();
  const failures = (memory.failures.get('live') ?? 0) + 1;
  memory.failures.set('live', failures);
  memory.rest = restFor(backOff(failures), now.getTime());
  if (error instanceof SecretUnreadableError) {
    await deps.db.problems.raise(hash, 'secrets-unreadable', '', {}, now);
    return { closed: 'aiq-refuses' };
  }
  if (!(error instanceof UpstreamError)) throw error;
  await deps.db.problems.raise(hash, 'bigcommerce-unavailable', '', { failure: error.failure }, now);
  return { closed: 'bigcommerce-refuses' };
}
