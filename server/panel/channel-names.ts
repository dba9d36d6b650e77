import { LRUCache } from 'lru-cache';
import type { StoreRow } from '../db/types/stores.ts';
import { SecretUnreadableError } from '../errors.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { PanelDeps } from './deps.ts';

export interface ChannelNames {
  /** BigCommerce's name of a channel; null when it has none or cannot be asked just now. */
  nameOf(store: StoreRow, channelId: number): Promise<string | null>;
}

type Names = ReadonlyMap<number, string>;

/** Channels are seldom renamed, and records are looked at one after the other. */
const keptMs = 10 * 60_000;
const askedAgainMs = 60_000;
/** Somebody is waiting for the page, which can do without a name. */
const patienceMs = 3_000;

export function createChannelNames(deps: Pick<PanelDeps, 'bigcommerceFor' | 'log'>): ChannelNames {
  const kept = new LRUCache<string, Promise<Names | null>>({ max: 5_000, ttl: keptMs });

  async function ask(store: StoreRow): Promise<Names | null> {
    try {
      const bigcommerce = deps.bigcommerceFor(store, 'panel', AbortSignal.timeout(patienceMs));
      const channels = await bigcommerce.listChannels();
      return new Map(channels.map(({ id, name }) => [id, name]));
    } catch (error) {
      if (!(error instanceof UpstreamError) && !(error instanceof SecretUnreadableError)) throw error;
      deps.log.warn({ store: store.hash, err: error }, 'the channels of a store could not be read');
      return null;
    }
  }

  return {
    async nameOf(store, channelId) {
      const key = `${store.hash} ${store.generation}`;
      const known = kept.get(key);
      if (known !== undefined) return (await known)?.get(channelId) ?? null;
      // A paused store is not read, and one that refused us is not asked again and again.
      if (store.freeze !== null || store.bigcommerceState !== 'ok') return null;
      const asked = ask(store);
      kept.set(key, asked);
      try {
        const names = await asked;
        if (names === null) kept.set(key, asked, { ttl: askedAgainMs });
        return names?.get(channelId) ?? null;
      } catch (error) {
        kept.delete(key);
        throw error;
      }
    },
  };
}
