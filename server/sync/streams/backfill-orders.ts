import type { BcOrder } from '../../bigcommerce/types.ts';
import { processOrders, withRefunds } from '../orders.ts';
import { sliceSize, type PageCounts } from '../run-page.ts';
import { readNumber, readNumbers, type Stream } from '../stream.ts';
import { checkpoint, type StoreWork } from '../work.ts';

const pageSize = 250;
/** Between two checkpoints: whole slices, of which each is sent while its neighbours are read and written. */
const stepSize = 3 * sliceSize;
/** Orders looked through to fill these slices, as those with refunds are put aside. */
const windowSize = 1.5 * stepSize;
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
  let nextPage: Promise<BcOrder[]> | null = null;
  let lastRead: number | null = null;
  let ended = false;
  let started = false;
  const aside = new Map<number, BcOrder>();
  let pagesAside = 0;

  async function readPage(maxId: number | null): Promise<BcOrder[]> {
    const { historyStart } = work.store.setup;
    return work.bigcommerce('backfill').listOrders({
      ...(maxId === null ? {} : { maxId }),
      ...(historyStart === null ? {} : { minCreated: historyStart }),
      sort: 'id:desc',
      limit: pageSize,
    });
  }

  function readAhead(): void {
    if (nextPage !== null || ended) return;
    nextPage = readPage(lastRead === null ? null : lastRead - 1);
    // Whoever takes the page gets its error.
    nextPage.catch(() => undefined);
  }

  async function fill(): Promise<void> {
    while (buffer.length < windowSize && !ended) {
      readAhead();
      const page = (await nextPage) ?? [];
      nextPage = null;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) ended = true;
      if (last !== undefined) lastRead = last.id;
      if (aside.size > 0) pagesAside += 1;
      buffer.push(...page);
    }
    if (buffer.length < 2 * stepSize) readAhead();
  }

  /** After a crash: the orders that were put aside, from the fewest calls. */
  async function restoreAside(ids: readonly number[]): Promise<void> {
    const wanted = new Set(ids);
    const bigcommerce = work.bigcommerce('backfill');
    while (wanted.size > mostPagesAside) {
      const page = await bigcommerce.listOrders({
        maxId: Math.max(...wanted),
        sort: 'id:desc',
        limit: pageSize,
      });
      for (const order of page) if (wanted.delete(order.id)) aside.set(order.id, order);
      // What the page should have shown is gone.
      const last = page.at(-1)?.id ?? 0;
      for (const id of wanted) if (id >= last) wanted.delete(id);
    }
    for (const id of wanted) {
      const order = await bigcommerce.getOrder(id);
      if (order !== null) aside.set(id, order);
    }
  }

  async function workAside(): Promise<PageCounts> {
    const orders = [...aside.values()].slice(0, mostAside);
    const counts = await processOrders(work, orders, {
      lane: 'backfill',
      refundsOf: new Set(orders.map(({ id }) => id)),
    });
    for (const { id } of orders) aside.delete(id);
    pagesAside = 0;
    return counts;
  }

  return {
    name: 'backfill-orders',
    async step(row) {
      if (!started) {
        lastRead = readNumber(row.cursor, 'before');
        await restoreAside(readNumbers(row.cursor, 'aside'));
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
        const window = buffer.slice(0, windowSize);
        const refunded = await withRefunds(work, window);
        const last = window.filter(({ id }) => !refunded.has(id))[stepSize - 1];
        const taken = last === undefined ? window : window.slice(0, window.indexOf(last) + 1);
        const hinted = taken.filter(({ id }) => refunded.has(id));
        const plain = taken.filter(({ id }) => !refunded.has(id));
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
