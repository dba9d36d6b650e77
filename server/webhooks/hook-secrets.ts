import { LRUCache } from 'lru-cache';
import type { StoreRow } from '../db/types/stores.ts';
import { SecretUnreadableError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** What a webhook needs to know of its store. */
export type HookAccess =
  | { state: 'installed'; secret: string; frozen: boolean }
  /** Unknown or uninstalled. */
  | { state: 'unknown' }
  /** The secret cannot be opened. */
  | { state: 'unreadable' };

export interface HookSecrets {
  find(store: string): Promise<HookAccess>;
}

/** A new installation, a freeze or an uninstallation on another instance is seen after this long. */
const keptMs = 3_000;

/**
 * The webhook secret of a store, kept for some seconds, so that a thousand webhooks a second cost no reading each. A
 * failed reading is not kept.
 */
export function createHookSecrets(deps: {
  stores: { get(hash: string): Promise<StoreRow | null> };
  sealer: { open(store: string, field: string, sealed: string): string };
  log: Logger;
}): HookSecrets {
  const known = new LRUCache<string, Promise<HookAccess>>({ max: 20_000, ttl: keptMs });

  async function read(hash: string): Promise<HookAccess> {
    const store = await deps.stores.get(hash);
    if (store?.state !== 'installed') return { state: 'unknown' };
    try {
      const secret = deps.sealer.open(hash, 'hook-secret', store.hookSecretSealed);
      return { state: 'installed', secret, frozen: store.freeze !== null };
    } catch (error) {
      if (!(error instanceof SecretUnreadableError)) throw error;
      deps.log.error({ store: hash, err: error }, 'webhooks of a store cannot be told from forged ones');
      return { state: 'unreadable' };
    }
  }

  return {
    find(hash) {
      const kept = known.get(hash);
      if (kept) return kept;
      const reading = read(hash).catch((error: unknown) => {
        known.delete(hash);
        throw error;
      });
      known.set(hash, reading);
      return reading;
    },
  };
}
