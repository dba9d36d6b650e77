import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultOptions } from '../../shared/settings.ts';
import type { Db } from '../../server/db/types/db.ts';
import { endsWithin } from '../../server/time-limit.ts';
import { startMongo } from '../support/mongo.ts';
import { testDatabaseUri } from '../support/test-database.ts';
import { buildRecord, openTestDb } from './db-support.ts';

const now = new Date('2026-01-10T12:00:00Z');
const soon = new Date('2026-01-10T12:02:00Z');
const consent = {
  store: 'abc',
  phoneHash: 'p1',
  customerId: '7',
  orderId: '100',
  state: 'requesting',
  requestedAt: now,
  wording: 'May we text you?',
} as const;

describe('what may happen only once', () => {
  const uri = testDatabaseUri();
  let db: Db;
  let other: Db;

  beforeAll(async () => {
    [db, other] = await Promise.all([openTestDb(uri), openTestDb(uri)]);
  });
  afterAll(() => Promise.all([db.close(), other.close()]));

  const fiftyTimes = <T>(ask: (from: Db) => Promise<T>) =>
    Promise.all(Array.from({ length: 50 }, (_, index) => ask(index % 2 ? db : other)));

  it('is claimed by one of fifty callers', async () => {
    const claimed = await fiftyTimes((from) => from.claims.claim('jti:1', soon));
    expect(claimed.filter(Boolean)).toHaveLength(1);
  });

  it('is a value that one of fifty callers takes, and nobody once it expired', async () => {
    await db.claims.put('code:1', { store: 'abc' }, soon);
    const taken = await fiftyTimes((from) => from.claims.take('code:1', now));
    expect(taken.filter((value) => value !== null)).toEqual([{ store: 'abc' }]);
    await db.claims.put('code:2', { store: 'abc' }, soon);
    expect(await db.claims.take('code:2', soon)).toBeNull();
    await db.claims.claim('jti:kept', new Date('2026-01-11T00:00:00Z'));
    const after = (minutes: number) => new Date(soon.getTime() + minutes * 60_000);
    // The clock of the instance that deletes may be ahead of the others'.
    await db.purgeExpired(after(15));
    expect(await db.claims.claim('jti:1', soon)).toBe(false);
    expect(await db.purgeExpired(after(61))).toBeGreaterThanOrEqual(1);
    expect(await db.claims.claim('jti:kept', soon)).toBe(false);
    expect(await db.claims.claim('jti:1', soon)).toBe(true);
  });

  it('is a double opt-in request to one phone of one store', async () => {
    const claimed = await fiftyTimes((from) => from.consents.claim(consent));
    expect(claimed.filter(Boolean)).toHaveLength(1);
    expect(await db.consents.claim({ ...consent, store: 'other' })).toBe(true);
    expect(await db.consents.listUnsettled('abc', soon)).toEqual([consent]);
    await db.consents.settle('abc', 'p1', 'requested');
    expect(await db.consents.listUnsettled('abc', soon)).toEqual([]);
    expect(await db.consents.count('abc')).toBe(1);
  });

  it('is a save of one version of the settings', async () => {
    const options = { ...defaultOptions, syncContacts: true };
    expect(await db.settings.get('abc')).toMatchObject({ version: 0, options: defaultOptions });
    for (const version of [0, 1]) {
      const saves = await fiftyTimes((from) => from.settings.save('abc', { options }, version, 7, now));
      expect(saves.filter((row) => row !== null)).toMatchObject([{ version: version + 1, options }]);
    }
    expect(await db.settings.get('abc')).toMatchObject({ version: 2, options, updatedBy: 7 });
  });

  it('does not stop settings of another version of the app from being read', async () => {
    const raw = await mongoose.createConnection(uri).asPromise();
    await raw.collection('settings').insertOne({
      store: 'old',
      version: 3,
      options: { syncContacts: true, guestOrders: 'perhaps', goneOption: 1 },
      mapping: { channels: { 1: 'Main street' } },
      syncContactsSince: null,
      updatedAt: now,
      updatedBy: null,
    });
    await raw.close();
    const row = await db.settings.get('old');
    expect(row.options).toEqual({ ...defaultOptions, syncContacts: true });
    expect(row.mapping).toEqual({ channels: { 1: 'Main street' }, locations: {}, fallback: null });
  });

  it('is counted as one problem until it is resolved, and begins anew after that', async () => {
    const params = { channel: '$where', count: 2 };
    for (let count = 0; count < 3; count++)
      await db.problems.raise('abc', 'channel-unmapped', '1', params, now);
    expect(await db.problems.listOpen('abc')).toMatchObject([{ count: 3, params, firstAt: now }]);
    await db.problems.resolve('abc', 'channel-unmapped', null, soon);
    expect(await db.problems.listOpen('abc')).toEqual([]);
    await db.problems.raise('abc', 'channel-unmapped', '1', params, soon);
    expect(await db.problems.listOpen('abc')).toMatchObject([{ count: 1, firstAt: soon, resolvedAt: null }]);
  });

  it('is in the audit log once, even where a page ends between entries of one instant', async () => {
    const actions = Array.from({ length: 9 }, (_, index) => `action${index}`);
    for (const [index, action] of actions.entries()) {
      const at = new Date(now.getTime() + Math.floor(index / 3));
      await db.audit.add({ store: 'abc', at, userId: null, action, details: { $set: 'x', 'a.b': 1 } });
    }
    const seen: string[] = [];
    let before: Date | null = null;
    for (;;) {
      const page: { action: string; at: Date }[] = await db.audit.list('abc', { limit: 2, before });
      if (page.length === 0) break;
      seen.push(...page.map(({ action }) => action));
      before = page.at(-1)?.at ?? null;
    }
    expect(seen).toEqual([...actions].reverse());
  });

  it('adds to the day what was written', async () => {
    await fiftyTimes((from) => from.daily.add('abc', '2026-01-10', { sent: 2, parked: 1 }));
    await db.daily.add('abc', '2026-01-09', { sent: 1 });
    expect(await db.daily.list('abc', '2026-01-10')).toEqual([
      { store: 'abc', day: '2026-01-10', counts: { sent: 100, parked: 50 } },
    ]);
  });
});

