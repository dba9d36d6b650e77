import { LRUCache } from 'lru-cache';
import type { StoreRow } from '../db/types/stores.ts';
import { SecretUnreadableError } from '../errors.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { PanelDeps } from './deps.ts';

/** BigCommerce's own counts at some instant between two; orders from the start of history on. */
export interface BigcommerceCounts {
  orders: number;
  customers: number;
  askedAt: Date;
  answeredAt: Date;
}

export interface CountKeeper {
  /** Counts that are at most a minute old; null when BigCommerce cannot be asked just now. */
  get(store: StoreRow): Promise<BigcommerceCounts | null>;
  /** The next `get` asks anew. */
  forget(store: string): void;
}

/** Polling the overview costs two calls of the store's quota a minute, however many people look at it. */
const keptMs = 60_000;
/** Somebody is waiting for the page; without the count it is shown all the same. */
const patienceMs = 5_000;

export function createCountKeeper(deps: Pick<PanelDeps, 'bigcommerceFor' | 'clock' | 'log'>): CountKeeper {
  const kept = new LRUCache<string, { key: string; at: number; counts: Promise<BigcommerceCounts | null> }>({
    max: 5_000,
  });

  async function ask(store: StoreRow): Promise<BigcommerceCounts | null> {
    const askedAt = deps.clock.now();
    const { history, historyStart } = store.setup;
    const filter = history === null || historyStart === null ? {} : { minCreated: historyStart };
    try {
      const bigcommerce = deps.bigcommerceFor(store, 'panel', AbortSignal.timeout(patienceMs));
      const [orders, customers] = await Promise.all([
        bigcommerce.countOrders(filter),
        bigcommerce.countCustomers(),
      ]);
      return { orders, customers, askedAt, answeredAt: deps.clock.now() };
    } catch (error) {
      if (!(error instanceof UpstreamError) && !(error instanceof SecretUnreadableError)) throw error;
      deps.log.warn({ store: store.hash, err: error }, 'the counts of a store could not be read');
      return null;
    }
  }

  return {
    async get(store) {
      // A paused store is not read, and one that refused us is not asked again and again.
      if (store.freeze !== null || store.bigcommerceState !== 'ok') return null;
      const key = `${store.generation} ${store.setup.historyStart?.toISOString() ?? ''}`;
      const at = deps.clock.now().getTime();
      const known = kept.get(store.hash);
      if (known?.key === key && at - known.at < keptMs) return known.counts;
      const counts = ask(store);
      kept.set(store.hash, { key, at, counts });
      return counts;
    },
    forget: (store) => void kept.delete(store),
  };
}
