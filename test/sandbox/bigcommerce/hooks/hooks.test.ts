import express from 'express';
import type { RequestListener } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock, type ScalableClock } from '../../clock.ts';
import { listen, type TestListener } from '../login/testing.ts';
import { TokenRegistry } from '../login/token-registry.ts';
import { createHooks, type Hooks } from './index.ts';
import { retryDelays } from './deliveries.ts';

const secret = 'the client secret';
const event = { scope: 'store/order/created', data: { type: 'order', id: 250 } };
const owner = { clientId: 'client-1', storeHash: 'abc123' };

interface Received {
  headers: Record<string, string>;
  body: string;
}

let clock: ScalableClock;
let hooks: Hooks;
let api: TestListener;
let receiver: TestListener;
let token: string;
let received: Received[];
let status: number;

beforeEach(async () => {
  clock = createClock({ factor: 0 });
  const tokens = new TokenRegistry(clock);
  token = tokens.grant({ ...owner, scopes: [] }).token;
  hooks = createHooks({ clock, tokens, secretOf: () => secret, signedNow: Date.now, draw: () => 0.5 });
  const app = express();
  app.use(hooks.endpoints(() => (_request, _response, next) => next()));
  api = await listen(app);
  received = [];
  status = 200;
  const take: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      received.push({ headers, body: Buffer.concat(parts).toString() });
      response.writeHead(status).end();
    });
  };
  receiver = await listen(take);
});
afterEach(async () => {
  hooks.close();
  clock.close();
  await Promise.all([api.close(), receiver.close()]);
});

