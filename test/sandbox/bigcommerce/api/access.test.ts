import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './testing.ts';

let sandbox: TestApi;
beforeAll(async () => {
  sandbox = await startTestApi();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.api.resetSwitches();
  sandbox.api.setSwitches({ quota: 1_000_000 });
  sandbox.clock.advance(60_000);
  sandbox.api.requests.clear();
});

const withToken = (token: string) => ({ 'x-auth-token': token });

describe('who may call', () => {
  test('a missing, unknown or other store’s token is 401, in the words of each version', async () => {
    for (const token of ['', 'no-such-token', sandbox.grant(['store_v2_orders'], 'other')]) {
      const v2 = await sandbox.call('GET', '/v2/orders', undefined, withToken(token));
      expect([v2.status, v2.body]).toMatchObject([401, [{ status: 401 }]]);
      const v3 = await sandbox.call('GET', '/v3/customers', undefined, withToken(token));
      expect([v3.status, v3.body]).toMatchObject([401, { status: 401, errors: {} }]);
    }
    sandbox.api.setSwitches({ unauthorizedBody: 'string' });
    const bare = await sandbox.call('GET', '/v3/customers', undefined, withToken('x'));
    expect(bare.body).toMatch(/^Unauthorized/);
    expect(bare.headers.get('x-rate-limit-requests-quota')).toBeNull();
  });

  test('a token without the scope is 403; reading needs either scope, writing the one for it', async () => {
    const reader = withToken(sandbox.grant(['store_v2_customers_read_only']));
    expect((await sandbox.call('GET', '/v3/customers', undefined, reader)).status).toBe(200);
    const refused = await sandbox.call('POST', '/v3/customers', [], reader);
    expect([refused.status, refused.body.title]).toEqual([
      403,
      "You don't have a required scope to access the endpoint",
    ]);
    expect((await sandbox.call('GET', '/v2/orders', undefined, reader)).status).toBe(403);
    const payments = withToken(sandbox.grant(['store_v2_transactions_read_only']));
    expect(
      (await sandbox.call('GET', '/v3/orders/payment_actions/refunds', undefined, payments)).status,
    ).toBe(200);
  });

  test('the guard lets hooks’ routes in with any good token, reads their body and tells the quota', async () => {
    const nobody = await sandbox.call('POST', '/v3/hooks', {}, withToken('x'));
    expect(nobody.status).toBe(401);
    const answer = await sandbox.call('POST', '/v3/hooks', { scope: 'x' }, withToken(sandbox.grant([])));
    expect(answer.body).toMatchObject({ locals: { storeHash: 'abc' }, body: { scope: 'x' } });
    expect(answer.headers.get('x-rate-limit-requests-left')).not.toBeNull();
  });
});

describe('what a request must look like', () => {
  test('unknown paths are 404, wrong methods 405, each in its version’s form', async () => {
    expect((await sandbox.call('GET', '/v2/nothing')).body).toEqual([
      { status: 404, message: 'The requested resource was not found.' },
    ]);
    expect((await sandbox.call('GET', '/v3/nothing')).body).toEqual({
      status: 404,
      title: 'The requested resource was not found.',
      type: expect.stringContaining('api-status-codes') as unknown,
    });
    expect((await sandbox.call('POST', '/v3/sites/1000', {})).status).toBe(405);
    expect((await sandbox.call('DELETE', '/v2/store')).status).toBe(405);
  });

  test('another Accept is 406, a body that is not declared as JSON 415, broken JSON 400', async () => {
    expect((await sandbox.call('GET', '/v2/orders', undefined, { accept: 'text/html' })).status).toBe(406);
    expect((await sandbox.call('POST', '/v3/customers', '[]', { 'content-type': 'text/plain' })).status).toBe(
      415,
    );
    expect((await sandbox.call('POST', '/v3/customers', '[{')).status).toBe(400);
    expect((await sandbox.call('POST', '/v3/customers', {})).status).toBe(422);
  });

  test('a URL of more than 8 kB is 414; a list of ids has no other limit', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, place) => 100_000 + place).join(',');
    expect((await sandbox.call('GET', `/v3/customers?id:in=${ids(1000)}`)).status).toBe(200);
    expect((await sandbox.call('GET', `/v3/customers?id:in=${ids(1200)}`)).status).toBe(414);
  });

  test('unknown parameters and other carelessness are tolerated and noted', async () => {
    expect((await sandbox.call('GET', '/v2/orders?limit=1000&surprise=1')).status).toBe(200);
    await sandbox.call('DELETE', '/v3/customers');
    const noted = sandbox.api.requests.carelessCalls('abc').map(({ what }) => what);
    expect(noted).toEqual([
      'unknown parameter surprise',
      'limit 1000 is more than 250',
      'deletion without a filter',
    ]);
  });
});

