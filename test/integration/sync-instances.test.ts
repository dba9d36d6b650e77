import { afterEach, describe, expect, it } from 'vitest';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { holdLease } from '../../server/sync/lease-hold.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 120_000, interval: 25 };

describe('several instances', () => {
  let bench: SyncBench;
  afterEach(() => bench.close());

  it('never work on a store at the same time, and share its work without doing any twice', async () => {
    bench = await openSyncBench({ size: { orders: 1_500 } });
    const { syncDeps } = bench.context;
    let working = 0;
    let most = 0;
    function watched() {
      return {
        aiqFor: (...input: Parameters<typeof syncDeps.aiqFor>) => {
          const client = syncDeps.aiqFor(...input);
          if (client === null) return null;
          return {
            ...client,
            async upsertSales(sales: Parameters<typeof client.upsertSales>[0]) {
              working += 1;
              most = Math.max(most, working);
              await client.upsertSales(sales);
              working -= 1;
            },
          };
        },
      };
    }
    const engines = [bench.anotherEngine('second', watched()), bench.anotherEngine('third', watched())];
    await bench.startSync();
    for (const engine of engines) engine.start();
    await expect.poll(async () => (await bench.stream('backfill-orders'))?.status, patience).toBe('done');
    expect(most).toBe(1);
    bench.sandbox.aiq.flush();
    const sales = [...bench.sandbox.aiq.state(demoAccount.uid).sales()];
    expect(sales.length).toBeGreaterThan(1_000);
    expect(sales.filter(({ writes }) => writes > 1)).toEqual([]);
  });

  it('a worker whose lease was revoked stops, and its late write is refused', async () => {
    bench = await openSyncBench();
    const { db } = bench.context;
    const times = { ttlMs: 2_000, renewEveryMs: 50, marginMs: 500 };
    const lease = await holdLease(db.leases, bench.hash, 'first', times);
    if (lease === null) throw new Error('the lease is taken');
    await db.leases.revoke(bench.hash);
    await expect.poll(() => lease.signal.aborted, patience).toBe(true);
    expect(() => lease.check()).toThrow('somebody else');
    const written = await db.streams.checkpoint(
      bench.hash,
      'live',
      { status: 'running' },
      {},
      lease.token,
      new Date(),
    );
    expect(written).toBe(false);
    await lease.release();
  });

  it('a worker that cannot renew in time stops by itself', async () => {
    bench = await openSyncBench();
    const { leases } = bench.context.db;
    const cut = { ...leases, renew: () => Promise.reject(new Error('the database is away')) };
    const times = { ttlMs: 600, renewEveryMs: 50, marginMs: 300 };
    const lease = await holdLease(cut, bench.hash, 'first', times);
    await expect.poll(() => lease?.signal.aborted, patience).toBe(true);
    await lease?.release();
  });

  it('a worker that has given its lease back makes no call any more, not even one that waited for its turn', async () => {
    bench = await openSyncBench({ size: { orders: 10 } });
    const { db, syncDeps } = bench.context;
    const lease = await holdLease(db.leases, bench.hash, 'first');
    if (lease === null) throw new Error('the lease is taken');
    const store = await bench.store();
    const client = syncDeps.bigcommerceFor(store, 'backfill', lease.signal);
    const page = { sort: 'id:desc', limit: 250 } as const;
    await client.listOrders(page);
    const before = bench.calls().bigcommerce;
    const reads = Array.from({ length: 20 }, () => client.listOrders(page));
    await Promise.all([lease.release(), ...reads.map((read) => expect(read).rejects.toThrow())]);
    // Those under way side by side had left already.
    expect(bench.calls().bigcommerce - before).toBeLessThan(5);
  });

  it('take no lease of a store that waits for its merchant after the trial, whatever is noted of it', async () => {
    bench = await openSyncBench();
    const { leases, changes } = bench.context.db;
    bench.engine.start();
    await bench.operations.startTrial(await bench.store());
    await expect.poll(async () => (await bench.stream('trial'))?.status, patience).toBe('done');
    await changes.note([{ store: bench.hash, kind: 'order', id: '100' }], new Date());
    await bench.looks(3);
    let taken = 0;
    const acquire = leases.acquire.bind(leases);
    leases.acquire = (...input) => {
      taken += 1;
      return acquire(...input);
    };
    await bench.looks(10);
    expect(taken).toBe(0);
    await bench.operations.startTrial(await bench.store());
    await expect.poll(async () => (await bench.stream('trial'))?.status, patience).toBe('done');
    await bench.startSync();
    await expect.poll(() => changes.count(bench.hash), patience).toBe(0);
  });
});