async function call(method: string, path: string, body?: unknown, withToken = token) {
  const response = await fetch(`${api.url}/stores/abc123/v3/hooks${path}`, {
    method,
    headers: { 'x-auth-token': withToken, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

function subscribe(scope = 'store/order/created', path = '/hook') {
  return hooks.registry.create(owner, {
    scope,
    destination: receiver.url + path,
    headers: { 'x-secret': 's' },
  });
}

async function publish() {
  hooks.publish('abc123', event);
  await hooks.deliveries.drained();
}

describe('managing hooks', () => {
  it('creates, lists, changes and deletes the hooks of the token’s client', async () => {
    const created = await call('POST', '', {
      scope: 'store/order/*',
      destination: 'https://app.example/hook',
      headers: { 'x-secret': 's' },
    });
    expect(created).toMatchObject({
      status: 200,
      body: { data: { client_id: 'client-1', store_hash: 'abc123', is_active: true }, meta: {} },
    });
    const { id } = created.body.data;
    hooks.registry.create(
      { ...owner, clientId: 'client-2' },
      { scope: 'store/order/*', destination: receiver.url },
    );
    expect((await call('GET', '')).body.data).toHaveLength(1);
    expect((await call('PUT', `/${id}`, { is_active: false })).body.data.is_active).toBe(false);
    expect((await call('GET', '?is_active=true')).body.data).toEqual([]);
    expect((await call('DELETE', `/${id}`)).body.data.id).toBe(id);
    expect((await call('GET', `/${id}`)).status).toBe(404);
    expect((await call('GET', '', undefined, 'stranger')).status).toBe(401);
  });

  it.each([
    ['nothing', {}, 'scope'],
    ['no destination', { scope: 'store/order/created' }, 'destination'],
    ['an unknown scope', { scope: 'store/order/exploded', destination: 'https://a.example' }, 'scope'],
    ['plain HTTP', { scope: 'store/order/created', destination: 'http://a.example' }, 'destination'],
    ['another port', { scope: 'store/order/created', destination: 'https://a.example:8443' }, 'destination'],
    [
      'a header that is no text',
      { scope: 'store/order/created', destination: 'https://a.example', headers: { a: 1 } },
      'headers',
    ],
    [
      'a header with a line break',
      { scope: 'store/order/created', destination: 'https://a.example', headers: { a: 'b\r\nc: d' } },
      'headers',
    ],
  ])('refuses %s with 422', async (_what, body, field) => {
    const answer = await call('POST', '', body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toHaveProperty(field);
  });

  it('refuses an empty change, the same hook twice, and an eleventh of a scope', async () => {
    const hook = subscribe();
    expect((await call('PUT', `/${hook.id}`, {})).body.errors).toEqual({
      data: 'Update webhook request should not be empty',
    });
    expect((await call('POST', '', { scope: hook.scope, destination: hook.destination })).status).toBe(422);
    for (let nth = 2; nth <= 10; nth++) subscribe('store/order/created', `/${nth}`);
    expect(() => subscribe('store/order/created', '/11')).toThrow('scope');
  });

  it('refuses the loopback when told to be as strict as the platform', () => {
    hooks.switches.set({ allowLoopback: false });
    expect(() => subscribe()).toThrow('destination');
  });
});

describe('a delivery', () => {
  it('carries the hook’s headers, a thin payload and a signature that Standard Webhooks accepts', async () => {
    subscribe();
    await publish();
    const [{ headers, body }] = received as [Received];
    expect(headers).toMatchObject({ 'x-secret': 's', 'content-type': 'application/json' });
    const payload = new Webhook(Buffer.from(secret).toString('base64')).verify(body, headers);
    expect(payload).toEqual({
      scope: 'store/order/created',
      store_id: expect.stringMatching(/^\d+$/),
      data: { type: 'order', id: 250 },
      hash: expect.stringMatching(/^[0-9a-f]{40}$/),
      created_at: Math.floor(clock.now() / 1000),
      producer: 'stores/abc123',
    });
  });

  it('reaches wildcards, and no other family or store', async () => {
    subscribe('store/order/*');
    subscribe('store/customer/*');
    hooks.publish('other', event);
    await publish();
    expect(received).toHaveLength(1);
  });

  it('is repeated after 60 to 86,400 seconds; then the hook is off until it is put on', async () => {
    const hook = subscribe();
    hooks.registry.create(owner, {
      scope: 'store/hook/deliveryException',
      destination: `${receiver.url}/exception`,
    });
    status = 503;
    await publish();
    const attempts = () => hooks.log.list({ scope: 'store/order/created' });
    expect(attempts()).toHaveLength(1);
    for (const [retry, seconds] of retryDelays.entries()) {
      clock.advance(seconds * 1000 - 1);
      await hooks.deliveries.drained();
      expect(attempts()).toHaveLength(retry + 1);
      clock.advance(1);
      await hooks.deliveries.drained();
      expect(attempts()).toHaveLength(retry + 2);
    }
    expect(hook).toMatchObject({ isActive: false, deactivated: true });
    const codes = hooks.log
      .list({ scope: 'store/hook/deliveryException' })
      .map(({ body }) => JSON.parse(body).data.error_code);
    expect(codes).toContain(90001);
    expect(codes).toContain(90002);
    await publish();
    expect(attempts()).toHaveLength(12);
    status = 200;
    await call('PUT', `/${hook.id}`, { is_active: true });
    await publish();
    expect(attempts().at(-1)).toMatchObject({ outcome: 'delivered', retry: 0 });
  });

  it('can sign retries with the time of the first attempt', async () => {
    subscribe();
    hooks.switches.set({ staleTimestampOnRetry: true });
    status = 500;
    await publish();
    clock.advance(60_000 + 180_000 + 300_000);
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(1));
    clock.advance(600_000);
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(2));
    const last = received.at(-1) as Received; // waited for above
    expect(() => new Webhook(Buffer.from(secret).toString('base64')).verify(last.body, last.headers)).toThrow(
      'old',
    );
  });

  it('times out when the receiver is silent', async () => {
    const silent = await listen(() => undefined);
    hooks.registry.create(owner, { scope: 'store/order/created', destination: silent.url });
    hooks.switches.set({ timeoutMs: 50 });
    await publish();
    expect(hooks.log.list()).toMatchObject([{ outcome: 'timeout', status: 0 }]);
    await silent.close();
  });

  it('can be lost, doubled or held back', async () => {
    subscribe();
    hooks.switches.set({ lossShare: 1, duplicateShare: 1 });
    await publish();
    expect([received.length, hooks.log.count('lost')]).toEqual([0, 1]);
    clock.advance(2_000);
    await hooks.deliveries.drained();
    expect(received).toHaveLength(1);
    hooks.switches.set({ lossShare: 0, duplicateShare: 0, reorderShare: 1 });
    await publish();
    expect([received.length, hooks.deliveries.isSettled()]).toEqual([1, false]);
    clock.advance(5_000);
    await hooks.deliveries.drained();
    expect([received.length, hooks.deliveries.isSettled()]).toEqual([2, true]);
  });

  it('survives a snapshot while it waits for its retry', async () => {
    subscribe();
    status = 500;
    await publish();
    const saved = JSON.parse(JSON.stringify(hooks.save()));
    hooks.registry.removeAll(owner);
    hooks.restore(saved);
    status = 200;
    clock.advance(60_000);
    await hooks.deliveries.drained();
    expect(hooks.log.list()).toMatchObject([
      { outcome: 'refused', retry: 0 },
      { outcome: 'delivered', retry: 1 },
    ]);
    expect(hooks.log.totals()).toEqual({ refused: 1, delivered: 1 });
  });
});

describe('the block list', () => {
  it('blocks a host for three minutes below 90 % of at least 100 deliveries', async () => {
    subscribe();
    hooks.publish('abc123', event);
    await hooks.deliveries.drained();
    status = 500;
    for (let nth = 0; nth < 98; nth++) hooks.publish('abc123', event);
    await hooks.deliveries.drained();
    expect(hooks.blockList.blocked('client-1')).toEqual([]);
    await publish();
    expect((await call('GET', '/admin')).body.data.blocked_domains).toMatchObject([
      { destination: new URL(receiver.url).host, time_left: 180 },
    ]);
    status = 200;
    const before = received.length;
    await publish();
    expect([received.length, hooks.log.count('blocked')]).toEqual([before, 1]);
    const { blockList } = JSON.parse(JSON.stringify(hooks.save()));
    hooks.blockList.restore([]);
    expect(hooks.blockList.blocked('client-1')).toEqual([]);
    hooks.blockList.restore(blockList);
    expect(hooks.blockList.blocked('client-1')).toMatchObject([{ time_left: 180 }]);
    clock.advance(3 * 60_000);
    await hooks.deliveries.drained();
    expect(hooks.blockList.blocked('client-1')).toEqual([]);
  });

  it('forgets what is older than two minutes', async () => {
    subscribe();
    status = 500;
    for (let nth = 0; nth < 50; nth++) hooks.publish('abc123', event);
    await hooks.deliveries.drained();
    status = 200;
    clock.advance(59_000);
    for (let nth = 0; nth < 49; nth++) hooks.publish('abc123', event);
    await hooks.deliveries.drained();
    clock.advance(61_001);
    await hooks.deliveries.drained();
    expect(hooks.blockList.blocked('client-1')).toEqual([]);
    expect(hooks.blockList.ratio('client-1', new URL(receiver.url).host)).toBe(1);
  });
});

it('a hook without any activity for ninety days goes off', async () => {
  const hook = subscribe();
  clock.advance(60 * 24 * 3600_000);
  await publish();
  clock.advance(89 * 24 * 3600_000);
  expect(hook.isActive).toBe(true);
  clock.advance(2 * 24 * 3600_000);
  expect(hook.isActive).toBe(false);
});

it('uninstalling takes the app’s hooks away, others stay', () => {
  subscribe();
  hooks.registry.create(
    { ...owner, clientId: 'client-2' },
    { scope: 'store/order/*', destination: receiver.url },
  );
  hooks.registry.removeAll(owner);
  expect(hooks.registry.all().map((hook) => hook.clientId)).toEqual(['client-2']);
});
