import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FencedLeases } from '../../server/db/leases.ts';
import type { Db } from '../../server/db/types/db.ts';
import type { Lease } from '../../server/db/types/leases.ts';
import { testDatabaseUri } from '../support/test-database.ts';
import { buildRecord, openTestDb } from './db-support.ts';

const TTL_MS = 60_000;
const now = new Date('2026-01-10T12:00:00Z');

describe('leases and their fencing tokens', () => {
  let db: Db;
  let other: Db;
  let store: string;
  let stores = 0;

  beforeAll(async () => {
    const uri = testDatabaseUri();
    [db, other] = await Promise.all([openTestDb(uri), openTestDb(uri)]);
  });
  beforeEach(() => {
    store = `store${++stores}`;
  });
  afterAll(() => Promise.all([db.close(), other.close()]));

  async function acquire(owner: string, ttlMs = TTL_MS, from: Db = db): Promise<Lease> {
    const lease = await from.leases.acquire(store, owner, ttlMs);
    if (lease === null) throw new Error('the lease is held');
    return lease;
  }

  /** The lease of a worker that fell asleep, and the one of its successor. */
  async function succession(): Promise<{ stale: Lease; current: Lease }> {
    const stale = await acquire('sleeper', 1);
    await expect.poll(() => db.leases.acquire(store, 'successor', TTL_MS)).not.toBeNull();
    const current = await acquire('successor');
    return { stale, current };
  }

  it('are given to exactly one of many owners who ask at once', async () => {
    const owners = Array.from({ length: 40 }, (_, index) => `owner${index}`);
    const leases = await Promise.all(
      owners.map((owner, index) => (index % 2 ? db : other).leases.acquire(store, owner, TTL_MS)),
    );
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('go to another owner only after release or expiry, with a higher token', async () => {
    const first = await acquire('a');
    expect(await other.leases.acquire(store, 'b', TTL_MS)).toBeNull();
    await db.leases.release(first);
    const second = await acquire('b', 1, other);
    expect(second.token).toBeGreaterThan(first.token);
    await expect.poll(() => db.leases.acquire(store, 'c', TTL_MS)).toMatchObject({ owner: 'c' });
    expect(await other.leases.renew(second, TTL_MS)).toBe(false);
    await other.leases.release(second);
    expect(await db.leases.acquire(store, 'd', TTL_MS)).toBeNull();
  });

  it('tell the next holder what was being sent, until a release says that it is settled', async () => {
    const batches = [{ since: now, entities: [buildRecord()] }];
    const first = await acquire('a');
    expect(first.unsettled).toBeNull();
    expect(await db.leases.noteSending(first, batches)).toBe(true);
    await other.leases.revoke(store);
    expect(await db.leases.noteSending(first, [])).toBe(false);
    const second = await acquire('b');
    expect(second.unsettled).toMatchObject({ token: first.token, batches: [{ since: now }] });
    await db.leases.release(second);
    const third = await acquire('c');
    expect(third.unsettled).toEqual(second.unsettled);
    await db.leases.release(third, true);
    expect((await acquire('d')).unsettled).toBeNull();
  });

  it('live longer when they are renewed', async () => {
    const lease = await acquire('a', 300);
    expect(await db.leases.renew(lease, TTL_MS)).toBe(true);
    const neighbour = `${store}-neighbour`;
    await db.leases.acquire(neighbour, 'a', 300);
    await expect.poll(() => other.leases.acquire(neighbour, 'b', TTL_MS)).not.toBeNull();
    expect(await other.leases.acquire(store, 'b', TTL_MS)).toBeNull();
  });

  it('that were revoked cannot be renewed, and their fence is stale at once', async () => {
    const lease = await acquire('a');
    await other.leases.revoke(store);
    expect(await db.leases.renew(lease, TTL_MS)).toBe(false);
    expect(await db.records.writeMany(store, [buildRecord()], lease.token, now)).toBe(false);
    expect(await db.streams.checkpoint(store, 'live', { status: 'running' }, {}, lease.token, now)).toBe(
      false,
    );
    expect(await db.records.getMany(store, [{ kind: 'order', id: '100' }])).toEqual([]);
    expect(await db.streams.get(store, 'live')).toBeNull();
    expect((await acquire('b')).token).toBeGreaterThan(lease.token);
  });

  it('of a predecessor cannot write records or checkpoints any more', async () => {
    const { stale, current } = await succession();
    expect(await db.records.writeMany(store, [buildRecord({ hash: 'new' })], current.token, now)).toBe(true);
    expect(await other.records.writeMany(store, [buildRecord({ hash: 'old' })], stale.token, now)).toBe(
      false,
    );
    expect(await db.records.getMany(store, [{ kind: 'order', id: '100' }])).toMatchObject([
      { hash: 'new', fence: current.token },
    ]);
    expect(
      await db.streams.checkpoint(store, 'live', { cursor: { at: 2 } }, { read: 5 }, current.token, now),
    ).toBe(true);
    expect(
      await other.streams.checkpoint(store, 'live', { cursor: { at: 1 } }, { read: 9 }, stale.token, now),
    ).toBe(false);
    expect(await db.streams.get(store, 'live')).toMatchObject({
      cursor: { at: 2 },
      counts: { read: 5, sent: 0, waiting: 0, parked: 0, skipped: 0 },
    });
  });

  it('guard each row: only those with a higher fence are left alone', async () => {
    const rows = ['1', '2', '3'].map((id) => buildRecord({ id }));
    expect(await db.records.writeMany(store, rows.slice(0, 1), 9, now)).toBe(true);
    const changed = rows.map((row) => ({ ...row, hash: 'h2' }));
    expect(await db.records.writeMany(store, changed, 8, now)).toBe(false);
    const stored = await db.records.getMany(store, rows);
    expect(Object.fromEntries(stored.map(({ id, hash, fence }) => [id, [hash, fence]]))).toEqual({
      1: ['h1', 9],
      2: ['h2', 8],
      3: ['h2', 8],
    });
  });

  it('guard rows that were believed to be new and are not, and keep when each was first seen', async () => {
    const [first, second, third] = ['1', '2', '3'].map((id) => buildRecord({ id }));
    if (!first || !second || !third) throw new Error('three rows were built');
    const earlier = new Date('2026-01-09T12:00:00Z');
    expect(await db.records.writeMany(store, [first], 9, earlier)).toBe(true);
    expect(await db.records.writeMany(store, [second], 5, earlier)).toBe(true);
    const changed = [first, second, third].map((row) => ({ ...row, hash: 'h2' }));
    expect(await db.records.writeMany(store, changed, 8, now, () => true)).toBe(false);
    const stored = await db.records.getMany(store, changed);
    expect(Object.fromEntries(stored.map((row) => [row.id, [row.hash, row.fence, row.firstSeenAt]]))).toEqual(
      { 1: ['h1', 9, earlier], 2: ['h2', 8, earlier], 3: ['h2', 8, now] },
    );
  });

  it('do not take two first writes of one row at the same moment for a lost lease', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => buildRecord({ id: `${index}` }));
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        (index % 2 ? db : other).records.writeMany(store, rows, 4, now),
      ),
    );
    expect(results).toEqual(Array(6).fill(true));
  });

  it('are fenced off a stream that is reset under them, and only off that stream', async () => {
    const lease = await acquire('a');
    const restart = { total: 10, nextRunAt: now, now };
    await db.streams.checkpoint(
      store,
      'backfill-orders',
      { cursor: { page: 7 } },
      { read: 7 },
      lease.token,
      now,
    );
    await other.streams.reset(store, 'backfill-orders', restart);
    expect(
      await db.streams.checkpoint(
        store,
        'backfill-orders',
        { cursor: { page: 8 } },
        { read: 1 },
        lease.token,
        now,
      ),
    ).toBe(false);
    expect(await db.streams.get(store, 'backfill-orders')).toMatchObject({
      status: 'waiting',
      cursor: null,
      counts: { read: 0 },
      total: 10,
    });
    expect(await db.streams.checkpoint(store, 'live', {}, { read: 1 }, lease.token, now)).toBe(true);
    const next = await acquire('a');
    expect(await db.streams.checkpoint(store, 'backfill-orders', {}, { read: 1 }, next.token, now)).toBe(
      true,
    );
    await db.streams.reset(store, 'backfill-orders', { ...restart, fence: next.token });
    expect(await db.streams.checkpoint(store, 'backfill-orders', {}, {}, next.token, now)).toBe(true);
  });

  it('are fenced off a stream also when they are given out while it is reset', async () => {
    const first = await acquire('a');
    await db.streams.checkpoint(store, 'backfill-orders', { cursor: { page: 7 } }, {}, first.token, now);
    await db.leases.release(first);
    // The database's own leases know their newest token, which no other layer needs.
    const leases = db.leases as FencedLeases;
    const { newestToken } = leases;
    let between: Lease | undefined;
    leases.newestToken = async (of) => {
      const token = await newestToken(of);
      between ??= await acquire('b');
      return token;
    };
    await db.streams.reset(store, 'backfill-orders', { total: null, nextRunAt: now, now });
    leases.newestToken = newestToken;
    const written = await db.streams.checkpoint(
      store,
      'backfill-orders',
      { cursor: { page: 8 } },
      {},
      between?.token ?? 0,
      now,
    );
    expect(written).toBe(false);
    expect(await db.streams.get(store, 'backfill-orders')).toMatchObject({ cursor: null, nextRunAt: now });
  });

  it('are not needed to wake a stream, which moves its run forward and never back', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 10, 12, minute));
    const nextRun = async () => (await db.streams.get(store, 'sweep-orders'))?.nextRunAt;
    await db.streams.wake(store, 'sweep-orders', at(5));
    expect(await nextRun()).toBeUndefined();
    await db.streams.reset(store, 'sweep-orders', { total: null, nextRunAt: null, now });
    await db.streams.wake(store, 'sweep-orders', at(5));
    await db.streams.wake(store, 'sweep-orders', at(9));
    expect(await nextRun()).toEqual(at(5));
    const dueAt = (minute: number) => db.streams.listStoresDue(at(minute), 10);
    expect((await dueAt(4)).map((due) => due.store)).not.toContain(store);
    expect(await dueAt(5)).toContainEqual({ store, streams: ['sweep-orders'] });
  });

  it('leave a stream awake that was woken while its step was under way', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 10, 12, minute));
    const lease = await acquire('a');
    const nextRun = async () => (await db.streams.get(store, 'sweep-orders'))?.nextRunAt;
    const checkpoint = (nextRunAt: Date | null) =>
      db.streams.checkpoint(store, 'sweep-orders', { nextRunAt }, {}, lease.token, now);
    await db.streams.reset(store, 'sweep-orders', { total: null, nextRunAt: at(0), now, fence: lease.token });
    await other.streams.wake(store, 'sweep-orders', at(1));
    await checkpoint(at(30));
    expect(await nextRun()).toEqual(at(1));
    await checkpoint(null);
    expect(await nextRun()).toEqual(at(1));

    await db.streams.heedWake(store, 'sweep-orders', at(1));
    await checkpoint(at(30));
    expect(await nextRun()).toEqual(at(30));
  });

  it('keep a wake for later that the step under way is too early for', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 10, 12, minute));
    const lease = await acquire('a');
    await db.streams.checkpoint(store, 'live', { nextRunAt: null }, {}, lease.token, now);
    await other.streams.wake(store, 'live', at(7));
    await db.streams.heedWake(store, 'live', at(5));
    await db.streams.checkpoint(store, 'live', { nextRunAt: at(20) }, {}, lease.token, now);
    expect((await db.streams.get(store, 'live'))?.nextRunAt).toEqual(at(7));
  });

  it('take a cursor as it is, whatever its texts look like, and leave what they do not speak of', async () => {
    const lease = await acquire('a');
    const cursor = { text: '$counts.read', list: ['$$NOW'], deeper: { $set: 1 } };
    await db.streams.checkpoint(store, 'live', { cursor, total: 7 }, { read: 2 }, lease.token, now);
    await db.streams.checkpoint(store, 'live', { status: 'running' }, { read: 1, sent: 1 }, lease.token, now);
    expect(await db.streams.get(store, 'live')).toMatchObject({
      cursor,
      total: 7,
      status: 'running',
      counts: { read: 3, sent: 1, waiting: 0, parked: 0, skipped: 0 },
      nextRunAt: null,
    });
  });
});
