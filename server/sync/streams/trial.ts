import { processOrders, withRefunds } from '../orders.ts';
import type { Stream } from '../stream.ts';
import { checkpoint, type StoreWork } from '../work.ts';
import { readOrderPage } from './read-order-page.ts';

const trialSize = 10;

/** The ten newest real orders, so that the merchant sees what AIQ says before the rest is sent. */
export function createTrial(work: StoreWork): Stream {
  return {
    name: 'trial',
    async step(row) {
      const { orders: newest } = await readOrderPage(work, 'trial', 'live', {
        sort: 'date_created:desc',
        limit: trialSize * 5,
      });
      // Carts that were abandoned at the payment are orders of status 0.
      const orders = newest.filter(({ statusId }) => statusId !== 0).slice(0, trialSize);
      // The panel shows these orders whether they went out or not.
      const cursor = { ids: orders.map(({ id }) => String(id)) };
      const counts = await processOrders(
        { ...work, context: { ...work.context, historyStart: null } },
        orders,
        { lane: 'live', refundsOf: await withRefunds(work, orders), force: true },
      );
      const now = work.now();
      await checkpoint(
        work,
        'trial',
        {
          status: 'done',
          cursor,
          total: orders.length,
          startedAt: row.startedAt ?? now,
          finishedAt: now,
          nextRunAt: null,
          error: null,
        },
        counts,
      );
      await work.deps.db.stores.updateSetup(work.hash, { trialFinishedAt: now });
    },
  };
}
