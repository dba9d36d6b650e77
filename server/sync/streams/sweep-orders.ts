import type { BcOrder } from '../../bigcommerce/types.ts';
import type { StreamRow } from '../../db/types.ts';
import { readInstant, readNumber, type Stream } from '../stream.ts';
import { hintsAtRefund, processOrders } from '../orders.ts';
import type { PageCounts } from '../run-page.ts';
import { checkpoint, type StoreWork } from '../work.ts';

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

/** @param row a stream that was never worked on begins at the instant it was started, less the overlap */
export function readSweepPosition(row: StreamRow, begin: Date): SweepPosition {
  const upTo = readInstant(row.cursor, 'upTo') ?? begin;
  return {
    upTo,
    from: readInstant(row.cursor, 'from') ?? new Date(upTo.getTime() - overlapMs),
    page: readNumber(row.cursor, 'page') ?? 1,
    newest: readInstant(row.cursor, 'newest') ?? upTo,
  };
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

/** One page of orders by time of modification, and what to do with them; shared by all streams that follow orders. */
export async function sweepOrderPage(
  work: StoreWork,
  row: StreamRow,
  input: {
    begin: Date;
    everyMs: number;
    process(orders: BcOrder[]): Promise<Partial<PageCounts>>;
  },
): Promise<{ done: boolean }> {
  const position = readSweepPosition(row, input.begin);
  const orders = await work.bigcommerce('sweep').listOrders({
    minModified: position.from,
    page: position.page,
    sort: 'date_modified:asc',
    limit: pageSize,
  });
  const counts = await input.process(orders);
  const hasMore = orders.length >= pageSize;
  const { cursor, done } = nextSweepCursor(
    position,
    orders.map(({ modifiedAt }) => modifiedAt),
    hasMore,
  );
  const now = work.now();
  await checkpoint(
    work,
    row.name,
    {
      status: done ? 'waiting' : 'running',
      cursor,
      startedAt: row.startedAt ?? now,
      nextRunAt: done ? new Date(now.getTime() + input.everyMs) : now,
      error: null,
    },
    counts,
  );
  return { done };
}

/** Finds what no webhook told: everything modified since the last sweep, with an overlap. */
export function createSweepOrders(work: StoreWork): Stream {
  return {
    name: 'sweep-orders',
    async step(row) {
      const { done } = await sweepOrderPage(work, row, {
        begin: row.updatedAt,
        everyMs: sweepEveryMs,
        process: (orders) => processOrders(work, orders, { lane: 'sweep', refundsOf: hintsAtRefund }),
      });
      if (!done) return;
      await work.deps.db.stores.touch(work.hash, { lastSweepAt: work.now() });
      await resolveParked(work);
    },
  };
}

async function resolveParked(work: StoreWork): Promise<void> {
  if (work.problems.keys('records-parked').length === 0) return;
  const page = { limit: 1, cursor: null };
  const { rows } = await work.deps.db.records.search(work.hash, { state: 'parked' }, page);
  if (rows.length === 0) await work.problems.resolve('records-parked');
}
