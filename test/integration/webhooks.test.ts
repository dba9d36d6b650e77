import { createHmac } from 'node:crypto';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hookScopes, webhookToChange } from '../../server/bigcommerce/hook-scopes.ts';
import { createWebhookRouter, type WebhookDeps } from '../../server/webhooks/router.ts';
import { canary, startShell, type Shell } from './server-shell.ts';

let shell: Shell;
let secret: string;

beforeAll(async () => {
  shell = await startShell();
  await shell.install();
  secret = shell.hookSecrets.get('abc123') ?? '';
});
afterAll(() => shell.close());
beforeEach(() => {
  shell.nudged.length = 0;
});

const order = (id: unknown) => ({ scope: 'store/order/updated', data: { type: 'order', id } });

function post(store: string, body: unknown, headers: Record<string, string> = {}, app = shell.app) {
  return request(app)
    .post(`/bigcommerce/webhooks/${store}`)
    .set({ 'content-type': 'application/json', ...headers })
    .send(typeof body === 'string' ? body : JSON.stringify(body));
}

const deliver = (body: unknown, headers: Record<string, string> = {}) =>
  post('abc123', body, { 'x-aiq-hook-secret': secret, ...headers });

const find = (id: string) => shell.context.db.changes.get('abc123', 'order', id);

function signatureOf(body: string, timestamp = Math.floor(Date.now() / 1000)): Record<string, string> {
  const mac = createHmac('sha256', canary.clientSecret).update(`msg_1.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${mac}`,
  };
}

async function countOutcomes(): Promise<Record<string, number>> {
  const { values } = await shell.context.metrics.webhooks.get();
  return Object.fromEntries(values.map(({ labels, value }) => [labels['outcome'], value]));
}

describe('a webhook with the store’s secret', () => {
  it('is in the database when it is answered, and wakes the store’s work', async () => {
    const answer = await deliver(order(118)).expect(200);
    expect(answer.text).toBe('');
    expect(await find('118')).toMatchObject({ store: 'abc123', kind: 'order', id: '118' });
    expect(shell.nudged).toEqual(['abc123']);
  });

  it('is taken with a signature, also one of two days ago', async () => {
    const body = JSON.stringify(order(119));
    await deliver(body, signatureOf(body)).expect(200);
    await deliver(body, signatureOf(body, Math.floor(Date.now() / 1000) - 172_000)).expect(200);
    expect(await find('119')).not.toBeNull();
  });

  it('is refused with a wrong signature', async () => {
    await deliver(order(120), signatureOf('{"another":"body"}')).expect(401);
    expect(await find('120')).toBeNull();
  });

  it('does nothing for scopes that are none of our business', async () => {
    await deliver({ scope: 'store/cart/created', data: { id: 'x' } }).expect(200);
    expect(shell.nudged).toEqual([]);
  });

  it.each([
    ['no JSON', '{"scope":', 400],
    ['nothing', '', 400],
    ['deep JSON', '['.repeat(30_000), 400],
    ['an operator as id', order({ $ne: 1 }), 400],
    ['an operator as text', order('{"$ne":1}'), 400],
    ['64 kB and more', order('1'.repeat(64 * 1024)), 413],
    ['10 MB', order('1'.repeat(10 * 1024 * 1024)), 413],
  ])('is refused with %s, and nothing is written', async (_, body, status) => {
    const before = await shell.context.db.changes.count('abc123');
    await deliver(body).expect(status);
    expect(await shell.context.db.changes.count('abc123')).toBe(before);
    expect(shell.nudged).toEqual([]);
  });

  it('tells when the last one came, in the panel’s figures', async () => {
    await deliver(order(121)).expect(200);
    await expect
      .poll(async () => (await shell.context.db.stores.get('abc123'))?.lastWebhookAt)
      .toBeInstanceOf(Date);
  });

  it('a thousand at once of the same order are one thing to do', async () => {
    const before = await shell.context.db.changes.count('abc123');
    const server = shell.app.listen(0);
    try {
      const answers = await Promise.all(
        Array.from({ length: 1_000 }, () =>
          request(server)
            .post('/bigcommerce/webhooks/abc123')
            .set('x-aiq-hook-secret', secret)
            .send(JSON.stringify(order(122))),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1_000);
    } finally {
      server.close();
    }
    expect(await shell.context.db.changes.count('abc123')).toBe(before + 1);
  });

  it('is noted without waking anything while the store is frozen', async () => {
    await shell.install('frozen1');
    await shell.context.db.stores.setFreeze('frozen1', { since: new Date(), by: 1 });
    shell.nudged.length = 0;
    const headers = { 'x-aiq-hook-secret': shell.hookSecrets.get('frozen1') ?? '' };
    await post('frozen1', order(1), headers).expect(200);
    expect(await shell.context.db.changes.count('frozen1')).toBe(1);
    expect(shell.nudged).toEqual([]);
  });
});

describe('a forged webhook', () => {
  it.each([
    ['no secret', {}],
    ['an empty secret', { 'x-aiq-hook-secret': '' }],
    ['a wrong secret', { 'x-aiq-hook-secret': 'A'.repeat(43) }],
    ['a good signature alone', signatureOf(JSON.stringify(order(130)))],
  ])('is refused with %s', async (_, headers) => {
    await post('abc123', order(130), headers).expect(401);
    expect(await find('130')).toBeNull();
  });

  it('is refused with the secret of another store', async () => {
    await shell.install('other1');
    await post('abc123', order(130), {
      'x-aiq-hook-secret': shell.hookSecrets.get('other1') ?? '',
    }).expect(401);
    expect(await find('130')).toBeNull();
  });

  it('is refused with 10 MB, which are not read', async () => {
    await post('abc123', 'x'.repeat(10 * 1024 * 1024), { 'x-aiq-hook-secret': 'wrong' }).expect(401);
  });

  it('is limited, and true ones are not', async () => {
    await shell.install('flooded');
    const trueSecret = shell.hookSecrets.get('flooded') ?? '';
    const statuses = new Set<number>();
    for (let count = 0; count < 80; count += 1) {
      statuses.add((await post('flooded', order(1), { 'x-aiq-hook-secret': 'wrong' })).status);
    }
    expect(statuses).toEqual(new Set([401, 429]));
    await post('flooded', order(1), { 'x-aiq-hook-secret': trueSecret }).expect(200);
  });

  it.each(['..%2Fx', 'ABC', 'a'.repeat(41), '%24ne'])('finds no store called %s', async (store) => {
    await post(store, order(1), { 'x-aiq-hook-secret': secret }).expect(401);
  });

  it('is limited by its address when it names no store, whatever it names instead', async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 80; count += 1)
      statuses.add((await post(`NO-STORE-${count}`, order(1))).status);
    expect(statuses).toEqual(new Set([401, 429]));
  });
});

