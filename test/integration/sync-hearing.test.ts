import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readHearing, type Tally } from '../../server/sync/hearing.ts';
import { until } from '../support/until.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const minuteMs = 60_000;

describe('an order that a sweep reads', () => {
  let bench: SyncBench;

  beforeAll(async () => {
    let clock = { now: () => Date.now() };
    bench = await openSyncBench({
      size: { orders: 20, customers: 10, products: 12 },
      clock: { now: () => new Date(clock.now()) },
    });
    clock = bench.sandbox.clock;
    await bench.startSync();
    bench.engine.start();
    for (const name of ['backfill-orders', 'backfill-customers'] as const) {
      await until('history is read', async () => (await bench.stream(name))?.status === 'done');
    }
    await sweep(0);
  });
  afterAll(() => bench.close());
  // BigCommerce's times are whole seconds.
  beforeEach(() => bench.sandbox.clock.advance(minuteMs));

  const now = () => bench.sandbox.clock.now();
  const actions = () => bench.sandbox.bigcommerce.store(bench.hash).actions;

  async function heard(): Promise<Tally> {
    const row = await bench.stream('sweep-orders');
    const sweeps = row === null ? [] : readHearing(row, row.updatedAt).sweeps;
    return {
      told: sweeps.reduce((sum, { told }) => sum + told, 0),
      untold: sweeps.reduce((sum, { untold }) => sum + untold, 0),
    };
  }

  /** A sweep so many minutes from now. @returns the changes that it was the first to judge */
  async function sweep(minutes: number): Promise<Tally> {
    const before = await heard();
    bench.sandbox.clock.advance(minutes * minuteMs);
    const at = now();
    await bench.operations.sweepNow(bench.hash);
    await until('the sweep has ended', async () => {
      const nextRunAt = (await bench.stream('sweep-orders'))?.nextRunAt;
      return Number((await bench.store()).lastSweepAt) > at && Number(nextRunAt) > now();
    });
    const after = await heard();
    return { told: after.told - before.told, untold: after.untold - before.untold };
  }

  const recordsOf = (id: number) =>
    bench.context.db.records.getMany(bench.hash, [{ kind: 'order', id: String(id) }]);

  async function placeTold(): Promise<number> {
    const id = actions().placeOrder({});
    await bench.announce(id);
    await until('the order has its record', async () => (await recordsOf(id)).length > 0);
    return id;
  }

  it('was told when its webhook came, and is judged once', async () => {
    await placeTold();
    expect(await sweep(3)).toEqual({ told: 1, untold: 0 });
    expect(await sweep(1)).toEqual({ told: 0, untold: 0 });
  });

  it('was not told when none came', async () => {
    actions().placeOrder({});
    expect(await sweep(3)).toEqual({ told: 0, untold: 1 });
  });

  it('is not judged when its webhook may still come, nor when it is read again', async () => {
    actions().placeOrder({});
    expect(await sweep(1)).toEqual({ told: 0, untold: 0 });
    expect(await sweep(3)).toEqual({ told: 0, untold: 0 });
  });

  it('was told when what its webhook said still waits for its turn', async () => {
    const id = String(actions().placeOrder({}));
    const { changes } = bench.context.db;
    await changes.note([{ store: bench.hash, kind: 'order', id }], new Date(now() + 60 * minuteMs));
    expect(await sweep(3)).toEqual({ told: 1, untold: 0 });
    const change = await changes.get(bench.hash, 'order', id);
    if (change !== null) await changes.clear([change]);
  });

  it('is not judged when the app was out of reach meanwhile', async () => {
    actions().placeOrder({});
    expect(await sweep(9)).toEqual({ told: 0, untold: 0 });
  });

  it('is not judged when the webhooks were made after it', async () => {
    actions().placeOrder({});
    await bench.context.db.stores.touch(bench.hash, { hooksMadeAt: new Date(now()) });
    expect(await sweep(3)).toEqual({ told: 0, untold: 0 });
  });

  it('is not judged when nothing of it that counts has changed, or it counts for nothing', async () => {
    const id = await placeTold();
    await sweep(3);
    bench.sandbox.clock.advance(minuteMs);
    actions().setOrderStatus(id, 9);
    actions().placeOrder({ statusId: 0 });
    expect(await sweep(3)).toEqual({ told: 0, untold: 0 });
  });
});
