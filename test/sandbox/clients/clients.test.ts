import { createServer } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { Management } from '@aligent/bigcommerce-api';
import officialClient from '@bigcommerce/api-nodejs';
import BigCommerce from 'node-bigcommerce';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../index.ts';
import { LoopbackAgent } from './loopback-agent.ts';

/*
 * Clients that others wrote for the real BigCommerce, unmodified. Two of them speak to fixed hosts only; an agent, which
 * is theirs to be given or Node's own, takes them to the sandbox.
 */

const storeHash = 'demo123';
const size = { orders: 120, customers: 60, products: 20 };
const globalAgent = https.globalAgent;
let sandbox: Sandbox;
let agent: LoopbackAgent;
let secrets: { clientId: string; clientSecret: string; authCallback: string };

beforeAll(async () => {
  sandbox = await startSandbox({
    appUrl: 'http://127.0.0.1:9',
    signedTimes: 'computer',
    stores: [{ hash: storeHash, size }],
  });
  const [app] = sandbox.bigcommerce.login.apps.list();
  if (!app) throw new Error('no app is registered');
  secrets = { clientId: app.clientId, clientSecret: app.clientSecret, authCallback: app.authUrl };
  agent = new LoopbackAgent({
    'login.bigcommerce.com': sandbox.urls.login,
    'api.bigcommerce.com': sandbox.urls.api,
  });
  https.globalAgent = agent;
});
afterAll(async () => {
  https.globalAgent = globalAgent;
  await sandbox.close();
});

/** What BigCommerce sends to the app's auth callback. */
function grant(): { code: string; scope: string; context: string } {
  const sent = new URL(sandbox.installUrl()).searchParams;
  const read = (name: string) => sent.get(name) ?? '';
  return { code: read('code'), scope: read('scope'), context: read('context') };
}

const idsOf = (things: readonly unknown[]) =>
  things.map((thing): unknown => Reflect.get(Object(thing), 'id'));
const idsFrom = (first: number, count: number) => Array.from({ length: count }, (_, place) => first + place);

async function collect<T>(things: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const thing of things) all.push(thing);
  return all;
}

test('BigCommerce’s own client swaps the code, lists everything, keeps the quota and verifies JWTs', async () => {
  const auth = new officialClient.Auth(secrets);
  const { access_token: accessToken, context } = await auth.authorize(grant());
  expect(context).toBe(`stores/${storeHash}`);

  const rest = new officialClient.Rest({ storeHash, accessToken });
  expect(idsOf(await collect(rest.v2.orders.listAll({ limit: 50 })))).toEqual(idsFrom(100, size.orders));
  const { data: customers } = await rest.v3.customers.customers.list({ limit: 250 });
  expect(idsOf(customers.data ?? [])).toEqual(idsFrom(1, size.customers));
  const { data: products } = await rest.v3.catalog.products.list({ limit: 10, page: 2 });
  expect(products).toMatchObject({ meta: { pagination: { total: size.products, count: 10 } } });
  expect(rest.rateLimitManager.status).toMatchObject({ windowSize: 30_000, requestsQuota: 450 });

  const callback = new URL(sandbox.loadUrl());
  const jwt = callback.searchParams.get('signed_payload_jwt') ?? '';
  expect(auth.verifyJWT(jwt)).toMatchObject({ sub: `stores/${storeHash}`, iss: 'bc', aud: secrets.clientId });
  const stranger = new officialClient.Auth({ ...secrets, clientSecret: 'another secret' });
  expect(() => stranger.verifyJWT(jwt)).toThrow('invalid signature');
});

test('node-bigcommerce, which says no Accept when it swaps the code, gets the 406 that it gets in the field', async () => {
  const { clientId, clientSecret: secret, authCallback: callback } = secrets;
  const exchange = new BigCommerce({ clientId, secret, callback }).authorize(grant());
  await expect(exchange).rejects.toMatchObject({ code: 406, responseBody: '{"error":"Invalid format."}' });
});

