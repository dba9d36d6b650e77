import type { RecordState, StreamName } from '../../shared/sync.ts';
import type { AiqClient } from '../aiq/types.ts';
import type { BigcommerceClient, Lane } from '../bigcommerce/types.ts';
import type { RecordWrite } from '../db/types/records.ts';
import type { SettingsRow } from '../db/types/settings.ts';
import type { AiqLink, StoreRow } from '../db/types/stores.ts';
import type { StreamCounts, StreamRepository } from '../db/types/streams.ts';
import { LeaseLostError } from '../errors.ts';
import type { LeaseHold } from './lease-hold.ts';
import type { MappingContext } from './mapping/types.ts';
import type { OpenProblems } from './open-problems.ts';
import { recordToChange } from './record-to-change.ts';
import type { StoreMemory } from './store-memory.ts';
import type { SyncDeps } from './types.ts';

/** The gate closed while a store was worked on; not an error of anybody. */
export class GateClosedError extends Error {
  override readonly name = 'GateClosedError';
}

/** One store under a lease: everything a stream may use. */
export interface StoreWork {
  hash: string;
  /** As last read; replaced by `refresh`. */
  store: StoreRow;
  settings: SettingsRow;
  link: AiqLink;
  context: MappingContext;
  deps: SyncDeps;
  lease: LeaseHold;
  memory: StoreMemory;
  problems: OpenProblems;
  aiq: AiqClient;
  bigcommerce(lane: Lane): BigcommerceClient;
  now(): Date;
  /**
   * Lets due live changes pass between two slices of a longer piece of work.
   * @param ready ends when all that was sent has its record; waited for only when changes are due
   * @returns whether any were worked on, so that what was read of records before may be out of date
   * @throws what `ready` throws, or GateClosedError
   */
  letLiveThrough(ready?: () => Promise<void>): Promise<boolean>;
}

type Checkpoint = Parameters<StreamRepository['checkpoint']>[2];

/**
 * Writes outcomes under the fencing token, and counts them for the chart of the day.
 * @param before the record as it was when its outcome was decided, where that is known
 * @throws LeaseLostError when somebody else works the store by now
 */
export async function writeRecords(
  work: Pick<StoreWork, 'hash' | 'deps' | 'lease' | 'now'>,
  rows: RecordWrite[],
  before?: (row: RecordWrite) => RecordWrite | undefined,
): Promise<void> {
  if (rows.length === 0) return;
  work.lease.check();
  const { db } = work.deps;
  const now = work.now();
  const isNew = before && ((row: RecordWrite) => before(row) === undefined);
  if (!(await db.records.writeMany(work.hash, rows, work.lease.token, now, isNew))) throw lost(work);
  const day = dayOf(now);
  await db.daily.add(work.hash, day, countForDay(day, rows, before));
  // What is no entity of BigCommerce is not for the live lane to try again.
  const retries = rows.flatMap((row) =>
    row.nextAttemptAt === null || recordToChange(row) === null ? [] : [row.nextAttemptAt.getTime()],
  );
  if (retries.length > 0) await db.streams.wake(work.hash, 'live', new Date(Math.min(...retries)));
}

/**
 * Counts by state what was worked on at that day, each record once, in the state that it has at the end of the day. A
 * record that was merely looked at again counts for nothing.
 */
function countForDay(
  day: string,
  rows: readonly RecordWrite[],
  before: (row: RecordWrite) => RecordWrite | undefined = () => undefined,
): Partial<Record<RecordState, number>> {
  const counts: Partial<Record<RecordState, number>> = {};
  const add = (state: RecordState, count: number): void => {
    counts[state] = (counts[state] ?? 0) + count;
  };
  for (const row of rows) {
    const known = before(row);
    if (known !== undefined && isSame(known, row)) continue;
    add(row.state, 1);
    const workedOnAt = known?.fetchedAt ?? null;
    if (known !== undefined && workedOnAt !== null && dayOf(workedOnAt) === day) add(known.state, -1);
  }
  return counts;
}

function isSame(known: RecordWrite, row: RecordWrite): boolean {
  return (
    known.state === row.state &&
    known.reason === row.reason &&
    known.sourceAt.getTime() === row.sourceAt.getTime() &&
    known.sentAt?.getTime() === row.sentAt?.getTime()
  );
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/**
 * Writes a stream's checkpoint under the fencing token.
 * @throws LeaseLostError when somebody else works the store by now, or the stream was started anew
 */
export async function checkpoint(
  work: StoreWork,
  name: StreamName,
  changes: Checkpoint,
  add: Partial<StreamCounts> = {},
): Promise<void> {
  work.lease.check();
  work.deps.crashPoint('before-cursor');
  const written = await work.deps.db.streams.checkpoint(
    work.hash,
    name,
    changes,
    add,
    work.lease.token,
    work.now(),
  );
  if (!written) throw lost(work);
}

function lost(work: Pick<StoreWork, 'hash'>): LeaseLostError {
  return new LeaseLostError(`A write for ${work.hash} was refused: its lease has a newer token.`);
}
