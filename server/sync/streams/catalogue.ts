import { processDeletedProducts, processProducts, settleWaitingProducts } from '../products.ts';
import { readNumber, type Stream } from '../stream.ts';
import { checkpoint, type StoreWork } from '../work.ts';

const pageSize = 250;
const dayMs = 24 * 3600_000;

/**
 * All products, once a day, by ascending id; webhooks keep them current in between. BigCommerce has no list of deleted
 * products: those that AIQ has and the pass did not see are withdrawn at its end.
 */
export function createCatalogue(work: StoreWork): Stream {
  async function withdrawUnseen(passStartedAt: Date): Promise<void> {
    let batch: string[] = [];
    async function confirm(): Promise<void> {
      if (batch.length === 0) return;
      const ids = batch.map(Number);
      batch = [];
      // Asked once more: a product that was created during the pass is no deleted one.
      const { products } = await work.bigcommerce('sweep').listProducts({ ids, limit: pageSize, page: 1 });
      const there = new Set(products.map(({ id }) => id));
      const gone = ids.filter((id) => !there.has(id)).map(String);
      if (gone.length > 0) await processDeletedProducts(work, gone);
    }
    for await (const record of work.deps.db.records.stream(work.hash, { kind: 'product' })) {
      if (record.hash === null || record.reason === 'withdrawn') continue;
      if ((record.fetchedAt ?? passStartedAt) >= passStartedAt) continue;
      batch.push(record.id);
      if (batch.length >= pageSize) await confirm();
    }
    await confirm();
  }

  return {
    name: 'catalogue',
    async step(row) {
      if (!work.settings.options.dynamicContent) {
        await settleWaitingProducts(work);
        await checkpoint(work, 'catalogue', { status: 'done', nextRunAt: null, error: null });
        return;
      }
      const minId = readNumber(row.cursor, 'minId');
      const now = work.now();
      const passStartedAt = new Date(readNumber(row.cursor, 'passStartedAt') ?? now.getTime());
      const { products, hasMore } = await work
        .bigcommerce('backfill')
        .listProducts({ ...(minId === null ? {} : { minId }), limit: pageSize, page: 1 });
      const counts = await processProducts(work, products, { touch: true });
      const last = products.at(-1);
      const done = !hasMore || last === undefined;
      if (done) await withdrawUnseen(passStartedAt);
      await checkpoint(
        work,
        'catalogue',
        {
          status: done ? 'waiting' : 'running',
          cursor: done ? null : { minId: last.id + 1, passStartedAt: passStartedAt.getTime() },
          startedAt: row.startedAt ?? now,
          finishedAt: done ? work.now() : null,
          nextRunAt: done ? new Date(work.now().getTime() + dayMs) : work.now(),
          error: null,
        },
        counts,
      );
    },
  };
}
