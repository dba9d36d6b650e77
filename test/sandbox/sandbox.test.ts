import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';
import { startSandbox, type Sandbox } from './index.ts';

/** The least that an app can be: it swaps the code, subscribes, and remembers what it was sent. */
interface TinyApp {
  server: Server;
  url: string;
  token: string;
  webhooks: string[];
  callbacks: string[];
}

const store = { hash: 'demo123', size: { orders: 40, customers: 20, products: 10 } };
let sandbox: Sandbox;
let app: TinyApp;

async function startTinyApp(): Promise<TinyApp> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', app.url);
    const answer = async () => {
      if (url.pathname === '/bigcommerce/auth') await exchange(url);
      else if (url.pathname === '/hook') app.webhooks.push(await readBody(request));
      else app.callbacks.push(url.pathname);
      response.end();
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  }).listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // a TCP listener has one
  return { server, url: `http://127.0.0.1:${port}`, token: '', webhooks: [], callbacks: [] };
}

async function readBody(request: AsyncIterable<unknown>): Promise<string> {
  let body = '';
  for await (const part of request) body += String(part);
  return body;
}

async function exchange(callback: URL): Promise<void> {
  const environment = sandbox.appEnvironment();
  const response = await fetch(`${sandbox.urls.login}/oauth2/token`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: environment['BC_CLIENT_ID'],
      client_secret: environment['BC_CLIENT_SECRET'],
      code: callback.searchParams.get('code'),
      context: callback.searchParams.get('context'),
      scope: callback.searchParams.get('scope'),
      grant_type: 'authorization_code',
      redirect_uri: `${app.url}/bigcommerce/auth`,
    }),
  });
  app.token = String(Reflect.get(Object(await response.json()), 'access_token'));
  await api('POST', '/v3/hooks', { scope: 'store/order/created', destination: `${app.url}/hook` });
}