test('node-bigcommerce reads V2 and V3, and makes and removes a hook', async () => {
  const { clientId } = secrets;
  const { access_token: accessToken } = await new officialClient.Auth(secrets).authorize(grant());
  const shared = { clientId, accessToken, storeHash, agent };
  const v2 = new BigCommerce(shared);
  const v3 = new BigCommerce({ ...shared, apiVersion: 'v3' });

  expect(await v2.get('/time')).toEqual({ time: expect.any(Number) as unknown });
  const orders = await v2.get('/orders?limit=5');
  expect(idsOf(orders as unknown[])).toEqual(idsFrom(100, 5)); // its types say nothing of answers
  expect(await v2.get('/orders?min_id=999999')).toBe('');
  expect(await v3.get('/customers?limit=3')).toMatchObject({ data: [{ id: 1 }, { id: 2 }, { id: 3 }] });
  expect(await v3.get('/catalog/products?limit=2')).toMatchObject({ meta: { pagination: { count: 2 } } });
  await expect(v3.get('/customers?limit=many')).rejects.toMatchObject({ code: 422 });

  const hook = { scope: 'store/order/*', destination: 'https://app.example.com/hooks', is_active: true };
  const made = await v3.post('/hooks', hook);
  expect(made).toMatchObject({ data: { ...hook, store_hash: storeHash, client_id: clientId } });
  const [id] = idsOf([Reflect.get(Object(made), 'data')]);
  await v3.delete(`/hooks/${String(id)}`);
  await expect(v3.get(`/hooks/${String(id)}`)).rejects.toMatchObject({ code: 404 });
});

test('@aligent/bigcommerce-api, made of the published documents, lists page by page and makes a hook', async () => {
  const auth = new officialClient.Auth(secrets);
  const { access_token: accessToken } = await auth.authorize(grant());
  const client = new Management.Client({ storeHash, accessToken, agent });

  const orders = await client.v2.get('/orders', { query: { limit: 250 } });
  expect(idsOf(orders ?? [])).toEqual(idsFrom(100, size.orders));
  const customers = await collect(client.v3.list('/customers', { query: { limit: 25 } }));
  expect(idsOf(customers)).toEqual(idsFrom(1, size.customers));
  expect(await collect(client.v3.list('/catalog/products'))).toHaveLength(size.products);
  expect(await client.v3.get('/catalog/products/{product_id}', { path: { product_id: 1 } })).toBeNull();

  const body = { scope: 'store/customer/*', destination: 'https://app.example.com/people', is_active: true };
  const hook = await client.v3.post('/hooks', { body });
  expect(hook).toMatchObject({ scope: body.scope, destination: body.destination, is_active: true });
});

test('standardwebhooks accepts what is delivered when an order is placed, and nothing that was changed on its way', async () => {
  const deliveries: { headers: Record<string, string>; body: string }[] = [];
  const receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      deliveries.push({ headers: Object.fromEntries(headers), body: Buffer.concat(parts).toString() });
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => receiver.once('listening', resolve));
  const { port } = receiver.address() as AddressInfo; // a TCP listener has one

  const { clientId, clientSecret } = secrets;
  const { access_token: accessToken } = await new officialClient.Auth(secrets).authorize(grant());
  const client = new BigCommerce({ clientId, accessToken, storeHash, agent, apiVersion: 'v3' });
  const destination = `http://127.0.0.1:${port}/hooks`;
  await client.post('/hooks', { scope: 'store/order/created', destination, is_active: true });
  const id = sandbox.bigcommerce.store(storeHash).actions.placeOrder();
  await sandbox.deliveriesSettled();
  receiver.close();

  expect(deliveries).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: '' }] = deliveries;
  const verifier = new Webhook(Buffer.from(clientSecret).toString('base64'));
  expect(verifier.verify(body, headers)).toMatchObject({
    scope: 'store/order/created',
    producer: `stores/${storeHash}`,
    data: { type: 'order', id },
  });
  expect(() => verifier.verify(body.replace(String(id), String(id - 1)), headers)).toThrow(
    'No matching signature',
  );
});