describe('the quota', () => {
  test('every answer tells it, and it is shared with the store’s other apps', async () => {
    sandbox.api.setSwitches({ quota: 10, otherAppsPerSecond: 1 });
    sandbox.clock.advance(60_000);
    const first = await sandbox.call('GET', '/v2/time');
    const told = (answer: typeof first) =>
      ['time-window-ms', 'time-reset-ms', 'requests-quota', 'requests-left'].map((name) =>
        Number(answer.headers.get(`x-rate-limit-${name}`)),
      );
    expect(told(first)).toEqual([30_000, 30_000, 10, 9]);
    sandbox.clock.advance(3000);
    expect(told(await sandbox.call('GET', '/v2/nothing'))).toEqual([30_000, 27_000, 10, 5]);
  });

  test('beyond it everything is 429 until the window of thirty seconds ends', async () => {
    sandbox.api.setSwitches({ quota: 2 });
    sandbox.clock.advance(60_000);
    sandbox.api.requests.clear();
    const statuses = async () => (await sandbox.call('GET', '/v3/customers')).status;
    expect([await statuses(), await statuses(), await statuses()]).toEqual([200, 200, 429]);
    // It might have been on its way.
    await statuses();
    expect(sandbox.api.requests.carelessCalls('abc')).toEqual([]);
    sandbox.clock.advance(1_000);
    const refused = await sandbox.call('GET', '/v2/orders');
    expect(refused.body).toEqual([{ status: 429, message: 'Too many requests' }]);
    expect(refused.headers.get('x-rate-limit-requests-left')).toBe('0');
    expect(sandbox.api.requests.quotaRefusals('abc')).toBe(3);
    expect(sandbox.api.requests.carelessCalls('abc').at(-1)?.what).toBe('before the reset after a 429');
    sandbox.clock.advance(28_999);
    expect(await statuses()).toBe(429);
    sandbox.clock.advance(1);
    expect(await statuses()).toBe(200);
    expect(sandbox.api.requests.windows('abc').map(({ requests }) => requests)).toEqual([6, 1]);
  });

  test.each([
    ['no-headers', false, true],
    ['empty-body', true, false],
  ] as const)('a 429 can come with %s', async (quotaAnswer, hasHeaders, hasBody) => {
    sandbox.api.setSwitches({ quota: 0, quotaAnswer, retryAfterHeader: true });
    const answer = await sandbox.call('GET', '/v3/customers');
    expect(answer.status).toBe(429);
    expect(answer.headers.has('x-rate-limit-time-reset-ms')).toBe(hasHeaders);
    expect(answer.text !== '').toBe(hasBody);
    expect(answer.headers.get('x-retry-after')).toBe('30');
  });

  test('another store has its own', async () => {
    sandbox.api.setSwitches({ quota: 0 }, 'abc');
    const token = sandbox.grant(['store_v2_information'], 'other');
    const response = await fetch(`${sandbox.url}/stores/other/v2/time`, { headers: withToken(token) });
    expect(response.status).toBe(200);
    expect((await sandbox.call('GET', '/v2/time')).status).toBe(429);
  });
});

test('more customer updates at once than documented are 429, and the log knows the most at once', async () => {
  sandbox.api.setSwitches({ latencyMs: 600 });
  const many = Array.from({ length: 6 }, () => sandbox.call('PUT', '/v3/customers', [{ id: 1, notes: 'x' }]));
  const statuses = (await Promise.all(many)).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
  expect(sandbox.api.requests.mostAtOnce('abc')).toBeGreaterThanOrEqual(4);
});

test('wrong switches are refused by name', () => {
  expect(() => sandbox.api.setSwitches({ quota: -1 })).toThrow('switch "quota" cannot be -1');
  expect(() => sandbox.api.setSwitches(JSON.parse('{"nope":1}') as object)).toThrow('unknown switch "nope"');
});

test('a client that hangs up is counted with status 0', async () => {
  sandbox.api.setSwitches({ failWith: 'hang' });
  const call = request(`${sandbox.url}/stores/abc/v2/time`, {
    headers: withToken(sandbox.grant(['store_v2_information'])),
  });
  call.on('error', () => undefined); // our own hanging up
  call.end();
  await expect.poll(() => sandbox.api.requests.mostAtOnce('abc')).toBe(1);
  call.destroy();
  await expect.poll(() => sandbox.api.requests.counts('abc').map(({ status }) => status)).toEqual([0]);
  expect(sandbox.api.requests.carelessCalls('abc')[0]?.what).toBe('without a User-Agent');
});
