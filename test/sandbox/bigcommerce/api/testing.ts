import type { AddressInfo } from 'node:net';
import express from 'express';
import type { GrantedToken, SandboxClock } from '../contract.ts';
import { createStore, type GeneratedStore, type StoreOptions } from '../data/store.ts';
import { createRestApi, type RestApi } from './index.ts';

/** A clock that moves only when told. */
export interface HandClock extends SandboxClock {
  advance(ms: number): void;
}

export function createHandClock(start = Date.UTC(2026, 0, 15, 12)): HandClock {
  let now = start;
  return {
    now: () => now,
    after() {
      throw new Error('the API sets no timers on the sandbox clock');
    },
    advance(ms) {
      now += ms;
    },
  };
}

export interface TestAnswer {
  status: number;
  headers: Headers;
  text: string;
  // Tests look into answers of every shape.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface TestApi {
  api: RestApi;
  store: GeneratedStore;
  clock: HandClock;
  /** Such as `http://127.0.0.1:4000`. */
  url: string;
  /** A request to the store with all scopes, unless `headers` say otherwise. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  /** A token for some scopes. */
  grant(scopes: readonly string[], storeHash?: string): string;
  close(): Promise<void>;
}

export const allScopes = [
  'store_v2_information',
  'store_v2_customers',
  'store_v2_orders',
  'store_v2_transactions',
  'store_v2_products',
  'store_inventory',
  'store_locations',
  'store_channel_settings',
  'store_channel_listings',
  'store_v2_content',
  'store_sites',
];

/** The API of store `abc`, beside it store `other`, on a free port of the loopback; the quota is out of the way. */
export async function startTestApi(options: Partial<StoreOptions> = {}): Promise<TestApi> {
  const clock = createHandClock();
  const store = createStore({ hash: 'abc', seed: 7, clock, ...options });
  const other = createStore({ hash: 'other', seed: 8, clock, size: { customers: 20, orders: 20 } });
  const stores = new Map([store, other].map((one) => [one.hash, one]));
  const tokens = new Map<string, GrantedToken>();
  const api = createRestApi({
    seed: 7,
    clock,
    stores: (hash) => stores.get(hash),
    tokens: { find: (token) => tokens.get(token) },
  });
  api.setSwitches({ quota: 1_000_000 });
  const grant: TestApi['grant'] = (scopes, storeHash = 'abc') => {
    const token = `token-${tokens.size}`;
    tokens.set(token, { clientId: `client-${tokens.size % 2}`, storeHash, scopes });
    return token;
  };
  const token = grant(allScopes);
  const app = express();
  app.use('/stores/:hash', api.router);
  app.all('/stores/:hash/v3/hooks', api.requireScope(), (request, response) => {
    response.json({ locals: response.locals['bigcommerce'] as unknown, body: request.body as unknown }); // any in Express
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // a TCP listener has one
  const url = `http://127.0.0.1:${port}`;
  return {
    api,
    store,
    clock,
    url,
    grant,
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${url}/stores/abc${path}`, {
        method,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          'x-auth-token': token,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: parse(text) };
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // HTML and broken JSON are looked at as they are
  }
}
