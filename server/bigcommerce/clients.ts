import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { CallReport } from '../upstream/calls.ts';
import { createCircuits } from '../upstream/circuit.ts';
import { createHttpClient, type HttpOptions } from '../upstream/http-client.ts';
import { createQuotaLimiter, type QuotaLimiter } from '../upstream/quota-limiter.ts';
import { createCatalogCalls } from './catalog.ts';
import { createCustomerCalls } from './customers.ts';
import { createExtensionCalls } from './app-extensions.ts';
import { createHookCalls } from './hooks.ts';
import { laneToQuotaClass } from './lanes.ts';
import { createOrderCalls } from './orders.ts';
import { createStoreApi } from './store-api.ts';
import type { BigcommerceClient, Lane } from './types.ts';

export interface BigcommerceClientsDeps {
  /** `https://api.bigcommerce.com`. */
  apiUrl: string;
  http?: HttpOptions;
  clock: Clock;
  /** Monotonic milliseconds, so that a clock set back stops nothing. */
  monotonic?: () => number;
  random?: () => number;
  /** Called once for each attempt. */
  onCall?: (report: CallReport) => void;
}

export interface StoreAccess {
  hash: string;
  token: string;
  /** Number of the installation; a new one starts with fresh limits. */
  generation: number;
  lane: Lane;
  /** Percent of the quota that the backfill lane may use. */
  budgetPercent: number;
  signal?: AbortSignal | undefined;
}

export interface BigcommerceClients {
  /** A client that serves this store with this token and no other. Cheap: connections and limits are shared. */
  forStore(access: StoreAccess): BigcommerceClient;
  /** The circuit breakers' view of a store, for the panel. */
  state(hash: string): { key: 'open' | 'closed'; everything: 'open' | 'closed' };
  close(): void;
}

const megabyte = 1024 * 1024;

/** BigCommerce for all stores; quota and circuit breakers are kept per store, below the clients. */
export function createBigcommerceClients(deps: BigcommerceClientsDeps): BigcommerceClients {
  const now = deps.monotonic ?? (() => performance.now());
  const http = createHttpClient({
    service: 'bigcommerce',
    baseUrl: deps.apiUrl,
    // 250 orders with hundreds of lines each.
    maxBytes: 48 * megabyte,
    ...deps.http,
  });
  const circuits = createCircuits({ now });
  const limiters = new LRUCache<string, QuotaLimiter>({ max: 20_000 });

  function limiterOf(key: string): QuotaLimiter {
    const known = limiters.get(key);
    if (known) return known;
    const limiter = createQuotaLimiter({ maxInFlight: 3, now });
    limiters.set(key, limiter);
    return limiter;
  }

  return {
    forStore({ hash, token, generation, lane, budgetPercent, signal }) {
      if (!/^[a-z0-9]{1,40}$/.test(hash)) throw new TypeError('not a store hash');
      const api = createStoreApi(
        { http, circuits, clock: deps.clock, now, random: deps.random ?? Math.random, onCall: deps.onCall },
        {
          hash,
          token,
          lane,
          quotaClass: laneToQuotaClass(lane, budgetPercent),
          limiter: limiterOf(`${hash}/${generation}`),
          signal,
        },
      );
      return {
        ...createOrderCalls(api),
        ...createCustomerCalls(api),
        ...createCatalogCalls(api),
        ...createHookCalls(api),
        ...createExtensionCalls(api),
        quota: () => api.limiter.read(),
      };
    },
    state: (hash) => circuits.state(hash),
    close: () => http.close(),
  };
}