describe("a database of one's own", () => {
  it('works as a replica set too', async () => {
    const mongo = await startMongo({ own: true, replicaSet: true });
    const db = await openTestDb(mongo.uri.replace('/?', '/replicated?'));
    try {
      await db.changes.note([{ store: 'abc', kind: 'order', id: '1' }], now);
      expect(await db.changes.listStoresDue(now, 10)).toEqual(['abc']);
      const lease = await db.leases.acquire('abc', 'a', 60_000);
      expect(await db.records.writeMany('abc', [buildRecord()], lease?.token ?? 0, now)).toBe(true);
      expect(await db.records.writeMany('abc', [buildRecord()], 0, now)).toBe(false);
      expect(
        (await db.records.search('abc', { kind: 'order' }, { limit: 5, cursor: null })).rows,
      ).toHaveLength(1);
      expect(await db.claims.claim('a', soon)).toBe(true);
      expect(await db.claims.claim('a', soon)).toBe(false);
    } finally {
      await db.close();
      await mongo.close();
    }
  });

  it('that freezes or goes away lets nobody wait for long, and takes up work when it thaws', async () => {
    const mongo = await startMongo({ own: true });
    const db = await openTestDb(mongo.uri.replace(/\/$/, '/frozen'));
    const note = () => db.changes.note([{ store: 'abc', kind: 'order', id: '1' }], now);
    if (mongo.pid === undefined) throw new Error('this server is not ours');
    try {
      await note();
      process.kill(mongo.pid, 'SIGSTOP');
      // It goes on answering until all its threads have stopped.
      await expect.poll(() => endsWithin(1_000, db.ping()), { timeout: 20_000 }).toBe(false);
      const asked = Date.now();
      const results = await Promise.allSettled([note(), note(), note()]);
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(Date.now() - asked).toBeLessThan(8_000);
      process.kill(mongo.pid, 'SIGCONT');
      await expect.poll(() => note().then(() => true), { timeout: 20_000 }).toBe(true);
      await mongo.close();
      await expect(note()).rejects.toThrow();
      await expect(db.ping()).rejects.toThrow();
      await expect(openTestDb(mongo.uri)).rejects.toThrow();
    } finally {
      await db.close();
      await mongo.close();
    }
  });
});
