import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { CallReport } from '../upstream/calls.ts';
import { createCircuits } from '../upstream/circuit.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { createHttpClient, type HttpOptions } from '../upstream/http-client.ts';
import { createPaceLimiter, type PaceLimiter } from '../upstream/pace-limiter.ts';
import { createAccountApi } from './account-api.ts';
import { enrolmentToPayload, inventoryToPayload, personaToPayload, saleToPayload } from './payloads.ts';
import { personaPageSchema } from './personas.ts';
import { storesSchema } from './stores.ts';
import type { AiqClient } from './types.ts';
import { inventoryRoute, newestFirst, tellsOfRefusedRecords, textOptInRoute } from './uncertain.ts';

export interface AiqClientsDeps {
  /** `https://lab.alpineiq.com`. */
  baseUrl: string;
  /** Per account, to start with and never more; AIQ documents no limit. */
  callsPerSecond: number;
  http?: HttpOptions;
  clock: Clock;
  /** Monotonic milliseconds. */
  monotonic?: () => number;
  random?: () => number;
  /** Called once for each attempt. */
  onCall?: (report: CallReport) => void;
}

export interface AccountAccess {
  uid: string;
  key: string;
  /** Store hash, for metrics. */
  store: string;
  signal?: AbortSignal | undefined;
}

export interface AiqClients {
  /** A client that serves this account with this key and no other. Cheap: connections and limits are shared. */
  forAccount(access: AccountAccess): AiqClient;
  close(): void;
}

export const inventoryLimit = 100;

/** Answers of writes are not documented beyond the envelope. */
const anything = z.unknown();
const bulkTimeoutMs = 60_000;

/** AIQ for all merchants; pace and circuit breakers are kept per account, below the clients. */
export function createAiqClients(deps: AiqClientsDeps): AiqClients {
  const now = deps.monotonic ?? (() => performance.now());
  const http = createHttpClient({ service: 'aiq', baseUrl: deps.baseUrl, ...deps.http });
  const circuits = createCircuits({ now });
  const limiters = new LRUCache<string, PaceLimiter>({ max: 20_000 });

  function limiterOf(accountKey: string): PaceLimiter {
    const known = limiters.get(accountKey);
    if (known) return known;
    const limiter = createPaceLimiter({ maxPerSecond: deps.callsPerSecond, maxInFlight: 4, now });
    limiters.set(accountKey, limiter);
    return limiter;
  }

  return {
    forAccount({ uid, key, store, signal }) {
      // The key decides the account, so stores that share one share its pace, and a wrong key harms nobody else's.
      const accountKey = createHash('sha256').update(`${uid}\n${key}`).digest('base64url');
      const limiter = limiterOf(accountKey);
      const api = createAccountApi(
        { http, circuits, clock: deps.clock, now, random: deps.random ?? Math.random, onCall: deps.onCall },
        { uid, key, store, accountKey, limiter, signal },
      );
      return createAccountCalls(api);
    },
    close: () => http.close(),
  };
}

function createAccountCalls(api: ReturnType<typeof createAccountApi>): AiqClient {
  /** Upserts by primary key: sending twice has the effect of sending once. */
  async function upsert(route: string, toBody: () => object): Promise<void> {
    await api.send({ method: 'POST', route, body: buildBody(route, toBody), idempotent: true }, anything);
  }

  async function upsertMany(route: string, toBodies: () => object[]): Promise<void> {
    const body = buildBody(route, toBodies);
    if (body.length === 0) return;
    const data = await api.send(
      { method: 'POST', route, body, idempotent: true, timeoutMs: bulkTimeoutMs },
      anything,
    );
    if (tellsOfRefusedRecords(data, body.length))
      throw unfit('POST', route, 'AIQ refused some of the records');
  }

  return {
    listStores: () =>
      api.send({ method: 'GET', route: '/api/v1.1/stores/{uid}', idempotent: true }, storesSchema),

    upsertSale: (sale) => upsert('/api/v1.1/createUpdateSale/{uid}', () => saleToPayload(sale)),
    upsertSales: (sales) => upsertMany('/api/v1.1/createUpdateSales/{uid}', () => sales.map(saleToPayload)),
    upsertPersona: (persona) => upsert('/api/v1.1/createUpdateMember/{uid}', () => personaToPayload(persona)),
    upsertPersonas: (personas) =>
      upsertMany('/api/v1.1/createUpdateMembers/{uid}', () => personas.map(personaToPayload)),

    async enrol(persona) {
      const { contactID } = await api.send(
        { method: 'POST', route: '/api/v2/loyalty', body: enrolmentToPayload(persona), idempotent: true },
        z.object({ contactID: z.string().min(1) }),
      );
      return { contactId: contactID };
    },

    async requestDoubleOptIn(mobilePhone) {
      if (!/^\d{10}$/.test(mobilePhone))
        throw unfit('PUT', textOptInRoute, 'a phone number of ten digits is needed');
      // Never sent again by itself: each call may text the shopper.
      await api.send(
        {
          method: 'PUT',
          route: textOptInRoute,
          params: { phone: mobilePhone },
          query: { doubleOpt: true },
          idempotent: false,
        },
        anything,
      );
    },

    async upsertInventory(items) {
      if (items.length > inventoryLimit) throw new RangeError(`at most ${inventoryLimit} items a call`);
      await upsertMany(inventoryRoute, () => items.map(inventoryToPayload));
    },

    listPersonas: ({ start, limit }) =>
      api.send(
        {
          method: 'GET',
          route: '/api/v1.1/piis/{uid}',
          query: { start, limit, ...newestFirst },
          idempotent: true,
          timeoutMs: bulkTimeoutMs,
        },
        personaPageSchema,
      ),
  };
}

/** A record that cannot be written down is refused like one that AIQ refuses, so that it alone is set aside. */
function buildBody<T extends object>(route: string, toBody: () => T): T {
  try {
    return toBody();
  } catch (error) {
    if (error instanceof RangeError) throw unfit('POST', route, error.message);
    throw error;
  }
}

function unfit(method: string, route: string, why: string): UpstreamError {
  return new UpstreamError({
    service: 'aiq',
    failure: 'rejected',
    message: `${method} ${route}: ${why}`,
    detail: why,
    method,
    path: route,
  });
}
