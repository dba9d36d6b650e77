import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAiq } from './index.ts';
import { buildSale, createHandClock, startTestAiq, type TestAiq } from './testing.ts';

let sandbox: TestAiq;
beforeAll(async () => {
  sandbox = await startTestAiq();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.aiq.clear();
  sandbox.aiq.resetSwitches();
  await sandbox.call('POST', '/api/v2/loyalty', {
    mobilePhone: '3035550100',
    firstName: 'Ann',
    srcID: 'bc-abc-7',
    loyalty: true,
    disableSMS: true,
  });
  await sandbox.call('POST', '/api/v1.1/createUpdateSales/1234', [
    buildSale(),
    buildSale({ pos_id: 'second' }),
  ]);
});

const get = async (path: string) => (await sandbox.call('GET', `/sandbox/${path}`)).body;
const post = async (path: string, body: unknown = {}) =>
  (await sandbox.call('POST', `/sandbox/${path}`, body)).body;

test('totals, sales and personas are readable without a key', async () => {
  expect(await get('totals?uid=1234')).toMatchObject({ sales: 0, pending: 2 });
  await post('flush', { uid: '1234' });
  expect(await get('totals')).toMatchObject({ uid: '1234', sales: 2, total: '80.20', members: 1 });
  const sales = await get('sales?uid=1234&search=SECOND');
  expect(sales).toMatchObject({ total: 1, results: [{ pos_id: 'second', total: 40.1, visible: true }] });
  expect(await get('sales/second')).toMatchObject({
    payload: { visit: { pos_id: 'second' } },
    log: [{ order: 3 }],
  });
  expect((await get('personas?search=3035550100')).results[0]).toMatchObject({
    srcID: 'bc-abc-7',
    loyaltyPoints: 80,
  });
  expect(
    (await get('sales.ndjson'))
      .trim()
      .split('\n')
      .map((line: string) => JSON.parse(line).pos_id),
  ).toEqual(['bc-abc-100', 'second']);
  expect(await get('totals-by-place')).toEqual([{ place: 'Online', sales: 2, total: '80.20' }]);
  expect((await get('requests?uid=1234')).counts[0]).toMatchObject({ endpoint: 'loyalty', status: 200 });
  expect(await get('totals?uid=9')).toEqual({ error: 'no account 9' });
  expect(await get('sales/nothing')).toEqual({ error: 'no such sale' });
});

test('switches are set for all or for one account, and bad ones are refused', async () => {
  expect(await post('switches', { bulkDelayMs: 5 })).toMatchObject({ bulkDelayMs: 5 });
  expect(await post('switches', { uid: '1234', failWith: '500' })).toMatchObject({
    bulkDelayMs: 5,
    failWith: '500',
  });
  expect(await get('switches')).toMatchObject({ failWith: null });
  expect(await post('switches', { failWith: 'nonsense' })).toEqual({
    error: expect.stringContaining('failWith'),
  });
  await post('reset-switches');
  expect(await get('switches?uid=1234')).toMatchObject({ failWith: null, bulkDelayMs: 10 });
});

test('shoppers answer, keys change and accounts appear', async () => {
  await sandbox.call('PUT', '/api/v2/optin/text/3035550100/true?doubleOpt=true');
  expect(await post('answer-yes', { uid: '1234', phone: '3035550100' })).toEqual({ answered: true });
  expect(await get('optins')).toMatchObject([{ state: 'in', mobilePhone: '3035550100', name: 'Ann' }]);
  expect(await post('answer-stop', { phone: '3035550100' })).toEqual({ answered: true });
  expect(await get('texts')).toHaveLength(1);
  await post('accounts', { uid: '5678', key: 'key-5678', stores: [{ id: 1, name: 'One' }] });
  expect((await get('accounts')).map((one: { uid: string }) => one.uid)).toEqual(['1234', '5678']);
  await post('revoke-key', { uid: '5678' });
  const refused = await sandbox.call('GET', '/api/v1.1/stores/5678', undefined, { 'x-apikey': 'key-5678' });
  expect(refused.status).toBe(403);
});

test('a snapshot continues in another sandbox: same ids, sums, log and order', async () => {
  await sandbox.call(
    'POST',
    '/api/v1.1/createUpdateSale/1234',
    buildSale({ pos_id: 'waiting', pos_user: 'later' }),
  );
  const json: unknown = JSON.parse(JSON.stringify(await get('snapshot')));
  const other = createAiq({ seed: 7, clock: createHandClock() });
  other.restore(json);
  const [before, after] = [sandbox.aiq, other].map((aiq) => ({
    totals: aiq.totals('1234'),
    sales: [...aiq.state('1234').sales()],
    personas: [...aiq.state('1234').personas()],
    writes: aiq.state('1234').saleWrites('second'),
  }));
  expect(after).toEqual(before);
  expect(after?.totals).toMatchObject({ sales: 3, pending: 0 });
  expect(other.snapshot()).toEqual(json);
  expect(() => other.restore({})).toThrow('not a snapshot');
  other.close();
});

test('the page and its parts are served', async () => {
  for (const path of ['/', '/sandbox/page/style.css', '/sandbox/page/main.js']) {
    expect((await fetch(sandbox.url + path)).status).toBe(200);
  }
});

test('closing leaves no timer behind', async () => {
  const closing = await startTestAiq();
  closing.aiq.setSwitches({ merge: 'delayed' });
  await closing.call('POST', '/api/v1.1/createUpdateMember/1234', { srcID: 'x', email: 'x@example.com' });
  await closing.call('POST', '/api/v2/loyalty', { email: 'y@example.com' });
  await closing.close();
  closing.clock.advance(1e9);
  expect(closing.aiq.totals('1234').personas).toBe(1);
});
