import { ageGateWording } from '../../shared/settings.ts';
import { routes, type RouteBody, type RouteName, type RouteResponse } from '../../shared/api.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { until } from './until.ts';

/** A merchant in front of the panel of one store: everything goes over HTTP, as from the browser. */
export interface Merchant {
  /** Accepts the scopes; the app exchanges the code. */
  install(): Promise<void>;
  /** Opens the app and swaps the code in the fragment for a session. */
  open(): Promise<void>;
  /** A route of the panel without parameters in its path. @throws Error with status and body unless it is 2xx */
  call<N extends RouteName>(name: N, body?: RouteBody<N>): Promise<RouteResponse<N>>;
  /** What a GET of the panel's API answers, whatever it is. */
  get(path: string): Promise<{ status: number; text: string }>;
  /** Links AIQ with a key that AIQ takes now. */
  linkAiq(): Promise<void>;
  /** Everything before the trial: AIQ, age gate, mapping with a fallback, history. */
  prepare(): Promise<void>;
  /** The whole set-up, to "Send the rest". */
  setUp(): Promise<void>;
}

/** @param appUrl where the app is reached now */
export function createMerchant(input: {
  sandbox: Sandbox;
  appUrl: string;
  storeHash: string;
  /** The AIQ account of the store. */
  uid: string;
}): Merchant {
  const { sandbox, appUrl, storeHash, uid } = input;
  let token = '';

  async function follow(url: string): Promise<URL> {
    const response = await fetch(url, { redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status !== 303 || location === null) {
      throw new Error(`${new URL(url).pathname} answered ${response.status}: ${await response.text()}`);
    }
    return new URL(location);
  }

  async function call<N extends RouteName>(name: N, body?: RouteBody<N>): Promise<RouteResponse<N>> {
    const { method, path, response: schema } = routes[name];
    const response = await fetch(`${appUrl}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    // The schema of this very route; TypeScript does not connect it with the name.
    return schema.parse(JSON.parse(text)) as RouteResponse<N>;
  }

  const merchant: Merchant = {
    call,
    async get(path) {
      const response = await fetch(`${appUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
      return { status: response.status, text: await response.text() };
    },
    async install() {
      await follow(sandbox.installUrl(storeHash));
    },
    async open() {
      token = '';
      const { hash } = await follow(sandbox.loadUrl({ storeHash }));
      const code = new URLSearchParams(hash.slice(1)).get('code') ?? '';
      token = (await call('openSession', { code })).token;
    },
    async linkAiq() {
      const account = sandbox.aiq.accounts().find((one) => one.uid === uid);
      await call('linkAiq', {
        connectionName: `Connection of ${storeHash}`,
        uid,
        apiKey: account?.key ?? '',
        otherConnectionOff: true,
        sharedAccountConfirmed: false,
      });
    },
    async prepare() {
      await merchant.linkAiq();
      await call('confirmAgeGate', { confirmed: true, wording: ageGateWording });
      const { version } = await call('getMapping');
      await call('saveMapping', { mapping: { channels: {}, locations: {}, fallback: 'Online' }, version });
      await call('saveHistory', { from: 'everything' });
    },
    async setUp() {
      await merchant.open();
      await merchant.prepare();
      await call('startTrial');
      await until('the trial is done', async () => (await call('getTrial')).state === 'done', 30_000);
      await call('startSync');
    },
  };
  return merchant;
}