describe('a webhook of a store that is not there', () => {
  it('is answered 200, so that BigCommerce does not block the others, and counted', async () => {
    const before = (await countOutcomes())['unknown-store'] ?? 0;
    await post('nowhere', order(1), { 'x-aiq-hook-secret': secret }).expect(200);
    expect((await countOutcomes())['unknown-store']).toBe(before + 1);
    expect(await shell.context.db.changes.count('nowhere')).toBe(0);
  });

  it('is answered 200 after uninstalling', async () => {
    await shell.install('gone1');
    const iat = Math.floor(Date.now() / 1000) + 1;
    await shell
      .get(`/bigcommerce/uninstall?signed_payload_jwt=${shell.signPayload({ sub: 'stores/gone1', iat })}`)
      .expect(200);
    await post('gone1', order(1), { 'x-aiq-hook-secret': shell.hookSecrets.get('gone1') ?? '' }).expect(200);
    expect(await shell.context.db.changes.count('gone1')).toBe(0);
  });
});

describe('the secret', () => {
  it('of an earlier installation is refused within seconds, although it was known', async () => {
    await shell.install('renewed1');
    const old = shell.hookSecrets.get('renewed1') ?? '';
    await post('renewed1', order(1), { 'x-aiq-hook-secret': old }).expect(200);
    const iat = Math.floor(Date.now() / 1000) + 1;
    await shell
      .get(`/bigcommerce/uninstall?signed_payload_jwt=${shell.signPayload({ sub: 'stores/renewed1', iat })}`)
      .expect(200);
    await shell.install('renewed1');
    const status = async () => (await post('renewed1', order(1), { 'x-aiq-hook-secret': old })).status;
    await expect.poll(status, { timeout: 10_000, interval: 250 }).toBe(401);
  });

  it('is not read from the database for each webhook', async () => {
    let readings = 0;
    const { app } = routerWith({
      stores: {
        get: (hash) => {
          readings += 1;
          return shell.context.db.stores.get(hash);
        },
        touch: async () => undefined,
      },
    });
    for (let count = 0; count < 20; count += 1) {
      await post('abc123', order(1), { 'x-aiq-hook-secret': secret }, app).expect(200);
    }
    expect(readings).toBe(1);
  });

  it('that cannot be opened blocks nobody: the sweeps find what was missed', async () => {
    const store = await shell.install('broken1');
    const { db } = shell.context;
    await db.stores.install({
      hash: 'broken1',
      tokenSealed: store.tokenSealed ?? '',
      scopes: store.scopes,
      owner: store.owner,
      hookSecretSealed: shell.context.sealer.seal('abc123', 'hook-secret', 'of another store'),
      now: new Date(),
    });
    await post('broken1', order(1), { 'x-aiq-hook-secret': 'any' }).expect(200);
    expect(await db.changes.count('broken1')).toBe(0);
    expect(await countOutcomes()).toMatchObject({ 'unreadable-secret': 1 });
  });
});

