import type { StreamName } from '../../../shared/sync.ts';
import type { BcOrder } from '../../bigcommerce/types.ts';
import type { StreamRow } from '../../db/types/streams.ts';
import { hearSweep, readHearing, writeHearing, type Hearing, type Tally } from '../hearing.ts';
import { readInstant, readNumber, readPart, readText, type Stream } from '../stream.ts';
import { processOrders, withRefunds } from '../orders.ts';
import type { PageCounts } from '../run-page.ts';
import { checkpoint, type StoreWork } from '../work.ts';
import { hearPage, reportHearing } from './hear-webhooks.ts';
import { readOrderPage } from './read-order-page.ts';
import { sweepRefunds } from './sweep-refunds.ts';

const pageSize = 250;
/** Changes that BigCommerce shows late are found within this time. */
export const overlapMs = 5 * 60_000;
export const sweepEveryMs = 5 * 60_000;

/** Where a sweep stands: `upTo` is done, `from` and `page` belong to the one under way. Times are BigCommerce's own. */
export interface SweepPosition {
  upTo: Date;
  from: Date;
  page: number;
  newest: Date;
}

/** @param begin where a stream that was never worked on begins, less the overlap: the instant it was started */
export function readSweepPosition(cursor: StreamRow['cursor'], begin: Date): SweepPosition {
  const upTo = readInstant(cursor, 'upTo') ?? begin;
  return {
    upTo,
    from: readInstant(cursor, 'from') ?? new Date(upTo.getTime() - overlapMs),
    page: readNumber(cursor, 'page') ?? 1,
    newest: readInstant(cursor, 'newest') ?? upTo,
  };
}

/** Written before the first page is asked for: the row's own time moves on with every step that fails. */
export async function keepBeginning(work: StoreWork, { name, cursor, updatedAt }: StreamRow): Promise<void> {
  if (cursor === null) await checkpoint(work, name, { cursor: { upTo: updatedAt.toISOString() } });
}

/**
 * The cursor after a page that was sorted by time of modification. Pages follow each other by that time, not by
 * number, because an order that changes meanwhile moves to the end and would make a numbered page skip its neighbour;
 * only within one and the same second there is no other way.
 */
export function nextSweepCursor(
  position: SweepPosition,
  modified: readonly Date[],
  hasMore: boolean,
): { cursor: Record<string, unknown>; done: boolean } {
  const last = modified.at(-1);
  const newest = last !== undefined && last > position.newest ? last : position.newest;
  if (!hasMore || last === undefined) return { cursor: { upTo: newest.toISOString() }, done: true };
  const stuck = last.getTime() <= position.from.getTime();
  return {
    cursor: {
      upTo: position.upTo.toISOString(),
      from: (stuck ? position.from : last).toISOString(),
      page: stuck ? position.page + 1 : 1,
      newest: newest.toISOString(),
    },
    done: false,
  };
}

/** One page of orders by time of modification, and what to do with them. */
async function readSweepPage(
  work: StoreWork,
  stream: StreamName,
  position: SweepPosition,
  process: (orders: BcOrder[]) => Promise<Partial<PageCounts>>,
): Promise<{ counts: Partial<PageCounts>; cursor: Record<string, unknown>; done: boolean }> {
  const { orders, isLast } = await readOrderPage(work, stream, 'sweep', {
    minModified: position.from,
    page: position.page,
    sort: 'date_modified:asc',
    limit: pageSize,
  });
  const counts = await process(orders);
  const modified = orders.map(({ modifiedAt }) => modifiedAt);
  return { counts, ...nextSweepCursor(position, modified, !isLast) };
}

/** A step of a stream that follows orders by time of modification. */
export async function sweepOrderPage(
  work: StoreWork,
  row: StreamRow,
  input: {
    begin: Date;
    everyMs: number;
    process(orders: BcOrder[]): Promise<Partial<PageCounts>>;
  },
): Promise<void> {
  const position = readSweepPosition(row.cursor, input.begin);
  const startedAt = row.startedAt ?? work.now();
  const { counts, cursor, done } = await readSweepPage(work, row.name, position, (orders) =>
    input.process(orders),
  );
  const now = work.now();
  await checkpoint(
    work,
    row.name,
    {
      status: done ? 'waiting' : 'running',
      cursor,
      startedAt,
      nextRunAt: done ? new Date(now.getTime() + input.everyMs) : now,
      error: null,
    },
    counts,
  );
}

