import { afterEach, describe, expect, it } from 'vitest';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { compareSales } from '../support/agreement.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 60_000, interval: 25 };

describe('an order that BigCommerce lists and does not give', () => {
  let bench: SyncBench;
  afterEach(() => bench.close());

  const api = () => bench.sandbox.bigcommerce.api;
  const store = () => bench.sandbox.bigcommerce.store(bench.hash);
  /** But for shoppers' phones, which nobody withholds. */
  const problems = async () =>
    (await bench.context.db.problems.listOpen(bench.hash))
      .map(({ code }) => code)
      .filter((code) => code !== 'phones-unusable');
  const pending = (...ids: number[]) =>
    bench.context.db.changes.listPending(bench.hash, 'order', ids.map(String));

  async function record(id: number) {
    const [row] = await bench.context.db.records.getMany(bench.hash, [{ kind: 'order', id: String(id) }]);
    return row;
  }

  /** Orders of customers that count, newest first. */
  function countingOrders(): number[] {
    return [...store().oracle.orders()]
      .filter(({ statusId, customerId, isDeleted }) => statusId === 10 && customerId > 0 && !isDeleted)
      .map(({ id }) => id)
      .sort((a, b) => b - a);
  }

  /** Calls for orders by the page, from one instant of the sandbox on. */
  function listCalls(since: number, part: string) {
    return api()
      .requests.recent(bench.hash)
      .filter(({ route, at, target }) => route === 'GET /v2/orders' && at >= since && target.includes(part));
  }

  async function untilFailed(stream: 'backfill-orders' | 'sweep-orders'): Promise<void> {
    await expect.poll(async () => (await bench.stream(stream))?.error ?? null, patience).not.toBeNull();
  }

  async function untilRead(): Promise<void> {
    for (const name of ['backfill-orders', 'backfill-customers'] as const) {
      await expect.poll(async () => (await bench.stream(name))?.status, patience).toBe('done');
    }
  }

  async function open(orders: number, tampering?: true): Promise<void> {
    bench = await openSyncBench({
      size: { orders, customers: 30, products: 8 },
      ...(tampering && { tampering }),
    });
  }

  async function agrees(): Promise<void> {
    expect(await compareSales(bench.sandbox, bench.context.db, bench.hash, demoAccount.uid)).toMatchObject({
      agrees: true,
      differences: [],
    });
  }

  it('is the only one of history that stays out, is seen, and comes once BigCommerce gives it', async () => {
    await open(620);
    const counting = countingOrders();
    const bad = counting[Math.floor(counting.length / 2)] ?? 0;
    api().setSwitches({ failWith: 'truncated', failOrders: [bad] });
    const startedAt = bench.sandbox.clock.now();
    await bench.startSync();
    bench.engine.start();
    await untilFailed('backfill-orders');
    await bench.operations.resume(bench.hash);
    await untilRead();

    expect(await record(bad)).toMatchObject({ state: 'parked', reason: 'unreadable' });
    expect((await record(bad))?.detail).toContain('line items');
    const { db } = bench.context;
    expect(await db.records.listKeys(bench.hash, { state: 'parked' }, 10)).toHaveLength(1);
    await agrees();
    expect(await problems()).toEqual(['records-parked']);
    expect(listCalls(startedAt, 'sort=id').length).toBeLessThan(40);
    const [orders] = await bench.operations.checkAgreement(await bench.store());
    expect(orders).toEqual({ kind: 'order', inBigcommerce: 620, difference: 0 });
    expect(await problems()).toEqual(['records-parked']);

    api().resetSwitches();
    await bench.operations.resume(bench.hash);
    await expect.poll(async () => (await record(bad))?.state, patience).toBe('sent');
    await agrees();
    expect(bench.sandbox.judge()).toMatchObject({ isClean: true });
  });

  it('does not keep the sweeps from the others, nor does the merchant hear of trouble', async () => {
    await open(60);
    await bench.startSync();
    bench.engine.start();
    await untilRead();
    const [bad = 0, good = 0] = countingOrders();
    api().setSwitches({ failWith: 'html-502', failOrders: [bad] });
    for (const id of [bad, good]) store().actions.setOrderStatus(id, 5);
    const sweptAt = (await bench.store()).lastSweepAt?.getTime() ?? 0;
    await bench.operations.sweepNow(bench.hash);
    await untilFailed('sweep-orders');
    await bench.operations.resume(bench.hash);
    await expect
      .poll(async () => (await bench.store()).lastSweepAt?.getTime() ?? 0, patience)
      .toBeGreaterThan(sweptAt);
    expect(await record(good)).toMatchObject({ reason: 'reversed' });
    expect(await record(bad)).toMatchObject({ state: 'parked', reason: 'unreadable' });
    expect(await problems()).toEqual(['records-parked']);
    expect(await pending(bad)).toEqual([String(bad)]);

    api().resetSwitches();
    await bench.operations.resume(bench.hash);
    await expect.poll(async () => (await record(bad))?.reason, patience).toBe('reversed');
    await agrees();
  });

  it('keeps none of a flood of changes waiting with it', async () => {
    await open(60);
    await bench.startSync();
    bench.engine.start();
    await untilRead();
    const ids = [...store().oracle.orders()].map(({ id }) => id).slice(0, 40);
    const bad = ids[17] ?? 0;
    api().setSwitches({ failWith: 'html-200', failOrders: [bad] });
    await bench.announce(...ids);
    await expect.poll(() => pending(...ids), patience).toEqual([String(bad)]);
    expect(await problems()).toEqual([]);
    const change = await bench.context.db.changes.get(bench.hash, 'order', String(bad));
    expect(change?.reason).toBe('bigcommerce-unavailable');
  });

  it('is what an order of an outage is not: none is left out, each try is one call, and pages are full after it', async () => {
    await open(1_500);
    bench.sandbox.aiq.setSwitches({ latencyMs: 100 });
    await bench.startSync();
    bench.engine.start();
    await expect
      .poll(async () => (await bench.stream('backfill-orders'))?.counts.read ?? 0, patience)
      .toBeGreaterThan(0);
    // Unlike a 5xx it opens no circuit, which would be waited for in real time.
    api().setSwitches({ failWith: '507' });
    const downAt = bench.sandbox.clock.now();
    for (let tries = 1; tries <= 4; tries += 1) {
      await untilFailed('backfill-orders');
      await expect.poll(() => listCalls(downAt, 'sort=id').length, patience).toBeGreaterThanOrEqual(tries);
      await bench.operations.resume(bench.hash);
    }
    const { db } = bench.context;
    expect(await db.records.listKeys(bench.hash, { state: 'parked' }, 10)).toEqual([]);
    expect(await db.changes.count(bench.hash)).toBe(0);
    const failed = listCalls(downAt, 'sort=id');
    const withLines = failed.filter(({ target }) => target.includes('include'));
    expect(withLines.length).toBeLessThanOrEqual(2);

    api().resetSwitches();
    const upAt = bench.sandbox.clock.now();
    await bench.operations.resume(bench.hash);
    await untilRead();
    const pages = listCalls(upAt, 'sort=id');
    expect(new Set(pages.map(({ target }) => /limit=(\d+)/.exec(target)?.[1]))).toEqual(new Set(['250']));
    expect(pages.filter(({ target }) => !target.includes('include')).length).toBeLessThanOrEqual(2);
    expect(pages.length).toBeLessThanOrEqual(1_500 / 250 + 3);
    await agrees();
  });

  it('is none of the orders of which BigCommerce gives no line items at all for a while', async () => {
    await open(300);
    const ids = [...store().oracle.orders()].map(({ id }) => id);
    api().setSwitches({ failWith: 'html-200', failOrders: ids });
    const startedAt = bench.sandbox.clock.now();
    await bench.startSync();
    bench.engine.start();
    await untilFailed('backfill-orders');
    await bench.operations.resume(bench.hash);
    // The page; it without line items, it again, and the first eight parts of it.
    const calls = 1 + 2 + 8;
    await expect.poll(() => listCalls(startedAt, 'sort=id').length, patience).toBeGreaterThanOrEqual(calls);
    await bench.looks(3);
    expect(listCalls(startedAt, 'sort=id').length).toBe(calls);
    const { db } = bench.context;
    expect(await db.records.listKeys(bench.hash, { state: 'parked' }, 10)).toEqual([]);
    expect(await db.changes.count(bench.hash)).toBe(0);

    api().resetSwitches();
    await bench.operations.resume(bench.hash);
    await untilRead();
    await agrees();
  });

  it('is none of a page that is merely too large: pages get smaller, and nothing is left out', async () => {
    await open(620, true);
    if (bench.proxy === null) throw new Error('there is no proxy');
    let failed = 0;
    bench.proxy.tamper = (path, body) => {
      if (!path.includes('include=consignments') || !Array.isArray(body) || body.length < 100) return body;
      failed += 1;
      return { message: 'too much' };
    };
    await bench.startSync();
    bench.engine.start();
    await untilFailed('backfill-orders');
    await bench.operations.resume(bench.hash);
    await untilRead();
    expect(failed).toBe(2);
    expect(await problems()).toEqual([]);
    await agrees();
  });
});
