import { createAiq, demoAccount, type Aiq, type AiqSnapshot, type NewAccount } from './aiq/index.ts';
import { describeApp } from './app-registration.ts';
import {
  createBigcommerce,
  type Bigcommerce,
  type NewStore,
  type SavedBigcommerce,
} from './bigcommerce/index.ts';
import type { AppProfile, NewApp } from './bigcommerce/login/apps.ts';
import { createPanelApp } from './bigcommerce/panel/panel-app.ts';
import { createStorefrontApp } from './bigcommerce/storefront/storefront-app.ts';
import type { Certificate } from './certificate.ts';
import { createClock, type ScalableClock } from './clock.ts';
import { judge, type JudgeOptions, type Verdict } from './judge.ts';
import { listenOn, type Listener } from './listener.ts';

export type { Bigcommerce, NewStore } from './bigcommerce/index.ts';
export type { Finding, JudgeOptions, Verdict } from './judge.ts';
export type { ScalableClock } from './clock.ts';

export interface SandboxOptions {
  /** From which all data follow; 7 by default. */
  seed?: number;
  clock?: ScalableClock;
  /**
   * Whose clock the proofs in the app's hands follow (times of JWTs and webhook signatures): the computer's, as an app
   * sees it that runs on its own, or the sandbox's, for an app that was given that one.
   */
  signedTimes?: 'computer' | 'sandbox';
  /** The address to listen on. */
  host?: string;
  /** 0, the default, takes free ones. */
  ports?: { login?: number; api?: number; panel?: number; aiq?: number; storefront?: number };
  /** HTTPS on every origin with this; HTTP without it. */
  certificate?: Certificate;
  /** Stores at the start; one called `demo123` by default. */
  stores?: readonly NewStore[];
  aiqAccounts?: readonly NewAccount[];
  /** What AIQ keeps of sales; `count` for a million. */
  keepWrites?: 'all' | 'last' | 'count';
  /** Origin of the app to be registered from the start. */
  appUrl?: string;
  /** Continue from here, instead of `stores`, `aiqAccounts` and `appUrl`'s registration. */
  snapshot?: SandboxSnapshot;
}

export interface SandboxSnapshot {
  format: 'sandbox-1';
  /** Milliseconds since 1970 of the sandbox clock. */
  at: number;
  bigcommerce: SavedBigcommerce;
  aiq: AiqSnapshot;
}

export interface SandboxUrls {
  login: string;
  api: string;
  aiq: string;
  /** The control interface, `/sandbox/…`, by a host name that every resolver knows. */
  control: string;
  /** The control panel of a store; browsers resolve its host name, Node need not. */
  panel(storeHash: string): string;
  /** The shop of a store; likewise. */
  storefront(storeHash: string): string;
}

/** Everything outside of the app, on the loopback. */
export interface Sandbox {
  urls: SandboxUrls;
  clock: ScalableClock;
  bigcommerce: Bigcommerce;
  aiq: Aiq;
  /** The first store. */
  storeHash: string;
  addStore(store: NewStore): void;
  /** Enters the app, or new addresses of it, into the Developer Portal. */
  registerApp(appUrl: string, changes?: Partial<NewApp>): AppProfile;
  /** Environment variables with which the app finds this sandbox. */
  appEnvironment(): Record<string, string>;
  /** Accepts the scopes as the owner. @returns the auth callback, for a browser or a test to open */
  installUrl(storeHash?: string): string;
  /** Opens the app as a user, the owner by default. @returns the load callback */
  loadUrl(input?: { storeHash?: string; userId?: number; url?: string; channelId?: number | null }): string;
  /** Uninstalls as the owner. */
  uninstall(storeHash?: string): Promise<void>;
  /** Resolves when every webhook was tried that is due now, and no callback is under way. */
  deliveriesSettled(): Promise<void>;
  /** Looks every 20 ms until the condition holds. @throws Error with the description after `timeoutMs` */
  waitFor(what: string, condition: () => boolean, timeoutMs?: number): Promise<void>;
  judge(options?: JudgeOptions): Verdict;
  snapshot(): SandboxSnapshot;
  /** @throws Error for anything that `snapshot` did not make */
  restore(snapshot: unknown): void;
  close(): Promise<void>;
}