/**
 * Finds what no webhook told: everything modified since the last sweep, with an overlap, and after that the refunds made
 * since the last sweep, because an order need not show that there was one. Once history has been read, those since its
 * start are looked through for the same reason.
 */
export function createSweepOrders(work: StoreWork): Stream {
  /** Of the sweep under way; what is forgotten in between is no loss. */
  let tally: Tally = { told: 0, untold: 0 };

  /** What a former sweep, or the page before this one, has read is not new to this one. */
  async function sweepPage(position: SweepPosition, heard: Hearing): ReturnType<typeof readSweepPage> {
    const now = work.now();
    const after = new Date(Math.max(...[position.upTo, position.from, heard.from].map(Number)));
    return readSweepPage(work, 'sweep-orders', position, async (orders) =>
      processOrders(work, orders, {
        lane: 'sweep',
        refundsOf: await withRefunds(work, orders),
        onDecision: await hearPage(work, orders, { after, now, tally }),
      }),
    );
  }

  return {
    name: 'sweep-orders',
    heedsWake: (row) => !isInRefunds(row),
    async step(row) {
      await keepBeginning(work, row);
      const position = readSweepPosition(row.cursor, row.updatedAt);
      const inRefunds = isInRefunds(row);
      const { refunds, historyRead } = await beginRefunds(work, row.cursor, position, inRefunds);
      const before = readHearing(row, work.now());
      const { counts, cursor, done } = inRefunds
        ? await sweepRefunds(work, readSweepPosition(refunds, position.upTo))
        : await sweepPage(position, before);
      const ordersEnded = !inRefunds && done;
      const heard = ordersEnded ? hearSweep(before, tally) : before;
      if (ordersEnded) tally = { told: 0, untold: 0 };
      const now = work.now();
      const ended = inRefunds && done;
      await checkpoint(
        work,
        'sweep-orders',
        {
          status: ended ? 'waiting' : 'running',
          cursor: {
            ...(inRefunds ? { upTo: position.upTo.toISOString(), refunds: cursor } : { ...cursor, refunds }),
            ...(inRefunds !== done && { part: 'refunds' }),
            historyRead,
            heard: writeHearing(heard),
          },
          startedAt: row.startedAt ?? now,
          nextRunAt: ended ? new Date(now.getTime() + sweepEveryMs) : now,
          error: null,
        },
        counts,
      );
      if (ordersEnded) await reportHearing(work, before, heard);
      if (!ended) return;
      await work.deps.db.stores.touch(work.hash, { lastSweepAt: work.now() });
      await resolveParked(work);
    },
  };
}

/** The orders of this sweep have been read, up to a moment that is over. */
function isInRefunds(row: StreamRow): boolean {
  return readText(row.cursor, 'part') === 'refunds';
}

/**
 * Where the refunds stand, and the end of which reading of history they have been looked through for: when that was read
 * anew, they are looked through from its start.
 */
async function beginRefunds(
  work: StoreWork,
  cursor: StreamRow['cursor'],
  position: SweepPosition,
  inRefunds: boolean,
): Promise<{ refunds: Record<string, unknown>; historyRead: string | null }> {
  const refunds = readPart(cursor, 'refunds') ?? { upTo: position.upTo.toISOString() };
  const before = readText(cursor, 'historyRead');
  if (!inRefunds || 'from' in refunds) return { refunds, historyRead: before };
  const history = await work.deps.db.streams.get(work.hash, 'backfill-orders');
  const historyRead = history?.status === 'done' ? (history.finishedAt?.toISOString() ?? null) : before;
  if (historyRead === before) return { refunds, historyRead };
  const from = work.store.setup.historyStart ?? new Date(0);
  return { refunds: { ...refunds, from: from.toISOString() }, historyRead };
}

async function resolveParked(work: StoreWork): Promise<void> {
  if (work.problems.keys('records-parked').length === 0) return;
  const page = { limit: 1, cursor: null };
  const { rows } = await work.deps.db.records.search(work.hash, { state: 'parked' }, page);
  if (rows.length === 0) await work.problems.resolve('records-parked');
}
