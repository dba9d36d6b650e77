import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAiqClients, type AiqClients } from '../../server/aiq/clients.ts';
import type { AiqClient, AiqSale } from '../../server/aiq/types.ts';
import type { CallReport } from '../../server/upstream/calls.ts';
import { wasNotCarriedOut } from '../../server/upstream/errors.ts';
import { demoAccount, type Failure } from '../sandbox/aiq/index.ts';
import { startTestAiq, type TestAiq } from '../sandbox/aiq/testing.ts';
import { failureOf } from './clients-failure.ts';
import { sendJson, startScriptedServer } from './clients-server.ts';

describe('the AIQ client', () => {
  let sandbox: TestAiq;
  let clients: AiqClients;
  let reports: CallReport[];
  let client: AiqClient;

  beforeEach(async () => {
    reports = [];
    sandbox = await startTestAiq();
    clients = createAiqClients({
      baseUrl: sandbox.url,
      callsPerSecond: 1_000,
      clock: { now: () => new Date() },
      http: { timeoutMs: 300 },
      random: () => 0,
      onCall: (report) => reports.push(report),
    });
    client = clients.forAccount({ uid: demoAccount.uid, key: demoAccount.key, store: 'abc' });
  });
  afterEach(async () => {
    clients.close();
    await sandbox.close();
  });

  function buildSale(overrides: Partial<AiqSale> = {}): AiqSale {
    return {
      member: { email: 'jane@example.com', mobilePhone: '5125550142' },
      posId: 'bc-abc-100',
      posUser: 'bc-abc-7',
      posType: 'Online',
      transactionDate: new Date('2026-01-14T10:00:00Z'),
      transactionTotal: '40.10',
      location: 'Online',
      lines: [
        { sku: 'S1', name: 'Item', brand: 'B', category: 'C', price: '40.10', quantity: 1, discount: '0.00' },
      ],
      ...overrides,
    };
  }

  it('lists the retail stores of the account', async () => {
    const stores = await client.listStores();
    expect(stores).toEqual(sandbox.aiq.accounts()[0]?.stores);
    expect(stores.length).toBeGreaterThan(0);
  });

  it('says that a wrong key or a foreign UID is refused', async () => {
    const wrongKey = clients.forAccount({ uid: demoAccount.uid, key: 'wrong-key-1234', store: 'abc' });
    expect(await failureOf(wrongKey.listStores())).toMatchObject({
      failure: 'unauthorized',
      status: 403,
      detail: 'Please provide a valid API key',
    });
    const wrongUid = clients.forAccount({ uid: '9999', key: demoAccount.key, store: 'abc' });
    expect((await failureOf(wrongUid.listStores())).failure).toBe('unauthorized');
  });

  it('sends sales that AIQ accepts, single and many, and a repeat is one sale', async () => {
    await client.upsertSale(buildSale());
    await client.upsertSale(buildSale());
    const many = [101, 102, 103].map((id) => buildSale({ posId: `bc-abc-${id}`, transactionTotal: '0.1' }));
    await client.upsertSales(many);
    sandbox.aiq.flush();
    expect(sandbox.aiq.totals(sandbox.uid)).toMatchObject({ sales: 4 });
  });

  it('sends persons that AIQ accepts', async () => {
    await client.upsertPersona({ srcID: 'bc-abc-7', firstName: 'Jane', mobilePhone: '5125550142' });
    await client.upsertPersonas([
      { srcID: 'bc-abc-8', email: 'x@example.com' },
      { srcID: 'bc-abc-9', email: 'y@example.com' },
    ]);
    sandbox.aiq.flush();
    const { personas, total } = await client.listPersonas({ start: 0, limit: 100 });
    expect(total).toBe(3);
    expect(new Set(personas.map((persona) => persona.srcId))).toEqual(
      new Set(['bc-abc-7', 'bc-abc-8', 'bc-abc-9']),
    );
    expect(await client.listPersonas({ start: 100, limit: 100 })).toMatchObject({ personas: [], total: 3 });
  });

  it('enrols without a text and asks for a double opt-in once', async () => {
    const { contactId } = await client.enrol({ srcID: 'bc-abc-7', mobilePhone: '5125550142' });
    expect(contactId).toMatch(/^[0-9a-f]{32}$/);
    await client.requestDoubleOptIn('5125550142');
    const { personas } = await client.listPersonas({ start: 0, limit: 100 });
    expect(personas).toMatchObject([{ contactId, mobilePhone: '5125550142' }]);
    const answer = await sandbox.call('GET', `/api/v1.1/piis/${sandbox.uid}/${contactId}`);
    expect(answer.body.data).toMatchObject({ loyalty: true, hasRequested: true, smsconsent: false });
  });

  it('never repeats a double opt-in by itself', async () => {
    await client.enrol({ srcID: 'bc-abc-7', mobilePhone: '5125550142' });
    sandbox.aiq.setSwitches({ failWith: 'cut-after-accept', failEndpoints: ['optInText'] });
    expect((await failureOf(client.requestDoubleOptIn('5125550142'))).failure).toBe('network');
    expect(reports.filter((report) => report.route.includes('optin'))).toHaveLength(1);
    expect((await failureOf(client.requestDoubleOptIn('555-0142'))).failure).toBe('rejected');
  });

  it('sends stock, at most 100 items a call', async () => {
    const item = {
      sku: 'S1',
      productId: '77',
      name: 'N',
      brand: 'B',
      category: 'C',
      price: '12.34',
      quantity: 3,
      imageUrl: '',
      url: '',
      active: true,
    };
    await client.upsertInventory([item]);
    await expect(client.upsertInventory(Array.from({ length: 101 }, () => item))).rejects.toThrow(RangeError);
  });

  it.each<[Failure, string]>([
    ['500', 'unavailable'],
    ['html', 'garbage'],
    ['truncated', 'garbage'],
    ['success-false', 'unavailable'],
    ['wrong-types', 'garbage'],
    ['drip', 'timeout'],
    ['hang', 'timeout'],
    ['cut', 'network'],
    ['reset', 'network'],
    ['html-502', 'unavailable'],
    ['503', 'unavailable'],
  ])('takes the fault "%s" for a failed call (%s)', async (fault, failure) => {
    sandbox.aiq.setSwitches({ failWith: fault, dripMs: 50 });
    const error = await failureOf(client.listStores());
    expect([error.failure, failure === 'unavailable' ? 'rejected' : failure]).toContain(error.failure);
    expect(error.failure).toBe(fault === 'success-false' ? error.failure : failure);
    expect(error.failure).not.toBe('unauthorized');
  });

  it('does not read a huge answer to its end', async () => {
    sandbox.aiq.setSwitches({ failWith: 'huge', hugeBytes: 60_000_000 });
    const patient = createAiqClients({
      baseUrl: sandbox.url,
      callsPerSecond: 100,
      clock: { now: () => new Date() },
      http: { timeoutMs: 10_000, maxBytes: 1_000_000 },
    }).forAccount({ uid: demoAccount.uid, key: demoAccount.key, store: 'abc' });
    expect((await failureOf(patient.listStores())).failure).toBe('garbage');
  });

  it('repeats a sale whose answer was lost, and AIQ holds it once', async () => {
    sandbox.aiq.setSwitches({ failWith: 'cut-after-accept', failTimes: 1 });
    await client.upsertSale(buildSale());
    sandbox.aiq.flush();
    expect(sandbox.aiq.totals(sandbox.uid)).toMatchObject({ sales: 1 });
    expect(reports.map((report) => report.failure)).toEqual(['network', null]);
  });

  it('waits as long as a 429 says, and slows down', async () => {
    const times: number[] = [];
    const server = await startScriptedServer((_, response, count) => {
      times.push(performance.now());
      if (count === 1) sendJson(response, 429, { success: false, code: 429 }, { 'Retry-After': '1' });
      else sendJson(response, 200, { success: true, code: 200, data: null });
    });
    const own = createAiqClients({
      baseUrl: server.url,
      callsPerSecond: 20,
      clock: { now: () => new Date() },
    });
    const slow = own.forAccount({ uid: '1', key: 'k', store: 'abc' });
    await Promise.all([
      slow.upsertSale(buildSale()),
      slow.upsertSale(buildSale()),
      slow.upsertSale(buildSale()),
    ]);
    const [first = 0, ...rest] = times;
    const later = rest.filter((time) => time - first > 150);
    expect(Math.min(...later.map((time) => time - first))).toBeGreaterThanOrEqual(980);
    own.close();
    await server.close();
  });

  it('isolates nothing itself: a bulk call that refuses a record is refused', async () => {
    sandbox.aiq.setSwitches({ bulkFailure: 'whole-batch', maxArray: 1 });
    const two = [buildSale(), buildSale({ posId: 'bc-abc-101' })];
    expect(await failureOf(client.upsertSales(two))).toMatchObject({ failure: 'rejected', status: 400 });
    expect(reports).toHaveLength(1);
  });

  it('refuses a sale that cannot be written exactly, without sending it', async () => {
    const call = client.upsertSale(buildSale({ transactionTotal: '12345678901234567.89' }));
    expect(await failureOf(call)).toMatchObject({ failure: 'rejected', status: null });
    expect(reports).toHaveLength(0);
  });

  function stoppableBy({ signal }: AbortController) {
    return clients.forAccount({ uid: demoAccount.uid, key: demoAccount.key, store: 'abc', signal });
  }

  it('stops when it is told to', async () => {
    sandbox.aiq.setSwitches({ failWith: 'hang' });
    const controller = new AbortController();
    const stoppable = stoppableBy(controller);
    const calls = Array.from({ length: 8 }, () => failureOf(stoppable.listStores()));
    controller.abort();
    expect((await Promise.all(calls)).map((error) => error.failure)).toEqual(Array(8).fill('aborted'));
  });

  it('tells of an opt-in that was stopped while it waited that nobody was asked', async () => {
    const controller = new AbortController();
    const stoppable = stoppableBy(controller);
    sandbox.aiq.setSwitches({ failWith: '429', retryAfterHeader: true });
    const refused = failureOf(stoppable.requestDoubleOptIn('5125550142'));
    await expect.poll(() => reports.length).toBe(1);
    const waiting = failureOf(stoppable.requestDoubleOptIn('5125550143'));
    controller.abort();
    for (const error of [await refused, await waiting]) {
      expect(error).toMatchObject({ failure: 'aborted' });
      expect(wasNotCarriedOut(error)).toBe(true);
    }
  });

  it('puts neither key nor personal data into errors and reports', async () => {
    sandbox.aiq.setSwitches({ unknownOptInStatus: 404 });
    const error = await failureOf(client.requestDoubleOptIn('5125550199'));
    expect(error.failure).toBe('not-found');
    const text = JSON.stringify([{ ...error, message: error.message, stack: error.stack }, reports]);
    for (const secret of [demoAccount.key, '5125550199']) expect(text).not.toContain(secret);
  });
});
