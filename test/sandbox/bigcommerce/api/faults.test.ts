import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './testing.ts';

let sandbox: TestApi;
beforeAll(async () => {
  sandbox = await startTestApi({ size: { orders: 60, customers: 40 } });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.api.resetSwitches();
  sandbox.api.setSwitches({ quota: 1_000_000 });
  sandbox.store.actions.reset();
});

test.each([
  ['401', 401, /"status":401/],
  ['429', 429, /^$/],
  ['500', 500, /"status":500/],
  ['html-502', 502, /<html>/],
  ['empty-503', 503, /^$/],
  ['507', 507, /"status":507/],
  ['html-200', 200, /<html>/],
  ['null', 200, /^null$/],
  ['empty-200', 200, /^$/],
  ['garbage', 200, /^\{\ufffd/],
  ['redirect', 302, /^$/],
] as const)('%s is answered instead of the work', async (failWith, status, text) => {
  sandbox.api.setSwitches({ failWith });
  const answer = await sandbox.call('POST', '/v3/customers', [
    { email: 'a@b.co', first_name: 'A', last_name: 'B' },
  ]);
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(text);
  expect(sandbox.store.oracle.counts().customers).toBe(40);
});

test('cut connections and half answers come before or after the work', async () => {
  const create = (email: string) =>
    sandbox.call('POST', '/v3/customers', [{ email, first_name: 'A', last_name: 'B' }]);
  const count = () => sandbox.store.oracle.counts().customers;
  sandbox.api.setSwitches({ failWith: 'reset' });
  await expect(create('a@b.co')).rejects.toThrow();
  expect(count()).toBe(40);
  sandbox.api.setSwitches({ failWith: 'cut-after-accept' });
  await expect(create('b@b.co')).rejects.toThrow();
  expect(count()).toBe(41);
  sandbox.api.setSwitches({ failWith: 'cut' });
  await expect(create('c@b.co')).rejects.toThrow();
  expect(count()).toBe(42);
  sandbox.api.setSwitches({ failWith: 'truncated' });
  const half = await create('d@b.co');
  expect([half.status, typeof half.body]).toEqual([200, 'string']);
});

test('failures can be of one route, one store, a share or a number of requests', async () => {
  sandbox.api.setSwitches({ failWith: '500', failRoutes: ['GET /v2/orders/:order_id'], failTimes: 2 }, 'abc');
  const status = async (path: string) => (await sandbox.call('GET', path)).status;
  expect([await status('/v2/orders'), await status('/v2/orders/100')]).toEqual([200, 500]);
  expect([await status('/v2/orders/100'), await status('/v2/orders/100')]).toEqual([500, 200]);
  sandbox.api.setSwitches({ failRoutes: null, failTimes: null, failShare: 0.5 }, 'abc');
  const statuses = await Promise.all(Array.from({ length: 60 }, () => status('/v2/time')));
  const failed = statuses.filter((one) => one === 500).length;
  expect(failed).toBeGreaterThan(15);
  expect(failed).toBeLessThan(45);
});

test('every answer with the line items of an order can fail, and no other', async () => {
  const status = async (path: string) => (await sandbox.call('GET', path)).status;
  const lines = 'include=consignments.line_items&consignment_structure=object';
  sandbox.api.setSwitches({ failWith: 'html-502', failOrders: [110] });
  expect([await status(`/v2/orders?${lines}`), await status(`/v2/orders/110?${lines}`)]).toEqual([502, 502]);
  expect([await status('/v2/orders'), await status(`/v2/orders?min_id=111&${lines}`)]).toEqual([200, 200]);
  sandbox.api.setSwitches({ failWith: 'truncated' });
  expect(typeof (await sandbox.call('GET', `/v2/orders/110?${lines}`)).body).toBe('string');
});

test('reads may be stale for a while after a write: the old version, or 404 for what is new', async () => {
  sandbox.clock.advance(60_000);
  const before = (await sandbox.call('GET', '/v2/orders/110')).body.status_id as number;
  sandbox.api.setSwitches({ staleMs: 10_000 });
  sandbox.store.actions.setOrderStatus(110, before === 3 ? 9 : 3);
  const id = sandbox.store.actions.placeOrder();
  sandbox.clock.advance(9_000);
  expect((await sandbox.call('GET', '/v2/orders/110')).body.status_id).toBe(before);
  expect((await sandbox.call('GET', `/v2/orders/${id}`)).status).toBe(404);
  expect((await sandbox.call('GET', `/v2/orders?min_id=${id}`)).status).toBe(204);
  sandbox.clock.advance(1_000);
  expect((await sandbox.call('GET', '/v2/orders/110')).body.status_id).not.toBe(before);
  expect((await sandbox.call('GET', `/v2/orders/${id}`)).status).toBe(200);
});

test('answers may have unknown fields and numbers as strings', async () => {
  sandbox.api.setSwitches({ extraFields: true, numbersAsStrings: true });
  const { body } = await sandbox.call('GET', '/v3/customers?limit=1');
  expect(body.data[0]).toMatchObject({ id: '1', brand_new_field: { enabled: true } });
});

test.each([
  ['413', 413],
  ['422', 422],
] as const)('a limit above 250 can be refused with %s', async (limitAbove250, status) => {
  sandbox.api.setSwitches({ limitAbove250 });
  expect((await sandbox.call('GET', '/v3/customers?limit=251')).status).toBe(status);
  expect((await sandbox.call('GET', '/v3/customers?limit=250')).status).toBe(200);
});
