import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordWrite } from '../../server/db/types/records.ts';
import { holdLease } from '../../server/sync/lease-hold.ts';
import { unknownContent } from '../../server/sync/mapping/content-hash.ts';
import { newRecord } from '../../server/sync/new-record.ts';
import { settleFormer } from '../../server/sync/settle-former.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

describe('what a worker left when it ended', () => {
  let bench: SyncBench;
  beforeEach(async () => {
    bench = await openSyncBench({ size: { orders: 1 } });
  });
  afterEach(() => bench.close());

  const since = new Date('2026-06-01T12:00:00Z');
  const before = new Date(since.getTime() - 60_000);
  const now = () => new Date(since.getTime() + 60_000);

  function order(id: string, changes: Partial<RecordWrite> = {}): RecordWrite {
    return newRecord({
      kind: 'order',
      id,
      state: 'sent',
      reason: 'accepted',
      hash: `content of ${id}`,
      createdAt: before,
      sourceAt: before,
      fetchedAt: before,
      sentAt: before,
      ...changes,
    });
  }

  async function settle(): Promise<void> {
    const { syncDeps, db } = bench.context;
    const lease = await holdLease(db.leases, bench.hash, 'the next');
    if (lease === null) throw new Error('the lease is taken');
    await settleFormer({ hash: bench.hash, deps: syncDeps, lease, now });
    await lease.release();
  }

  it('is unknown where its record tells of a time before, or there is none; all else stays', async () => {
    const { leases, records } = bench.context.db;
    const dead = await leases.acquire(bench.hash, 'the dead', 30_000);
    if (dead === null) throw new Error('the lease is taken');
    const noted = ['new', 'changed', 'written'].map((id) => order(id));
    await records.writeMany(bench.hash, [order('changed'), order('untouched')], dead.token, before);
    expect(await leases.noteSending(dead, [{ since, entities: noted }])).toBe(true);
    await records.writeMany(bench.hash, [order('written', { fetchedAt: now() })], dead.token, now());
    await leases.revoke(bench.hash);

    await settle();
    const ids = ['new', 'changed', 'written', 'untouched'];
    const keys = ids.map((id) => ({ kind: 'order' as const, id }));
    const found = await records.getMany(bench.hash, keys);
    expect(new Map(found.map(({ id, state, hash }) => [id, { state, hash }]))).toEqual(
      new Map([
        ['new', { state: 'waiting', hash: unknownContent }],
        ['changed', { state: 'waiting', hash: unknownContent }],
        ['written', { state: 'sent', hash: 'content of written' }],
        ['untouched', { state: 'sent', hash: 'content of untouched' }],
      ]),
    );
    // That is over; the next one finds nothing.
    expect(await leases.acquire(bench.hash, 'a third', 30_000)).toMatchObject({ unsettled: null });
  });

  it('does not bring back what was erased meanwhile', async () => {
    const { leases, records } = bench.context.db;
    const dead = await leases.acquire(bench.hash, 'the dead', 30_000);
    if (dead === null) throw new Error('the lease is taken');
    const shopper = order('1', { kind: 'customer' });
    await records.writeMany(bench.hash, [shopper], dead.token, before);
    await leases.noteSending(dead, [{ since, entities: [shopper] }]);
    await leases.revoke(bench.hash);
    const eraser = await leases.acquire(bench.hash, 'an erasure', 30_000);
    if (eraser === null) throw new Error('the lease is taken');
    const erased = { ...shopper, state: 'skipped', reason: 'erased', hash: null } as const;
    await records.writeMany(bench.hash, [erased], eraser.token, before);
    await leases.release(eraser);

    await settle();
    expect(await records.getMany(bench.hash, [shopper])).toMatchObject([{ reason: 'erased', hash: null }]);
  });

  it('is forgotten with the store', async () => {
    const { leases, purgeStore, stores } = bench.context.db;
    const dead = await leases.acquire(bench.hash, 'the dead', 30_000);
    if (dead === null) throw new Error('the lease is taken');
    await leases.noteSending(dead, [{ since, entities: [order('1')] }]);
    await leases.revoke(bench.hash);
    await stores.uninstall(bench.hash, new Date(), now());
    await purgeStore(bench.hash);
    expect(await leases.acquire(bench.hash, 'the next', 30_000)).toMatchObject({ unsettled: null });
  });
});
