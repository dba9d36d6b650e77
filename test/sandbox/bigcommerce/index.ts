import express from 'express';
import type { Express } from 'express';
import { createRestApi, restEndpoints, type RestApi } from './api/index.ts';
import { notServed, notServedParts, operationsPath } from './api/not-served.ts';
import type { SandboxClock } from './contract.ts';
import { removeScriptsOf } from './data/plain-records.ts';
import { Draws } from './data/random.ts';
import { createStore, type GeneratedStore, type StoreProfile, type StoreSize } from './data/store.ts';
import { createExtensionEndpoint } from './extensions/endpoint.ts';
import { ExtensionRegistry } from './extensions/registry.ts';
import { hookOperations } from './hooks/endpoints.ts';
import { createHooks, type Hooks, type SavedHooks } from './hooks/index.ts';
import { createLogin, type Login, type SavedLogin } from './login/index.ts';

export interface NewStore {
  /** Lower-case letters and digits. */
  hash: string;
  seed?: number;
  size?: Partial<StoreSize>;
  profile?: Partial<StoreProfile>;
}

interface SavedStore extends NewStore {
  seed: number;
  /** Milliseconds since 1970; the generated data follow from it. */
  startedAt: number;
  changes: unknown;
}

export interface SavedBigcommerce {
  stores: SavedStore[];
  login: SavedLogin;
  hooks: SavedHooks;
  extensions?: ReturnType<ExtensionRegistry['save']>;
}

export interface Bigcommerce {
  /** The origin `api.bigcommerce.com`. */
  apiApp: Express;
  api: RestApi;
  login: Login;
  hooks: Hooks;
  extensions: ExtensionRegistry;
  /** @throws Error for a hash that is taken or none */
  addStore(store: NewStore): GeneratedStore;
  /** @throws Error for an unknown store */
  store(hash: string): GeneratedStore;
  stores(): GeneratedStore[];
  save(): SavedBigcommerce;
  /** Replaces all stores, apps, tokens and hooks. */
  restore(saved: SavedBigcommerce): void;
  close(): void;
}

/** Simulated BigCommerce: login, REST API and webhooks over stores that follow from a seed. */
export function createBigcommerce(input: {
  clock: SandboxClock;
  seed: number;
  signedNow: () => number;
  panelUrl: (storeHash: string) => string;
}): Bigcommerce {
  const { clock, seed, signedNow, panelUrl } = input;
  const draws = new Draws(seed);
  const stores = new Map<string, { store: GeneratedStore; made: Omit<SavedStore, 'changes'> }>();
  const login = createLogin({
    clock,
    signedNow,
    panelUrl,
    onUninstalled(clientId, storeHash) {
      hooks.registry.removeAll({ clientId, storeHash });
      extensions.removeAll({ clientId, storeHash });
      const state = stores.get(storeHash)?.store.state;
      if (state) removeScriptsOf(state, clientId);
    },
  });
  const extensions = new ExtensionRegistry();
  const hooks = createHooks({
    clock,
    signedNow,
    tokens: login.tokens,
    secretOf: (clientId) => login.apps.require(clientId).clientSecret,
    draw: () => draws.next(),
  });
  const api = createRestApi({
    stores: (hash) => stores.get(hash)?.store,
    tokens: login.tokens,
    clock,
    seed,
  });
  const apiApp = express();
  apiApp.disable('x-powered-by');
  apiApp.disable('etag');
  apiApp.get(operationsPath, (_request, response) => {
    const served = restEndpoints.map(({ method, path }) => `${method} ${path}`);
    response.json({ served: [...served, ...hookOperations], notServed, notServedParts });
  });
  apiApp.use(createExtensionEndpoint(extensions, api.requireScope));
  apiApp.use('/stores/:hash', api.router);
  apiApp.use(hooks.endpoints(api.requireScope));

  function generate(made: Omit<SavedStore, 'changes'>): GeneratedStore {
    let isStarting = true;
    const startClock = {
      // The same data come of the same start, also on another day.
      now: () => (isStarting ? made.startedAt : clock.now()),
      after: (ms: number, run: () => void) => clock.after(ms, run),
    };
    const store = createStore({ ...made, clock: startClock });
    isStarting = false;
    store.onEvent((event) => hooks.publish(made.hash, event));
    stores.set(made.hash, { store, made });
    return store;
  }

  return {
    apiApp,
    api,
    login,
    hooks,
    extensions,
    addStore(wish) {
      login.addAccount(wish.hash, wish.profile?.name ?? 'Green Mesa Supply');
      return generate({ seed: seed + stores.size, ...wish, startedAt: clock.now() });
    },
    store(hash) {
      const found = stores.get(hash);
      if (!found) throw new Error(`there is no store ${hash}`);
      return found.store;
    },
    stores: () => [...stores.values()].map(({ store }) => store),
    save: () => ({
      stores: [...stores.values()].map(({ store, made }) => ({ ...made, changes: store.snapshot() })),
      login: login.save(),
      hooks: hooks.save(),
      extensions: extensions.save(),
    }),
    restore(saved) {
      stores.clear();
      for (const { changes, ...made } of saved.stores) generate(made).restore(changes);
      login.restore(saved.login);
      hooks.restore(saved.hooks);
      // A snapshot of an older sandbox has none.
      extensions.restore(saved.extensions ?? { extensions: [], nextId: 1 });
    },
    close: () => hooks.close(),
  };
}
