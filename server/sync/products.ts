import type { BcProduct } from '../bigcommerce/types.ts';
import type { RecordKey } from '../db/types/records.ts';
import { deletedProductToItem, productToItem } from './mapping/product-to-item.ts';
import { runPage, type PageCounts, type PageOptions } from './run-page.ts';
import { latestVersion, type PageItem } from './task.ts';
import type { StoreWork } from './work.ts';

/** Brings products to AIQ's inventory; hidden ones are withdrawn. */
export async function processProducts(
  work: StoreWork,
  products: readonly BcProduct[],
  options: PageOptions = {},
): Promise<PageCounts> {
  const bigcommerce = work.bigcommerce('sweep');
  const { catalogue } = work.memory;
  await catalogue.prepareBrands(bigcommerce, work.now());
  await catalogue.prepareCategories(bigcommerce, work.now());
  // What cannot be read says nothing about its categories.
  catalogue.learn(products.filter(({ unreadable }) => unreadable === null));
  work.deps.crashPoint('after-read');
  const items = products.map((product): PageItem => {
    const key = { kind: 'product' as const, id: String(product.id) };
    return {
      keys: [key],
      toTasks: (before) => [
        {
          ...key,
          createdAt: product.modifiedAt,
          sourceAt:
            product.unreadable === null
              ? product.modifiedAt
              : latestVersion(product.modifiedAt, before.get(key)),
          parentId: null,
          channelId: null,
          customerId: null,
          receivedAt: null,
          target: 'item',
          mapped: productToItem(product, work.context, (before.get(key)?.hash ?? null) !== null),
        },
      ],
    };
  });
  return runPage(work, items, options);
}

/** Products that BigCommerce does not have any more: withdrawn where AIQ has them. */
export async function processDeletedProducts(work: StoreWork, ids: readonly string[]): Promise<PageCounts> {
  const now = work.now();
  const items = ids.map((id): PageItem => {
    const key = { kind: 'product' as const, id };
    return {
      keys: [key],
      toTasks(before) {
        const row = before.get(key);
        return [
          {
            ...key,
            createdAt: row?.createdAt ?? now,
            sourceAt: now,
            parentId: null,
            channelId: null,
            customerId: null,
            receivedAt: null,
            target: 'item',
            mapped: deletedProductToItem(Number(id), work.context, (row?.hash ?? null) !== null),
          },
        ];
      },
    };
  });
  return runPage(work, items);
}

const settledAtOnce = 250;

/** Products that wait for another try, once dynamic content is off and none will come; what AIQ shows stays. */
export async function settleWaitingProducts(work: StoreWork): Promise<void> {
  const { records } = work.deps.db;
  let keys: RecordKey[];
  do {
    keys = await records.listKeys(work.hash, { kind: 'product', state: 'waiting' }, settledAtOnce);
    await runPage(work, keys.map(keptProductToItem));
  } while (keys.length === settledAtOnce);
}

function keptProductToItem(key: RecordKey): PageItem {
  return {
    keys: [key],
    toTasks(before) {
      const row = before.get(key);
      if (row === undefined) return [];
      const mapped = { decision: 'keep', reason: 'dynamic-content-off' } as const;
      return [{ ...row, target: 'item', mapped }];
    },
  };
}
