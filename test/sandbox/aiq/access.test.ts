import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildSale, startTestAiq, type TestAiq } from './testing.ts';

let sandbox: TestAiq;
beforeAll(async () => {
  sandbox = await startTestAiq();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.aiq.clear();
  sandbox.aiq.resetSwitches();
});

const stores = '/api/v1.1/stores/1234';
const key = 'sandbox-key-of-account-1234';
const noKey = { success: false, code: 403, errors: [{ message: 'Please provide a valid API key' }] };

test('a good key with its own UID gets the stores in the envelope', async () => {
  const { status, body } = await sandbox.call('GET', stores);
  expect(status).toBe(200);
  expect(body).toMatchObject({ success: true, code: 200 });
  expect(body.data.stores).toHaveLength(4);
  expect(body.data.stores[0]).toMatchObject({ id: 101, name: 'Front Street', userID: '1234' });
});

test.each([
  ['no key', {}],
  ['a wrong key', { 'x-apikey': 'wrong' }],
  ['the key as bearer token', { authorization: `Bearer ${key}` }],
  ['the hyphenated header', { 'x-api-key': key }],
])('%s is refused with 403 and the known message', async (_name, headers) => {
  const { status, body } = await sandbox.call('GET', stores, undefined, headers);
  expect(status).toBe(403);
  expect(body).toEqual(noKey);
});

test('the key in the query string is refused', async () => {
  const { status, body } = await sandbox.call(
    'GET',
    `${stores}?apikey=${key}&X-APIKEY=${key}`,
    undefined,
    {},
  );
  expect([status, body]).toEqual([403, noKey]);
});

test('a revoked key stops working and a new one starts', async () => {
  sandbox.aiq.revokeKey('1234');
  expect((await sandbox.call('GET', stores)).status).toBe(403);
  sandbox.aiq.replaceKey('1234', 'new-key');
  expect((await sandbox.call('GET', stores)).status).toBe(403);
  expect((await sandbox.call('GET', stores, undefined, { 'x-apikey': 'new-key' })).status).toBe(200);
  sandbox.aiq.replaceKey('1234', key);
});

test("a good key with another account's UID is refused, with a switchable status", async () => {
  sandbox.aiq.createAccount({ uid: '5678', key: 'key-5678', stores: [] });
  const other = '/api/v1.1/stores/5678';
  expect((await sandbox.call('GET', other)).body).toMatchObject({ success: false, code: 403 });
  sandbox.aiq.setSwitches({ wrongUidStatus: 404 });
  expect((await sandbox.call('GET', other)).body).toMatchObject({ success: false, code: 404 });
  sandbox.aiq.setSwitches({ wrongUidStatus: 200 });
  expect((await sandbox.call('GET', other)).body).toEqual({ success: true, code: 200, data: null });
});

test('unknown paths, wrong methods and broken JSON are refused in the envelope', async () => {
  for (const path of ['/api/v2/tiers/1234', '/api/v2/stores', '/api/v1.1/optin/1234', '/other']) {
    const { status, body } = await sandbox.call('GET', path);
    expect([status, body]).toEqual([404, { success: false, code: 404, errors: [{ message: 'Not Found' }] }]);
  }
  const wrongMethod = await sandbox.call('DELETE', stores);
  expect(wrongMethod.body).toEqual({
    success: false,
    code: 405,
    errors: [{ message: 'Method Not Allowed' }],
  });
  const broken = await sandbox.call('POST', '/api/v2/loyalty', '{"email":');
  expect(broken.body).toEqual({ success: false, code: 400, errors: [{ message: 'Bad Request' }] });
  const text = await sandbox.call('POST', '/api/v2/loyalty', '{}', {
    'x-apikey': key,
    'content-type': 'text/plain',
  });
  expect(text.status).toBe(400);
  expect((await sandbox.call('GET', '/api/v1.1/piis/1234/export')).status).toBe(400);
});

test('a body over the limit is refused with 413 and nothing is stored', async () => {
  sandbox.aiq.setSwitches({ maxBodyBytes: 100 });
  expect((await sandbox.call('POST', '/api/v1.1/createUpdateSale/1234', buildSale())).status).toBe(413);
  expect(sandbox.aiq.totals('1234').saleWrites).toBe(0);
});

test('rate limits refuse with 429 until the window has passed, with Retry-After when switched on', async () => {
  sandbox.aiq.setSwitches({ perSecond: 2, perMinute: 3 });
  expect((await sandbox.call('GET', stores)).status).toBe(200);
  expect((await sandbox.call('GET', stores)).status).toBe(200);
  const refused = await sandbox.call('GET', stores);
  expect(refused.body).toEqual({ success: false, code: 429, errors: [{ message: 'Too Many Requests' }] });
  expect(refused.headers.get('retry-after')).toBeNull();
  sandbox.clock.advance(1000);
  expect((await sandbox.call('GET', stores)).status).toBe(200);
  sandbox.aiq.setSwitches({ retryAfterHeader: true });
  const perMinute = await sandbox.call('GET', stores);
  expect([perMinute.status, perMinute.headers.get('retry-after')]).toEqual([429, '59']);
  sandbox.clock.advance(59_000);
  expect((await sandbox.call('GET', stores)).status).toBe(200);
});

test('limits and other switches of one account leave the others alone', async () => {
  sandbox.aiq.createAccount({ uid: '5678', key: 'key-5678', stores: [] });
  sandbox.aiq.setSwitches({ perHour: 0 }, '1234');
  expect((await sandbox.call('GET', stores)).status).toBe(429);
  const other = await sandbox.call('GET', '/api/v1.1/stores/5678', undefined, { 'x-apikey': 'key-5678' });
  expect(other.status).toBe(200);
  expect(() => sandbox.aiq.setSwitches({ nonsense: 1 } as never)).toThrow('unknown switch "nonsense"');
  expect(() => sandbox.aiq.setSwitches({ bulkDelayMs: -1 })).toThrow('bulkDelayMs');
  expect(() => sandbox.aiq.setSwitches(JSON.parse('{"__proto__":1}') as object)).toThrow('unknown switch');
});

test('requests are counted by endpoint, status, account and key', async () => {
  await sandbox.call('GET', stores);
  await sandbox.call('GET', stores, undefined, { 'x-apikey': 'wrong' });
  await sandbox.call('POST', '/api/v1.1/createUpdateSales/1234', [buildSale(), buildSale()]);
  await expect
    .poll(() =>
      sandbox.aiq.requests.list().map((one) => [one.endpoint, one.status, one.account, one.key, one.records]),
    )
    .toEqual([
      ['stores', 200, '1234', key, 1],
      ['stores', 403, null, 'wrong', 1],
      ['createUpdateSales', 200, '1234', key, 2],
    ]);
  expect(sandbox.aiq.requests.mostAtOnce('1234')).toBe(1);
});
