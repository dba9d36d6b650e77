import { afterEach, describe, expect, it } from 'vitest';
import { newRecord } from '../../server/sync/new-record.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 60_000, interval: 25 };

describe('live changes and retries', () => {
  let bench: SyncBench;
  afterEach(() => bench.close());

  async function openWithHistory(tampering?: true): Promise<void> {
    bench = await openSyncBench({
      size: { orders: 60, customers: 20, products: 5 },
      ...(tampering && { tampering }),
    });
    await bench.startSync();
    bench.engine.start();
    for (const name of ['backfill-orders', 'backfill-customers'] as const) {
      await expect.poll(async () => (await bench.stream(name))?.status, patience).toBe('done');
    }
  }

  const pending = (...ids: number[]) =>
    bench.context.db.changes.listPending(bench.hash, 'order', ids.map(String));
  const orderIds = (): number[] =>
    [...bench.sandbox.bigcommerce.store(bench.hash).oracle.orders()].map(({ id }) => id);

  it('go on, and so do the sweeps, while BigCommerce does not give one of the orders; that one waits longer and longer', async () => {
    await openWithHistory(true);
    const [bad = 0, good = 0] = orderIds();
    if (bench.proxy === null) throw new Error('there is no proxy');
    let reads = 0;
    bench.proxy.tamper = (path, body) => {
      if (!path.includes(`/v2/orders/${bad}`)) return body;
      reads += 1;
      return { message: 'no order' };
    };
    await bench.announce(bad, good);
    await expect.poll(() => pending(bad, good), patience).toEqual([String(bad)]);
    const { db } = bench.context;
    const waits = async () => db.changes.get(bench.hash, 'order', String(bad));
    await expect.poll(async () => (await waits())?.reason, patience).toBe('bigcommerce-unavailable');
    // Whoever hastens it finds that the others and the sweeps are not kept by it.
    await bench.operations.resume(bench.hash);
    await expect.poll(async () => (await waits())?.attempts, patience).toBe(2);
    const sweptAt = (await bench.store()).lastSweepAt?.getTime() ?? 0;
    await bench.announce(good);
    await bench.operations.sweepNow(bench.hash);
    await expect.poll(() => pending(good), patience).toEqual([]);
    await expect
      .poll(async () => (await bench.store()).lastSweepAt?.getTime() ?? 0, patience)
      .toBeGreaterThan(sweptAt);
    expect(reads).toBe(2);
    expect((await waits())?.dueAt.getTime()).toBeGreaterThan(Date.now() + 40_000);
    expect(await db.problems.listOpen(bench.hash)).toEqual([]);

    bench.proxy.tamper = (_path, body) => body;
    await bench.operations.resume(bench.hash);
    await expect.poll(() => pending(bad), patience).toEqual([]);
  });

  it('have their turn although more records than one look takes stay due for ever', async () => {
    await openWithHistory();
    await bench.engine.stop();
    const { db } = bench.context;
    const past = new Date(Date.now() - 60_000);
    const later = new Date(past.getTime() + 30_000);
    const [id = 0] = orderIds();
    const [order] = await db.records.getMany(bench.hash, [{ kind: 'order', id: String(id) }]);
    if (order === undefined) throw new Error('the order has no record');
    // Nothing reads an opt-in again.
    const unsettled = Array.from({ length: 100 }, (_, index) =>
      newRecord({
        kind: 'opt-in',
        id: `unsettled ${index}`,
        state: 'waiting',
        reason: 'retrying',
        createdAt: past,
        sourceAt: past,
        nextAttemptAt: past,
      }),
    );
    const lease = await db.leases.acquire(bench.hash, 'the test', 10_000);
    if (lease === null) throw new Error('somebody has the lease');
    const waiting = {
      ...order,
      state: 'waiting' as const,
      reason: 'retrying' as const,
      hash: 'another',
      nextAttemptAt: later,
    };
    await db.records.writeMany(bench.hash, [...unsettled, waiting], lease.token, new Date());
    await db.leases.release(lease);
    await db.streams.wake(bench.hash, 'live', past);
    bench.anotherEngine('second').start();
    await expect
      .poll(async () => {
        const [row] = await db.records.getMany(bench.hash, [{ kind: 'order', id: String(id) }]);
        return row?.state;
      }, patience)
      .toBe('sent');
  });
});