describe('the signature, when it is required', () => {
  it('refuses webhooks without one', async () => {
    const { app } = routerWith({}, { webhookSignature: 'required' });
    await post('abc123', order(140), { 'x-aiq-hook-secret': secret }, app).expect(401);
    const body = JSON.stringify(order(141));
    await post('abc123', body, { 'x-aiq-hook-secret': secret, ...signatureOf(body) }, app).expect(200);
    expect(await find('140')).toBeNull();
    expect(await find('141')).not.toBeNull();
  });
});

describe('while the database is down', () => {
  const down = () => Promise.reject(new Error('connection refused'));

  it('no webhook is answered 200, so BigCommerce comes again', async () => {
    const { app } = routerWith({ changes: { note: down } });
    await post('abc123', order(150), { 'x-aiq-hook-secret': secret }, app).expect(503);
    expect(shell.nudged).toEqual([]);
  });

  it('a store cannot be looked up either', async () => {
    const { app } = routerWith({ stores: { get: down, touch: down } });
    await post('abc123', order(150), { 'x-aiq-hook-secret': secret }, app).expect(503);
  });

  it('the time of the last webhook may be lost', async () => {
    const stores = { get: (hash: string) => shell.context.db.stores.get(hash), touch: down };
    const { app } = routerWith({ stores });
    await post('abc123', order(151), { 'x-aiq-hook-secret': secret }, app).expect(200);
  });
});

describe('crash points', () => {
  it('stand before the note and after it, before the answer', async () => {
    const passed: string[] = [];
    const noted: boolean[] = [];
    const { app } = routerWith(
      {},
      {
        crashPoint: (name) => void passed.push(name),
        db: {
          stores: shell.context.db.stores,
          changes: {
            note: async (...call) => {
              noted.push(passed.includes('webhook-before-note') && !passed.includes('webhook-noted'));
              await shell.context.db.changes.note(...call);
            },
          },
        },
      },
    );
    await post('abc123', order(160), { 'x-aiq-hook-secret': secret }, app).expect(200);
    expect(passed).toEqual(['webhook-before-note', 'webhook-noted']);
    expect(noted).toEqual([true]);
  });
});

it('none of all this left a secret in the log', () => {
  const log = shell.lines.join('');
  expect(log).toContain('malformed');
  for (const value of [...shell.hookSecrets.values(), 'canary']) expect(log).not.toContain(value);
});

/** The router alone, over the real database with parts of it replaced. */
function routerWith(db: Partial<WebhookDeps['db']>, changes: Partial<WebhookDeps> = {}) {
  const { context } = shell;
  const app = express();
  app.use(
    createWebhookRouter({
      db: { stores: context.db.stores, changes: context.db.changes, ...db },
      sealer: context.sealer,
      clock: context.clock,
      log: context.log,
      metrics: context.metrics,
      engine: { nudge: (store) => void shell.nudged.push(store) },
      clientSecret: canary.clientSecret,
      webhookSignature: 'when-present',
      toChange: webhookToChange,
      scopes: hookScopes,
      crashPoint: () => undefined,
      ...changes,
    }),
  );
  return { app };
}
