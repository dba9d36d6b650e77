import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCustomers, buildOrders, openBench, type Bench } from './operations-support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const history = { from: 'date', date: '2026-01-01' } as const;
const historyStart = new Date('2026-01-01T05:00:00Z');

describe('previewing history', () => {
  it('counts orders from the start of the day in the store’s zone, and all customers', async () => {
    const store = await bench.installStore('preview1');
    bench.bigcommerce.orders = buildOrders(1000, new Date('2026-01-01T04:59:59Z'), 1000);
    bench.bigcommerce.customers = buildCustomers(500);
    const preview = await bench.operations.previewHistory(store, history);
    expect(preview).toMatchObject({ orders: 999, customers: 500 });
    // 7 calls at half of 5 a second, 12 calls at 5 a second.
    expect(preview.seconds).toBe(Math.ceil(7 / 2.5 + 12 / 5));
    expect(bench.operations.historyStart(store, history)).toEqual(historyStart);
  });

  it('takes longer with a smaller share of the quota', async () => {
    const store = await bench.installStore('preview2');
    const before = await bench.operations.previewHistory(store, { from: 'everything' });
    await bench.saveSettings('preview2', { options: { historyBudgetPercent: 10 } });
    const after = await bench.operations.previewHistory(store, { from: 'everything' });
    expect(after.seconds).toBeGreaterThan(before.seconds);
  });

  it('asks nobody for no history', async () => {
    const store = await bench.installStore('preview3');
    bench.bigcommerce.down = true;
    expect(await bench.operations.previewHistory(store, { from: 'nothing' })).toEqual({
      orders: 0,
      customers: 0,
      seconds: 0,
    });
    await expect(bench.operations.previewHistory(store, { from: 'everything' })).rejects.toThrow();
    bench.bigcommerce.down = false;
  });
});

describe('starting', () => {
  it('the trial starts only the trial, and again each time', async () => {
    const store = await bench.installStore('trial1');
    await bench.operations.startTrial(store);
    const trial = await bench.stream('trial1', 'trial');
    expect(trial).toMatchObject({ status: 'waiting', cursor: null, nextRunAt: bench.time.now });
    expect((await bench.db.stores.get('trial1'))?.setup.trialStartedAt).toEqual(bench.time.now);
    expect(await bench.stream('trial1', 'backfill-orders')).toBeNull();
    await bench.finish('trial1', 'trial');
    await bench.operations.startTrial(store);
    expect((await bench.stream('trial1', 'trial'))?.cursor).toBeNull();
    expect(bench.nudged).toContain('trial1');
  });

  it('the sync starts history with its totals, the sweeps, and what the options ask for', async () => {
    const store = await bench.installStore('start1', { history, historyStart });
    bench.bigcommerce.orders = buildOrders(10, new Date('2025-12-31T00:00:00Z'), 24 * 3600_000);
    bench.bigcommerce.customers = buildCustomers(7);
    await bench.saveSettings('start1', { options: { dynamicContent: true, enrolSince: '2026-01-01' } });
    await bench.operations.startSync(store);
    const streams = await bench.db.streams.list('start1');
    expect(streams.map(({ name }) => name).sort()).toEqual(
      [
        'backfill-customers',
        'backfill-orders',
        'catalogue',
        'enrol',
        'live',
        'sweep-customers',
        'sweep-orders',
      ].sort(),
    );
    expect((await bench.stream('start1', 'backfill-orders'))?.total).toBe(8);
    expect((await bench.stream('start1', 'backfill-customers'))?.total).toBe(7);
    expect((await bench.db.stores.get('start1'))?.setup.startedAt).toEqual(bench.time.now);
  });

  it('started again, only history begins anew', async () => {
    const store = await bench.installStore('start2', { history, historyStart });
    await bench.operations.startSync(store);
    await bench.finish('start2', 'backfill-orders', 'sweep-orders');
    await bench.operations.startSync(store);
    expect((await bench.stream('start2', 'backfill-orders'))?.cursor).toBeNull();
    expect((await bench.stream('start2', 'sweep-orders'))?.cursor).toEqual({ at: 1 });
    expect((await bench.stream('start2', 'sweep-orders'))?.nextRunAt).toEqual(bench.time.now);
  });

  it('starts without totals when BigCommerce cannot be asked', async () => {
    const store = await bench.installStore('start3', { history, historyStart });
    bench.bigcommerce.down = true;
    await bench.operations.startSync(store);
    bench.bigcommerce.down = false;
    expect(await bench.stream('start3', 'backfill-orders')).toMatchObject({ total: null, status: 'waiting' });
  });

  it('a sweep is due at once when asked for', async () => {
    const store = await bench.installStore('sweep1', { history, historyStart });
    await bench.operations.startSync(store);
    await bench.finish('sweep1', 'sweep-orders', 'sweep-customers');
    await bench.operations.sweepNow('sweep1');
    expect((await bench.stream('sweep1', 'sweep-orders'))?.nextRunAt).toEqual(bench.time.now);
    expect((await bench.stream('sweep1', 'sweep-customers'))?.nextRunAt).toEqual(bench.time.now);
  });

  it('is finished by the next sweep where a crash left it half done', async () => {
    await bench.installStore('crash1', { history, historyStart, startedAt: bench.time.now });
    await bench.operations.sweepNow('crash1');
    expect(await bench.stream('crash1', 'backfill-orders')).toMatchObject({ nextRunAt: bench.time.now });
    await bench.installStore('idle1', { history, historyStart });
    await bench.operations.sweepNow('idle1');
    expect(await bench.db.streams.list('idle1')).toEqual([]);
  });

  it('another history that a crash kept from being followed is read by the next sweep, once', async () => {
    await bench.runningStore('crash2');
    const later = new Date(bench.time.now.getTime() + 60_000);
    await bench.db.stores.updateSetup('crash2', { history, historyStart, historySavedAt: later });
    await bench.operations.sweepNow('crash2');
    expect(await bench.stream('crash2', 'backfill-orders')).toMatchObject({
      cursor: null,
      nextRunAt: bench.time.now,
    });
    await bench.finish('crash2', 'backfill-orders', 'sweep-orders');
    await bench.operations.sweepNow('crash2');
    expect((await bench.stream('crash2', 'backfill-orders'))?.status).toBe('done');
    expect((await bench.stream('crash2', 'sweep-orders'))?.nextRunAt).toEqual(bench.time.now);
  });
});
