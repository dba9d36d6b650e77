import { request } from 'node:http';
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

const single = '/api/v1.1/createUpdateSale/1234';
const send = () => sandbox.call('POST', single, buildSale());
const stored = () => sandbox.aiq.totals('1234').saleWrites;

test.each([
  ['500', 500, 'Internal Server Error'],
  ['503', 503, 'Service Unavailable'],
  ['429', 429, 'Too Many Requests'],
] as const)('%s answers in the envelope and stores nothing', async (failWith, status, message) => {
  sandbox.aiq.setSwitches({ failWith });
  expect((await send()).body).toEqual({ success: false, code: status, errors: [{ message }] });
  expect(stored()).toBe(0);
});

test.each([
  ['html', 200, /<html>/],
  ['html-502', 502, /<html>/],
  ['truncated', 200, /^\{"success":true,"code":200,"da$/],
] as const)('%s answers with what is no JSON', async (failWith, status, text) => {
  sandbox.aiq.setSwitches({ failWith });
  const answer = await send();
  expect([answer.status, stored()]).toEqual([status, 0]);
  expect(answer.body).toMatch(text);
});

test('success-false and wrong-types are 200 and store nothing; data-null stores', async () => {
  sandbox.aiq.setSwitches({ failWith: 'success-false' });
  expect(await send()).toMatchObject({ status: 200, body: { success: false } });
  sandbox.aiq.setSwitches({ failWith: 'wrong-types' });
  expect(await send()).toMatchObject({ status: 200, body: { success: 'yes' } });
  expect(stored()).toBe(0);
  sandbox.aiq.setSwitches({ failWith: 'data-null' });
  expect((await send()).body).toEqual({ success: true, code: 200, data: null });
  expect(stored()).toBe(1);
});

test('cut connections: before, in the middle of, and after the work', async () => {
  sandbox.aiq.setSwitches({ failWith: 'reset' });
  await expect(send()).rejects.toThrow();
  sandbox.aiq.setSwitches({ failWith: 'cut' });
  await expect(send()).rejects.toThrow();
  expect(stored()).toBe(0);
  sandbox.aiq.setSwitches({ failWith: 'cut-after-accept' });
  await expect(send()).rejects.toThrow();
  expect(stored()).toBe(1);
  await expect
    .poll(() => sandbox.aiq.requests.list().map(({ status, requests }) => [status, requests]))
    .toEqual([[0, 3]]);
});

test.each([
  ['timeout-after-accept', 1],
  ['hang', 0],
] as const)('%s never answers', async (failWith, writes) => {
  sandbox.aiq.setSwitches({ failWith });
  const controller = new AbortController();
  const answer = fetch(sandbox.url + single, {
    method: 'POST',
    body: JSON.stringify(buildSale()),
    headers: { 'x-apikey': 'sandbox-key-of-account-1234', 'content-type': 'application/json' },
    signal: controller.signal,
  });
  await expect.poll(() => sandbox.aiq.requests.mostAtOnce('1234')).toBe(1);
  await expect.poll(stored).toBe(writes);
  controller.abort();
  await expect(answer).rejects.toThrow();
});

test('drip carries out at once and answers byte by byte', async () => {
  sandbox.aiq.setSwitches({ failWith: 'drip', dripMs: 1 });
  const sizes: number[] = [];
  const body = await new Promise<string>((resolve, reject) => {
    const get = request(`${sandbox.url}/api/v1.1/stores/1234`, {
      headers: { 'x-apikey': 'sandbox-key-of-account-1234' },
    });
    get.on('error', reject);
    get.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        sizes.push(chunk.length);
        text += chunk.toString();
      });
      response.on('end', () => resolve(text));
    });
    get.end();
  });
  expect(JSON.parse(body)).toMatchObject({ success: true });
  expect(sizes.length).toBeGreaterThan(20);
});

test('huge sends as many bytes as switched', async () => {
  sandbox.aiq.setSwitches({ failWith: 'huge', hugeBytes: 3_000_000 });
  const answer = await sandbox.call('GET', '/api/v1.1/stores/1234');
  expect(answer.body.data).toHaveLength(3_000_000);
});

test('failures can be limited in number, to endpoints, and to a share drawn from the seed', async () => {
  sandbox.aiq.setSwitches({ failWith: '500', failTimes: 2, failEndpoints: ['createUpdateSale'] });
  const statuses = [];
  for (let time = 0; time < 3; time++) statuses.push((await send()).status);
  expect(statuses).toEqual([500, 500, 200]);
  sandbox.aiq.setSwitches({ failTimes: null });
  expect((await sandbox.call('GET', '/api/v1.1/stores/1234')).status).toBe(200);
  expect((await send()).status).toBe(500);
  sandbox.aiq.setSwitches({ failShare: 0.5 });
  const row: number[] = [];
  for (let time = 0; time < 40; time++) row.push((await send()).status);
  expect(new Set(row)).toEqual(new Set([200, 500]));
});

test('a switch of one account does not fail another', async () => {
  sandbox.aiq.createAccount({ uid: '5678', key: 'key-5678', stores: [] });
  sandbox.aiq.setSwitches({ failWith: '500' }, '1234');
  expect((await send()).status).toBe(500);
  const other = await sandbox.call('GET', '/api/v1.1/stores/5678', undefined, { 'x-apikey': 'key-5678' });
  expect(other.status).toBe(200);
});

test('latency delays every answer by real time', async () => {
  sandbox.aiq.setSwitches({ latencyMs: 60 });
  const started = performance.now();
  await send();
  expect(performance.now() - started).toBeGreaterThanOrEqual(55);
});
