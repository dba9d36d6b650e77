import type { BcOrder } from '../../bigcommerce/types.ts';
import { hintsAtRefund, processOrders, refundStatuses, withRefunds } from '../orders.ts';
import { sliceSize, type PageCounts } from '../run-page.ts';
import { readNumber, readNumbers, type Stream } from '../stream.ts';
import { largestHistoryPage } from '../store-memory.ts';
import { checkpoint, type StoreWork } from '../work.ts';
import { readOrderPage, type OrderPage } from './read-order-page.ts';

/**
 * Between two checkpoints are at least so many orders: two whole slices, of which one is sent while the other is read or
 * written. A page fills them; with more, a crash would lose more than the page under way and the one read ahead.
 */
const leastInStep = 2 * sliceSize;
/** However many of the orders read have refunds. */
const mostInStep = 2 * largestHistoryPage;
/**
 * Orders put aside until their refunds are asked for, all in one call; and for how many pages at most. Some have several
 * refunds, of which a call gives 250: with that many orders it would nearly always take two.
 */
const mostAside = 200;
const mostPagesAside = 20;

/**
 * History, newest order first, by key-set on the id. BigCommerce itself leaves out what was created before the start of
 * history (`min_date_created`), so that orders imported with old dates neither end the work early nor cost a call.
 *
 * Orders that hint at a refund, or have one on record, are put aside and worked on together with their refunds, which
 * one call brings for 200 of them; the others need no call but their page. The next page is read while this one is sent.
 */
export function createBackfillOrders(work: StoreWork): Stream {
  let buffer: BcOrder[] = [];
  let nextPage: Promise<OrderPage> | null = null;
  let lastRead: number | null = null;
  let ended = false;
  let started = false;
  /** Null is an order that a process before this one has put aside: it is read again, once its turn has come. */
  const aside = new Map<number, BcOrder | null>();
  let pagesAside = 0;

  /** Pages that BigCommerce does not bear are made smaller, and then larger again little by little. */
  async function readHistory(maxId: number | null): Promise<OrderPage> {
    const { historyStart } = work.store.setup;
    const limit = work.memory.historyPage;
    const page = await readOrderPage(work, 'backfill-orders', 'backfill', {
      ...(maxId === null ? {} : { maxId }),
      ...(historyStart === null ? {} : { minCreated: historyStart }),
      sort: 'id:desc',
      limit,
    });
    work.memory.historyPage = page.tooLarge
      ? Math.ceil(limit / 4)
      : Math.min(largestHistoryPage, Math.ceil(limit * 1.1));
    return page;
  }

  function readAhead(): void {
    if (nextPage !== null || ended) return;
    nextPage = readHistory(lastRead === null ? null : lastRead - 1);
    // Whoever takes the page gets its error.
    nextPage.catch(() => undefined);
  }

  async function fill(): Promise<void> {
    const isFull = (): boolean =>
      buffer.length >= mostInStep || buffer.filter((order) => !hintsAtRefund(order)).length >= leastInStep;
    while (!ended && !isFull()) {
      readAhead();
      const page = await nextPage;
      nextPage = null;
      if (page === null) continue;
      ended = page.isLast;
      lastRead = page.orders.at(-1)?.id ?? lastRead;
      if (aside.size > 0) pagesAside += 1;
      buffer.push(...page.orders);
    }
    readAhead();
  }

  /**
   * Orders put aside before a crash. One call for each status that speaks of refunds brings most of them, wherever they
   * are; the others come by the page. What is in none of these is gone.
   */
  async function readAgain(ids: readonly number[]): Promise<BcOrder[]> {
    const wanted = new Set(ids);
    const found: BcOrder[] = [];
    async function readPage(filter: { statusId?: number } = {}): Promise<OrderPage> {
      const [minId, maxId] = [Math.min(...wanted), Math.max(...wanted)];
      const page = await readOrderPage(work, 'backfill-orders', 'backfill', {
        ...filter,
        minId,
        maxId,
        sort: 'id:desc',
        limit: largestHistoryPage,
      });
      for (const order of page.orders) if (wanted.delete(order.id)) found.push(order);
      return page;
    }
    const span = Math.max(...wanted) - Math.min(...wanted);
    if (span > refundStatuses.length * largestHistoryPage) {
      for (const statusId of refundStatuses) if (wanted.size > 0) await readPage({ statusId });
    }
    while (wanted.size > 0) {
      const { orders, isLast } = await readPage();
      const lowest = isLast ? 0 : (orders.at(-1)?.id ?? Infinity);
      for (const id of wanted) if (id >= lowest) wanted.delete(id);
    }
    return found;
  }

  async function workAside(): Promise<PageCounts> {
    const ids = [...aside.keys()].slice(0, mostAside);
    const kept = ids.flatMap((id) => aside.get(id) ?? []);
    const lost = ids.filter((id) => aside.get(id) === null);
    const again = await readAgain(lost);
    work.deps.crashPoint('before-refunds');
    const counts = await processOrders(work, [...kept, ...again], {
      lane: 'backfill',
      refundsOf: new Set(ids),
    });
    for (const id of ids) aside.delete(id);
    pagesAside = 0;
    return counts;
  }

  return {
    name: 'backfill-orders',
    async step(row) {
      if (!started) {
        lastRead = readNumber(row.cursor, 'before');
        for (const id of readNumbers(row.cursor, 'aside')) aside.set(id, null);
        started = true;
      }
      let total = row.total;
      if (total === null) {
        const { historyStart } = work.store.setup;
        const filter = historyStart === null ? {} : { minCreated: historyStart };
        total = await work.bigcommerce('backfill').countOrders(filter);
      }
      let before = readNumber(row.cursor, 'before');
      let counts: Partial<PageCounts>;
      await fill();
      const full = aside.size >= mostAside || pagesAside >= mostPagesAside;
      if (full || (ended && buffer.length === 0 && aside.size > 0)) {
        counts = await workAside();
      } else {
        const refunded = await withRefunds(work, buffer);
        const { taken, hinted, plain } = takeSlices(buffer, refunded, ended);
        counts = await processOrders(work, plain, { lane: 'backfill', refundsOf: new Set() });
        for (const order of hinted) aside.set(order.id, order);
        buffer = buffer.slice(taken.length);
        before = taken.at(-1)?.id ?? before;
      }
      const done = ended && buffer.length === 0 && aside.size === 0;
      const now = work.now();
      await checkpoint(
        work,
        'backfill-orders',
        {
          status: done ? 'done' : 'running',
          cursor: { before, aside: [...aside.keys()] },
          total,
          startedAt: row.startedAt ?? now,
          finishedAt: done ? now : null,
          nextRunAt: done ? null : now,
          error: null,
        },
        counts,
      );
    },
  };
}

/**
 * As many whole slices of orders without refunds as there are, with the others between them; everything at the end, or
 * when nearly all have refunds.
 */
function takeSlices(
  orders: readonly BcOrder[],
  refunded: ReadonlySet<number>,
  isEnd: boolean,
): { taken: BcOrder[]; hinted: BcOrder[]; plain: BcOrder[] } {
  const without = orders.filter(({ id }) => !refunded.has(id));
  const inSlices = without.length - (without.length % sliceSize);
  const rest = isEnd || inSlices === 0 ? undefined : without[inSlices];
  const taken = orders.slice(0, rest === undefined ? orders.length : orders.indexOf(rest));
  return {
    taken,
    hinted: taken.filter(({ id }) => refunded.has(id)),
    plain: taken.filter(({ id }) => !refunded.has(id)),
  };
}
