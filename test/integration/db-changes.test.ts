import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeRow } from '../../server/db/types/changes.ts';
import type { Db } from '../../server/db/types/db.ts';
import { testDatabaseUri } from '../support/test-database.ts';
import { openTestDb } from './db-support.ts';

describe('changes', () => {
  const early = new Date('2026-01-10T10:00:00Z');
  const late = new Date('2026-01-10T10:10:00Z');
  const order = { store: 'abc', kind: 'order', id: '1' } as const;
  const uri = testDatabaseUri();
  let db: Db;

  beforeAll(async () => {
    db = await openTestDb(uri);
  });
  afterAll(() => db.close());

  async function get(key: Pick<ChangeRow, 'store' | 'kind' | 'id'>): Promise<ChangeRow> {
    const row = await db.changes.get(key.store, key.kind, key.id);
    if (row === null) throw new Error('no such change');
    return row;
  }

  it('are one row per entity, whose rev grows with every concurrent note, on two instances', async () => {
    const other = await openTestDb(uri);
    const key = { ...order, store: 'concurrent' };
    // Awaited one by one per instance, so that no two of an instance share a write.
    const noteOften = async (each: Db) => {
      for (let count = 0; count < 40; count++) await each.changes.note([key], early);
    };
    await Promise.all([noteOften(db), noteOften(other)]);
    expect((await get(key)).rev).toBe(80);
    await other.close();
  });

  it('are all durable when many new ones are noted at once on two instances', async () => {
    const other = await openTestDb(uri);
    const keys = Array.from({ length: 300 }, (_, index) => ({ ...order, store: 'many', id: `${index}` }));
    await Promise.all([db, other].flatMap((each) => keys.map((key) => each.changes.note([key], early))));
    expect(await db.changes.count('many')).toBe(300);
    expect(await db.changes.countByKind('many')).toEqual({ order: 300, customer: 0, product: 0 });
    await other.close();
  });

  it('are not cleared or put off when an event came during the work', async () => {
    await db.changes.note([order], early);
    const worked = await get(order);
    await db.changes.note([order], late);
    expect(await db.changes.clear([worked])).toBe(0);
    await db.changes.postpone([worked], new Date('2027-01-01T00:00:00Z'), 'retrying');
    expect(await get(order)).toMatchObject({
      rev: worked.rev + 1,
      dueAt: early,
      attempts: 0,
      reason: 'queued',
    });
    expect(await db.changes.clear([await get(order)])).toBe(1);
    expect(await db.changes.get('abc', 'order', '1')).toBeNull();
  });

  it('that came after another worker had cleared the row are neither cleared nor put off by one that is late', async () => {
    await db.changes.note([order], early);
    const worked = await get(order);
    await db.changes.clear([worked]);
    await db.changes.note([order], late);
    expect((await get(order)).rev).toBe(worked.rev);
    await db.changes.postpone([worked], new Date('2027-01-01T00:00:00Z'), 'retrying');
    expect(await db.changes.clear([worked])).toBe(0);
    expect(await get(order)).toMatchObject({ dueAt: late, attempts: 0 });
    expect(await db.changes.clear([await get(order)])).toBe(1);
  });

  it('that were put off are due at once when a new event comes, with no attempt counted', async () => {
    await db.changes.note([order], early);
    await db.changes.postpone([await get(order)], late, 'aiq-unavailable');
    expect(await get(order)).toMatchObject({ dueAt: late, attempts: 1, reason: 'aiq-unavailable' });
    expect(await db.changes.listDue('abc', early, 10)).toEqual([]);
    const now = new Date('2026-01-10T10:05:00Z');
    await db.changes.note([order], now);
    expect(await get(order)).toMatchObject({ dueAt: now, attempts: 0, reason: 'queued', firstSeenAt: early });
  });

  it('are listed due by store, the one that waits longest first', async () => {
    await db.changes.note([{ ...order, store: 'second' }], new Date('2026-01-02T00:00:00Z'));
    await db.changes.note([{ ...order, store: 'first' }], new Date('2026-01-01T00:00:00Z'));
    expect(await db.changes.listStoresDue(late, 2)).toEqual(['first', 'second']);
    expect(await db.changes.listStoresDue(new Date('2025-12-31T00:00:00Z'), 10)).toEqual([]);
    expect(await db.changes.waitingSince('first')).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(await db.changes.waitingSince('nobody')).toBeNull();
    await db.changes.deleteAll('first');
    expect(await db.changes.count('first')).toBe(0);
  });

  it('have waited since they were first noted, although they were put off', async () => {
    await db.changes.note([{ ...order, store: 'patient' }], early);
    await db.changes.note([{ ...order, store: 'patient', id: '8' }], new Date('2026-01-10T10:05:00Z'));
    const first = await db.changes.get('patient', 'order', order.id);
    if (first !== null) await db.changes.postpone([first], late, 'aiq-unavailable');
    expect(await db.changes.waitingSince('patient')).toEqual(early);
  });

  it('whose id is an object of operators are refused, and the others of that moment are noted', async () => {
    // What a caller in JavaScript could hand over in spite of the type.
    const forged = { ...order, id: { $ne: '' } as unknown as string };
    const results = await Promise.allSettled([
      db.changes.note([forged], early),
      db.changes.note([{ ...order, id: 'honest' }], early),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    await expect(db.changes.get('abc', 'order', forged.id)).rejects.toThrow();
  });
});
