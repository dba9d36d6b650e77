import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import type { StoreActions } from './bigcommerce/contract.ts';
import { callbackWith } from './bigcommerce/login/installations.ts';
import { jwtVariants, type JwtVariant } from './bigcommerce/login/signed-payload.ts';
import { viewStore } from './bigcommerce/panel/store-view.ts';
import { number, readProfile, text, type Body } from './control-body.ts';
import type { NewStore, Sandbox } from './index.ts';

/**
 * The sandbox over HTTP, for other processes and languages and for the control panel's page: `GET` reads, `POST` with
 * a JSON object acts. Answers are bare JSON, errors `{"error": "…"}` with 400. README.md lists all of them.
 */
export function createControl(sandbox: Sandbox): Router {
  const { bigcommerce, clock, aiq } = sandbox;
  const { login, hooks, api } = bigcommerce;
  const router = express.Router();
  router.use('/sandbox', express.json({ limit: '1gb' }));

  const storeOf = (body: Body) => (body['store'] === undefined ? sandbox.storeHash : text(body, 'store'));
  const clientOf = (body: Body) => {
    const clientId = body['clientId'] ?? login.apps.list()[0]?.clientId;
    if (typeof clientId !== 'string') throw new Error('no app is registered');
    return clientId;
  };
  const userOf = (body: Body) =>
    body['userId'] === undefined ? login.account(storeOf(body)).ownerId : number(body, 'userId');
  const targetOf = (body: Body) => ({
    ...(typeof body['url'] === 'string' ? { url: body['url'] } : {}),
    ...(typeof body['channelId'] === 'number' ? { channelId: body['channelId'] } : {}),
  });
  const hookOf = (body: Body) => {
    const hook = hooks.registry.find(number(body, 'hookId'));
    if (!hook) throw new Error('there is no such hook');
    return hook;
  };
  const allSwitches = (store?: string) => ({
    login: { values: login.switches.get(), choices: login.switches.choices },
    hooks: { values: hooks.switches.get(), choices: hooks.switches.choices },
    api: { values: api.switches(store), choices: {} },
  });

  const reads: Record<string, (query: Body) => unknown> = {
    state: () => ({
      now: clock.now(),
      factor: clock.factor,
      urls: {
        ...sandbox.urls,
        panel: sandbox.urls.panel(sandbox.storeHash),
        storefront: sandbox.urls.storefront(sandbox.storeHash),
      },
      stores: login.accounts().map(({ hash, name }) => ({
        ...{ hash, name },
        panel: sandbox.urls.panel(hash),
        storefront: sandbox.urls.storefront(hash),
      })),
      apps: login.apps.list().map(({ clientSecret: _secret, ...app }) => app),
    }),
    environment: () => sandbox.appEnvironment(),
    store: (query) => ({
      ...viewStore(bigcommerce.store(storeOf(query))),
      account: login.account(storeOf(query)),
      extensions: bigcommerce.extensions.ofStore(storeOf(query)),
      installations: login.installations.list().filter((one) => one.storeHash === storeOf(query)),
    }),
    hooks: (query) => ({
      hooks: query['store'] === undefined ? hooks.registry.all() : hooks.registry.ofStore(storeOf(query)),
      pending: hooks.deliveries.pending().length,
      totals: hooks.log.totals(),
      blocked: login.apps.list().flatMap((app) => hooks.blockList.blocked(app.clientId)),
    }),
    deliveries: (query) =>
      hooks.log
        .list(query['store'] === undefined ? {} : { storeHash: storeOf(query) })
        .slice(-(Number(query['limit']) || 100)),
    callbacks: () => login.calls.notes,
    exchanges: () => login.exchanges,
    'dead-token-uses': () => login.tokens.deadUses(),
    requests: (query) => {
      const store = typeof query['store'] === 'string' ? query['store'] : undefined;
      return { counts: api.requests.counts(store), windows: api.requests.windows(store) };
    },
    switches: (query) => allSwitches(typeof query['store'] === 'string' ? query['store'] : undefined),
    judge: () => sandbox.judge(),
    snapshot: () => sandbox.snapshot(),
    'jwt-variants': () => jwtVariants,
  };

  const actions: Record<string, (body: Body) => unknown> = {
    stores(body) {
      const hash = text(body, 'hash');
      sandbox.addStore({ ...(body as Partial<NewStore>), hash }); // the generator is the tests' own, not a border
      return { panel: sandbox.urls.panel(hash) };
    },
    apps(body) {
      const { appUrl: _appUrl, ...profile } = body;
      return sandbox.registerApp(text(body, 'appUrl'), readProfile(profile));
    },
    /** A token without an installation; the app's own is replaced by it. */
    token(body) {
      const clientId = clientOf(body);
      const { scopes = login.apps.require(clientId).scopes } = readProfile(body);
      return { token: login.tokens.grant({ clientId, storeHash: storeOf(body), scopes }).token };
    },
    /** `{"store", "action": "placeOrder", "arguments": […]}`: any of the store's actions. */
    act(body) {
      const { actions: all } = bigcommerce.store(storeOf(body));
      const name = text(body, 'action');
      if (!Object.hasOwn(all, name)) throw new Error(`a store has no action "${name}"`);
      const action = all[name as keyof StoreActions] as (...input: unknown[]) => unknown; // hasOwn proves the key
      const input: unknown = body['arguments'] ?? [];
      if (!Array.isArray(input)) throw new Error('arguments is a list');
      return { result: action(...input) ?? null };
    },
    install: (body) => ({
      url: login.installations.accept(clientOf(body), storeOf(body), userOf(body)),
    }),
    open(body) {
      const opening = login.installations.open(clientOf(body), storeOf(body), userOf(body), targetOf(body));
      if (opening.kind !== 'consent') return opening;
      const query = new URLSearchParams({
        client_id: clientOf(body),
        store: storeOf(body),
        user: String(userOf(body)),
      });
      return { ...opening, url: `${sandbox.urls.login}/consent?${query}` };
    },
    async uninstall(body) {
      await login.installations.uninstall(clientOf(body), storeOf(body), userOf(body));
      return { uninstalled: true };
    },
    async 'remove-user'(body) {
      await login.installations.removeUser(clientOf(body), storeOf(body), number(body, 'userId'));
      return { removed: true };
    },
    user(body) {
      const user = login.account(storeOf(body)).users.find(({ id }) => id === number(body, 'userId'));
      if (!user) throw new Error('the store has no such user');
      if (typeof body['locale'] === 'string') user.locale = body['locale'];
      if (typeof body['hasApp'] === 'boolean') user.hasApp = body['hasApp'];
      return user;
    },
    scopes(body) {
      const scopes: unknown = body['scopes'];
      if (!Array.isArray(scopes)) throw new Error('scopes is a list');
      login.installations.changeScopes(clientOf(body), scopes.map(String));
      return login.apps.require(clientOf(body)).scopes;
    },
    'owner-email'(body) {
      login.installations.changeOwnerEmail(storeOf(body), text(body, 'email'));
      return { changed: true };
    },
    'revoke-token'(body) {
      login.tokens.kill(clientOf(body), storeOf(body), 'revoked');
      return { revoked: true };
    },
    /** A payload, good or broken: `{"kind": "load", "variant": "expired"}`; `{"replay": true}` plays the last one. */
    jwt(body) {
      const kind = body['kind'] ?? 'load';
      if (kind !== 'load' && kind !== 'uninstall' && kind !== 'remove-user') throw new Error('no such kind');
      const variant = (body['variant'] ?? 'good') as JwtVariant; // checked in the next line
      if (!jwtVariants.includes(variant)) throw new Error('no such variant');
      const input = { clientId: clientOf(body), storeHash: storeOf(body), userId: userOf(body) };
      const last = login.installations.sent.findLast(
        (one) => one.kind === kind && one.storeHash === input.storeHash && one.clientId === input.clientId,
      );
      if (body['replay'] === true && !last) throw new Error('nothing of that kind was sent yet');
      const jwt =
        body['replay'] === true && last
          ? last.jwt
          : login.installations.payload(kind, { ...input, ...targetOf(body) }, variant);
      return { jwt, url: callbackWith(login.apps.require(input.clientId), kind, jwt) };
    },
    'hook-delete'(body) {
      hooks.registry.remove(hookOf(body));
      return { deleted: true };
    },
    'hook-deactivate'(body) {
      hooks.registry.deactivate(hookOf(body));
      return { deactivated: true };
    },
    'hook-redirect'(body) {
      hookOf(body).destination = new URL(text(body, 'destination')).href;
      return { redirected: true };
    },
    /** Sends a body of one's own, signed, with the hook's headers. */
    'hook-send'(body) {
      const content = body['body'];
      hooks.deliveries.sendRaw(hookOf(body), typeof content === 'string' ? content : JSON.stringify(content));
      return { sent: true };
    },
    async settle() {
      await sandbox.deliveriesSettled();
      return { settled: hooks.deliveries.isSettled() };
    },
    switches(body) {
      const patch = (group: string) => body[group] as object | undefined; // each group checks its switches
      if (patch('login')) login.switches.set(patch('login') ?? {});
      if (patch('hooks')) hooks.switches.set(patch('hooks') ?? {});
      const store = typeof body['store'] === 'string' ? body['store'] : undefined;
      if (patch('api')) api.setSwitches(patch('api') ?? {}, store);
      return allSwitches(store);
    },
    'reset-switches'() {
      login.switches.reset();
      hooks.switches.reset();
      api.resetSwitches();
      aiq.resetSwitches();
      return allSwitches();
    },
    clock(body) {
      if (body['factor'] !== undefined) clock.setFactor(number(body, 'factor'));
      if (body['advance'] !== undefined) clock.advance(number(body, 'advance'));
      return { now: clock.now(), factor: clock.factor };
    },
    restore(body) {
      sandbox.restore(body);
      return { restored: true };
    },
  };

  for (const [name, read] of Object.entries(reads)) {
    router.get(`/sandbox/${name}`, (request, response) => response.json(read({ ...request.query })));
  }
  for (const [name, act] of Object.entries(actions)) {
    router.post(`/sandbox/${name}`, async (request, response) => {
      const body: unknown = request.body;
      response.json(await act(typeof body === 'object' && body !== null ? { ...body } : {}));
    });
  }
  router.use('/sandbox', (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) next(error);
    else response.status(400).json({ error: error instanceof Error ? error.message : String(error) });
  });
  return router;
}
