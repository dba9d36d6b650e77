import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestAiq, type TestAiq } from './testing.ts';

let sandbox: TestAiq;
beforeAll(async () => {
  sandbox = await startTestAiq();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.aiq.clear();
  sandbox.aiq.resetSwitches();
});

const inventory = '/api/v1.1/createUpdateInventory/1234';
const items = (count: number) =>
  Array.from({ length: count }, (_none, index) => ({ sku: `S${index}`, price: 1.5 }));

test('items are upserted by product id or sku, later', async () => {
  await sandbox.call('POST', inventory, [{ product_id: '7', sku: 'A', quantity: 3 }, { sku: 'B' }]);
  expect(sandbox.aiq.state('1234').inventory()).toEqual([]);
  sandbox.aiq.flush();
  await sandbox.call('POST', inventory, [{ product_id: '7', sku: 'A2', quantity: 2 }]);
  sandbox.aiq.flush();
  expect(sandbox.aiq.state('1234').inventory()).toMatchObject([
    { key: 'id:7', item: { sku: 'A2', quantity: 2 }, withdrawn: false, writes: 2 },
    { key: 'B', withdrawn: false, writes: 1 },
  ]);
});

test('at most 100 items, each with a sku or product id and right types', async () => {
  expect((await sandbox.call('POST', inventory, items(100))).status).toBe(200);
  expect((await sandbox.call('POST', inventory, items(101))).status).toBe(400);
  expect((await sandbox.call('POST', inventory, [{ name: 'x' }])).status).toBe(400);
  expect((await sandbox.call('POST', inventory, [{ sku: 'A', price: '1.50' }])).status).toBe(400);
  expect((await sandbox.call('POST', inventory, { sku: 'A' })).status).toBe(400);
});

test('inactive and empty items count as withdrawn', async () => {
  const sent = [
    { sku: 'A', active: false, quantity: 5 },
    { sku: 'B', quantity: 0 },
    { sku: 'C', quantity: 1, active: true },
  ];
  await sandbox.call('POST', inventory, sent);
  sandbox.aiq.flush();
  expect(
    sandbox.aiq
      .state('1234')
      .inventory()
      .map((one) => one.withdrawn),
  ).toEqual([true, true, false]);
});

const ingest = (overrides: Record<string, unknown> = {}) =>
  sandbox.call('POST', '/api/v2/integrators/events/ingest', {
    integratorSlug: 'bigcommerce',
    eventName: 'cart_abandoned',
    timestamp: 1768478400,
    event: { cart: 'x' },
    email: 'a@example.com',
    ...overrides,
  });

test('a complete event is stored', async () => {
  expect((await ingest()).status).toBe(200);
});

test.each([
  ['no slug', { integratorSlug: undefined }],
  ['a name with capitals', { eventName: 'CartAbandoned' }],
  ['a timestamp in text', { timestamp: '1768478400' }],
  ['a timestamp in milliseconds', { timestamp: 1768478400000 }],
  ['a payload that is a list', { event: [] }],
  ['nobody', { email: undefined }],
])('an event with %s is refused', async (_name, overrides) => {
  const { status, body } = await ingest(overrides);
  expect([status, body.errors.length]).toEqual([400, 1]);
});

test('every problem of an event is named, and milliseconds can be let through', async () => {
  expect((await ingest({ integratorSlug: '', eventName: '', email: '' })).body.errors).toHaveLength(3);
  sandbox.aiq.setSwitches({ rejectMillisecondTimestamps: false });
  expect((await ingest({ timestamp: 1768478400000 })).status).toBe(200);
});