/** Starts login, API, control panels, storefronts and AIQ, each on an origin of its own. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { seed = 7, host = '127.0.0.1', ports = {}, signedTimes = 'computer', certificate } = options;
  const scheme = certificate ? 'https' : 'http';
  const ownsClock = options.clock === undefined;
  const clock = options.clock ?? createClock();
  const listeners: Listener[] = [];
  let panelPort = 0;
  let storefrontPort = 0;
  const panelUrl = (storeHash: string) => `${scheme}://store-${storeHash}.localhost:${panelPort}`;
  const storefrontUrl = (storeHash: string) => `${scheme}://shop-${storeHash}.localhost:${storefrontPort}`;
  const signedNow = signedTimes === 'sandbox' ? () => clock.now() : () => Date.now();
  const bigcommerce = createBigcommerce({ clock, seed, signedNow, panelUrl });
  const { login } = bigcommerce;
  const aiq = createAiq({
    seed,
    clock,
    accounts: options.aiqAccounts ?? [demoAccount],
    ...(options.keepWrites ? { keepWrites: options.keepWrites } : {}),
  });

  const theApp = () => {
    const [app] = login.apps.list();
    if (!app) throw new Error('no app is registered');
    return app;
  };
  const firstStore = () => {
    const [store] = bigcommerce.stores();
    if (!store) throw new Error('there is no store');
    return store.hash;
  };
  const ownerOf = (storeHash: string) => login.account(storeHash).ownerId;
  const urls: SandboxUrls = {
    ...{ login: '', api: '', aiq: '', control: '' },
    ...{ panel: panelUrl, storefront: storefrontUrl },
  };

  const sandbox: Sandbox = {
    urls,
    clock,
    bigcommerce,
    aiq,
    get storeHash() {
      return firstStore();
    },
    addStore(store) {
      bigcommerce.addStore(store);
    },
    registerApp(appUrl, changes) {
      const wish = { ...describeApp(appUrl), ...changes };
      const known = wish.clientId === undefined ? undefined : login.apps.find(wish.clientId);
      return known ? login.apps.update(known.clientId, wish) : login.apps.register(wish);
    },
    appEnvironment: () => ({
      BC_CLIENT_ID: theApp().clientId,
      BC_CLIENT_SECRET: theApp().clientSecret,
      BC_LOGIN_URL: urls.login,
      BC_API_URL: urls.api,
      BC_FRAME_ANCESTORS: `${scheme}://*.localhost:${panelPort}`,
      AIQ_API_URL: urls.aiq,
    }),
    installUrl: (storeHash = firstStore()) =>
      login.installations.accept(theApp().clientId, storeHash, ownerOf(storeHash)),
    loadUrl({ storeHash = firstStore(), userId = ownerOf(storeHash), ...target } = {}) {
      const opening = login.installations.open(theApp().clientId, storeHash, userId, target);
      if (opening.kind !== 'load') throw new Error(`the app does not open: ${opening.why}`);
      return opening.url;
    },
    uninstall: (storeHash = firstStore()) =>
      login.installations.uninstall(theApp().clientId, storeHash, ownerOf(storeHash)),
    async deliveriesSettled() {
      await Promise.all([bigcommerce.hooks.deliveries.drained(), login.calls.settled()]);
    },
    async waitFor(what, condition, timeoutMs = 10_000) {
      const end = performance.now() + timeoutMs;
      while (!condition()) {
        if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    judge: (judgement) => judge(bigcommerce, aiq, judgement),
    snapshot: () => ({
      format: 'sandbox-1',
      at: clock.now(),
      bigcommerce: bigcommerce.save(),
      aiq: aiq.snapshot(),
    }),
    restore(json) {
      const snapshot = parseSnapshot(json);
      clock.advanceTo(snapshot.at);
      bigcommerce.restore(snapshot.bigcommerce);
      aiq.restore(snapshot.aiq);
    },
    async close() {
      bigcommerce.close();
      aiq.close();
      if (ownsClock) clock.close();
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };

  if (options.snapshot) sandbox.restore(options.snapshot);
  else for (const store of options.stores ?? [{ hash: 'demo123' }]) sandbox.addStore(store);
  if (options.appUrl !== undefined) sandbox.registerApp(options.appUrl);

  const origins = [
    [login.app, ports.login],
    [bigcommerce.apiApp, ports.api],
    [createPanelApp(sandbox), ports.panel],
    [aiq.app, ports.aiq],
    [createStorefrontApp({ stores: bigcommerce.stores, urlOf: storefrontUrl }), ports.storefront],
  ] as const;
  for (const [app, port = 0] of origins) {
    try {
      listeners.push(await listenOn(host, port, app, certificate));
    } catch (error) {
      await sandbox.close();
      throw error;
    }
  }
  const [loginPort, apiPort, panel, aiqPort, storefront] = listeners.map(({ port }) => port);
  panelPort = panel ?? 0;
  storefrontPort = storefront ?? 0;
  Object.assign(urls, {
    login: `${scheme}://${host}:${loginPort}`,
    api: `${scheme}://${host}:${apiPort}`,
    control: `${scheme}://${host}:${panelPort}`,
    aiq: `${scheme}://${host}:${aiqPort}`,
  });
  return sandbox;
}

function parseSnapshot(json: unknown): SandboxSnapshot {
  if (typeof json !== 'object' || json === null || Reflect.get(json, 'format') !== 'sandbox-1') {
    throw new Error('this is not a snapshot of the sandbox');
  }
  return json as SandboxSnapshot; // the format mark vouches for the rest
}
