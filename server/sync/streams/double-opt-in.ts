import type { BcOrder } from '../../bigcommerce/types.ts';
import type { RecordRow, RecordWrite } from '../../db/types/records.ts';
import type { StreamCounts } from '../../db/types/streams.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import { startOfDay } from '../operations/history-start.ts';
import { listNewShoppers } from '../shoppers.ts';
import type { Stream } from '../stream.ts';
import { checkpoint, writeRecords, type StoreWork } from '../work.ts';
import { askForOptIn, waitOrPark } from './ask-for-opt-in.ts';
import { sweepOrderPage } from './sweep-orders.ts';

const everyMs = 15 * 60_000;
/** So many who wait are tried again in one step. */
const mostAgain = 50;
const settlePage = 500;

/**
 * Asks each shopper with a usable phone and a qualifying order on or after the date once, for ever; whoever AIQ does not
 * know yet is tried again. Switched off, it settles those who wait, and ends.
 */
export function createDoubleOptIn(work: StoreWork): Stream {
  const { db } = work.deps;

  async function askPage(
    orders: BcOrder[],
    since: Date,
    startedAt: Date,
    counts: StreamCounts,
  ): Promise<void> {
    for (const shopper of await listNewShoppers(work, orders, since, 'opt-in', startedAt)) {
      await work.letLiveThrough();
      work.lease.check();
      await note(await askForOptIn(work, shopper), shopper.known, counts);
    }
  }

  async function note(row: RecordWrite, known: RecordRow | null, counts: StreamCounts): Promise<void> {
    counts[row.state] += 1;
    await writeRecords(work, [row], () => known ?? undefined);
  }

  /**
   * Those who wait and are due, by their order as it is now: the sweep has passed it.
   * @returns whether more may be due
   */
  async function askAgain(since: Date, startedAt: Date, counts: StreamCounts): Promise<boolean> {
    const due = await db.records.listOptInsDue(work.hash, work.now(), mostAgain);
    for (const row of due) {
      await work.letLiveThrough();
      const order = await readOrder(row);
      if (order === 'unreadable') {
        await note(waitOrPark({ ...row, ...unreadable }, row, work.now()), row, counts);
        continue;
      }
      const shoppers = order === null ? [] : await listNewShoppers(work, [order], since, 'opt-in', startedAt);
      const shopper = shoppers.find(({ person }) => person.id === row.id);
      work.lease.check();
      await note(
        shopper === undefined ? noLongerQualifies(row) : await askForOptIn(work, shopper),
        row,
        counts,
      );
    }
    return due.length === mostAgain;
  }

  async function readOrder({ parentId }: RecordRow): Promise<BcOrder | 'unreadable' | null> {
    if (parentId === null) return null;
    try {
      const order = await work.bigcommerce('sweep').getOrder(Number(parentId));
      return order !== null && order.unreadable !== null ? 'unreadable' : order;
    } catch (error) {
      if (error instanceof UpstreamError && error.failure === 'garbage') return 'unreadable';
      throw error;
    }
  }

  /** The option was switched off: nobody waits any more. */
  async function settleAll(): Promise<void> {
    for (;;) {
      const waiting = { kind: 'opt-in', state: 'waiting' } as const;
      const { rows } = await db.records.search(work.hash, waiting, { limit: settlePage, cursor: null });
      if (rows.length === 0) return;
      const known = new Map(rows.map((row) => [row.id, row]));
      await writeRecords(work, rows.map(noLongerQualifies), ({ id }) => known.get(id));
    }
  }

  return {
    name: 'double-opt-in',
    async step(row) {
      // Read anew: it may have been switched off a moment ago, and that is why this step runs.
      const { doubleOptInSince } = (await db.settings.get(work.hash)).options;
      if (doubleOptInSince === null) {
        await settleAll();
        await checkpoint(work, 'double-opt-in', { status: 'done', nextRunAt: null, error: null });
        return;
      }
      const since = startOfDay(doubleOptInSince, work.store.profile?.timezone ?? 'UTC');
      // Started anew when somebody asks for those that AIQ did not know, too.
      const startedAt = row.startedAt ?? work.now();
      const counts: StreamCounts = { read: 0, sent: 0, waiting: 0, parked: 0, skipped: 0 };
      const moreAreDue = await askAgain(since, startedAt, counts);
      await sweepOrderPage(work, row, {
        begin: since,
        everyMs: moreAreDue ? 0 : everyMs,
        async process(orders) {
          await askPage(orders, since, startedAt, counts);
          return { ...counts, read: orders.length };
        },
      });
    },
  };
}

const unreadable = { state: 'parked', reason: 'unreadable', detail: null } as const;

function noLongerQualifies(row: RecordRow): RecordWrite {
  return {
    ...row,
    state: 'skipped',
    reason: 'no-longer-qualifies',
    detail: null,
    attempts: 0,
    nextAttemptAt: null,
  };
}