async function api(method: string, path: string, body?: unknown): Promise<number> {
  const response = await fetch(`${sandbox.urls.api}/stores/demo123${path}`, {
    method,
    headers: {
      'x-auth-token': app.token,
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'tiny-app',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  return response.status;
}

async function control(name: string, body?: unknown) {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${sandbox.urls.control}/sandbox/${name}`, body === undefined ? {} : init);
  return { status: response.status, body: await response.json() };
}

beforeEach(async () => {
  app = await startTinyApp();
  sandbox = await startSandbox({ clock: createClock({ factor: 0 }), stores: [store], appUrl: app.url });
});
afterEach(async () => {
  await sandbox.close();
  sandbox.clock.close();
  app.server.closeAllConnections();
  await new Promise((resolve) => app.server.close(resolve));
});

const install = async () => (await fetch(sandbox.installUrl())).status;

it('an app installs, subscribes, reads, hears of an order, and is uninstalled', async () => {
  expect(await install()).toBe(200);
  expect(await api('GET', '/v2/store')).toBe(200);
  const id = sandbox.bigcommerce.store('demo123').actions.placeOrder();
  await sandbox.deliveriesSettled();
  expect(app.webhooks.map((body) => JSON.parse(body).data)).toEqual([{ type: 'order', id }]);
  expect((await fetch(sandbox.loadUrl({ url: '/activity' }))).status).toBe(200);
  expect(sandbox.judge().findings).toEqual([]);

  await sandbox.uninstall();
  expect(app.callbacks).toEqual(['/bigcommerce/load', '/bigcommerce/uninstall']);
  expect(sandbox.bigcommerce.hooks.registry.all()).toEqual([]);
  expect(await api('GET', '/v3/hooks')).toBe(401);
  expect(sandbox.judge().isClean).toBe(true);
  sandbox.clock.advance(6_000);
  expect(await api('GET', '/v2/store')).toBe(401);
  expect(sandbox.judge().findings).toMatchObject([{ rule: 'dead-token', where: 'demo123', times: 1 }]);
});

describe('the verdict', () => {
  const send = async (posId: string) => {
    const [account] = sandbox.aiq.accounts();
    const visit = {
      ...{
        pos_id: posId,
        pos_user: 'bc-demo123-1',
        pos_type: 'Online',
        transaction_total: 5,
        location: 'Online',
      },
      transaction_date: '2026-01-14 10:00:00 +0000',
      visit_details_attributes: [
        { sku: 'S', name: 'I', brand: 'B', category: 'C', price: 5, quantity: 1, discount: 0 },
      ],
    };
    const response = await fetch(`${sandbox.urls.aiq}/api/v1.1/createUpdateSales/${account?.uid}`, {
      method: 'POST',
      headers: { 'x-apikey': account?.key ?? '', 'content-type': 'application/json' },
      body: JSON.stringify([{ visit }]),
    });
    await response.arrayBuffer();
    sandbox.aiq.flush();
    return response.status;
  };

  it('knows real orders and refunds from made-up ones', async () => {
    const { actions } = sandbox.bigcommerce.store('demo123');
    const order = actions.placeOrder();
    const refund = actions.refund(order, { full: true });
    expect(await send(`bc-demo123-${order}`)).toBe(200);
    expect(await send(`bc-demo123-${order}-refund-${refund}`)).toBe(200);
    expect(sandbox.judge().findings).toEqual([]);
    await send('bc-demo123-999999');
    await send(`bc-demo123-${order}-again`);
    expect(sandbox.judge().findings.map(({ rule, what }) => [rule, what])).toEqual([
      ['unknown-sale', 'bc-demo123-999999'],
      ['unknown-sale', `bc-demo123-${order}-again`],
    ]);
  });

  it('sees one order under two ids', async () => {
    await send('bc-demo123-100');
    await send('other-100');
    const readSaleId = () => ({ storeHash: 'demo123', orderId: 100, refundId: null });
    expect(sandbox.judge({ readSaleId }).findings).toMatchObject([{ rule: 'double-sale' }]);
  });
});

it('continues from a snapshot with the same stores, tokens and hooks', async () => {
  await install();
  const { actions, oracle } = sandbox.bigcommerce.store('demo123');
  const id = actions.placeOrder();
  await sandbox.deliveriesSettled();
  const before = { order: oracle.order(id), first: oracle.order(100), counts: oracle.counts() };
  const snapshot = JSON.parse(JSON.stringify(sandbox.snapshot()));

  const clock = createClock({ start: sandbox.clock.now() + 24 * 3600_000, factor: 0 });
  const later = await startSandbox({ clock, snapshot });
  try {
    const restored = later.bigcommerce.store('demo123').oracle;
    expect({ order: restored.order(id), first: restored.order(100), counts: restored.counts() }).toEqual(
      before,
    );
    expect(later.bigcommerce.login.tokens.find(app.token)).toMatchObject({ storeHash: 'demo123' });
    expect(later.bigcommerce.hooks.registry.all()).toHaveLength(1);
    later.bigcommerce.store('demo123').actions.placeOrder();
    await later.deliveriesSettled();
    expect(app.webhooks).toHaveLength(2);
    expect(() => later.restore({})).toThrow('not a snapshot');
  } finally {
    await later.close();
    clock.close();
  }
});

describe('the control interface', () => {
  it('drives stores, app, clock and switches from another process', async () => {
    const { url } = (await control('install', {})).body;
    await fetch(url);
    const { result } = (await control('act', { action: 'placeOrder', arguments: [{ customerId: 0 }] })).body;
    expect((await control('settle', {})).body).toEqual({ settled: true });
    expect((await control('deliveries')).body).toMatchObject([{ outcome: 'delivered' }]);
    expect((await control('store')).body.orders[0]).toMatchObject({ id: result, customerId: 0 });
    expect((await control('jwt', { variant: 'expired' })).body.url).toContain(
      '/bigcommerce/load?signed_payload_jwt=',
    );
    expect((await control('switches', { hooks: { lossShare: 1 } })).body.hooks.values.lossShare).toBe(1);
    expect((await control('clock', { advance: 1_000 })).body.now).toBe(sandbox.clock.now());
    expect((await control('judge')).body).toEqual({ isClean: true, findings: [] });
  });

  it('registers an app with callbacks of its own, and gives a token to whoever has no app', async () => {
    const callbacks = { authUrl: `${app.url}/a`, loadUrl: `${app.url}/l`, scopes: ['store_v2_orders'] };
    const registered = await control('apps', { appUrl: app.url, ...callbacks, name: 'Mine' });
    expect(registered.body).toMatchObject({ ...callbacks, name: 'Mine' });
    const { clientId } = registered.body;
    expect((await control('install', { clientId })).body.url).toContain(`${app.url}/a?`);
    app.token = (await control('token', { clientId })).body.token;
    expect(await api('GET', '/v2/orders')).toBe(200);
    expect(await api('GET', '/v2/store')).toBe(403);
    app.token = (await control('token', { scopes: ['store_v2_information_read_only'] })).body.token;
    expect(await api('GET', '/v2/store')).toBe(200);
  });

  it('says what is wrong with a request', async () => {
    expect(await control('act', { action: 'explode' })).toMatchObject({
      status: 400,
      body: { error: 'a store has no action "explode"' },
    });
    expect((await control('switches', { hooks: { unknown: 1 } })).status).toBe(400);
    expect((await control('act', { action: 'constructor' })).status).toBe(400);
  });
});

it('serves the control panel and its parts', async () => {
  const page = await fetch(`${sandbox.urls.control}/manage/app/4001/activity?x=1`);
  const html = await page.text();
  expect(html).toContain('<iframe id="frame"');
  for (const [, path = ''] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    expect((await fetch(sandbox.urls.control + path)).status, path).toBe(200);
  }
  expect(await (await fetch(sandbox.urls.control)).text()).toContain('store-demo123.localhost');
});
