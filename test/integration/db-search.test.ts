import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  recordKinds,
  recordStates,
  reasonsByState,
  type RecordKind,
  type RecordState,
} from '../../shared/sync.ts';
import { planSearch } from '../../server/db/records-search.ts';
import type { Db } from '../../server/db/types/db.ts';
import type { RecordFilter, RecordRow, RecordWrite } from '../../server/db/types/records.ts';
import { testDatabaseUri } from '../support/test-database.ts';
import { buildRecord, openTestDb } from './db-support.ts';

const store = 'abc';
const day = (number: number) => new Date(Date.UTC(2026, 0, number));

/** Few distinct instants, so that most pages end between rows of the same one. */
function buildMany(count: number): RecordWrite[] {
  return Array.from({ length: count }, (_, index) => {
    const state = recordStates[index % recordStates.length] as RecordState;
    const reasons = reasonsByState[state];
    const kind = recordKinds[index % 7] ?? 'order';
    return buildRecord({
      kind,
      id: `${index}`,
      state,
      reason: reasons[index % reasons.length] ?? reasons[0],
      warnings: index % 6 ? [] : ['phone-unusable'],
      createdAt: day(1 + (index % 13)),
      parentId: kind === 'refund' ? `${index % 50}` : null,
      channelId: 1 + (index % 3),
      customerId: index % 5 ? `${index % 11}` : null,
      emailHash: index % 4 ? `hash-${index % 9}` : null,
      nextAttemptAt: state === 'waiting' ? day(1 + (index % 20)) : null,
    });
  });
}

const filters: [string, RecordFilter, (row: RecordRow) => boolean][] = [
  ['no filter', {}, () => true],
  ['a kind', { kind: 'order' }, (row) => row.kind === 'order'],
  ['a state', { state: 'skipped' }, (row) => row.state === 'skipped'],
  ['a reason', { reason: 'queued' }, (row) => row.reason === 'queued'],
  ['a warning', { warning: 'phone-unusable' }, (row) => row.warnings.includes('phone-unusable')],
  ['a channel', { channelId: 2 }, (row) => row.channelId === 2],
  ['a number', { id: '44' }, (row) => row.id === '44' || row.parentId === '44'],
  [
    'a number and a kind',
    { id: '44', kind: 'refund' },
    (row) => row.kind === 'refund' && (row.id === '44' || row.parentId === '44'),
  ],
  ['an e-mail', { emailHash: 'hash-3' }, (row) => row.emailHash === 'hash-3'],
  ['a customer', { customerId: '4' }, (row) => row.customerId === '4'],
  [
    'days',
    { createdFrom: day(3), createdTo: day(6) },
    (row) => row.createdAt >= day(3) && row.createdAt < day(6),
  ],
  [
    'a kind, a state and a channel',
    { kind: 'refund', state: 'parked', channelId: 1 },
    (row) => row.kind === 'refund' && row.state === 'parked' && row.channelId === 1,
  ],
  [
    'a reason and days',
    { reason: 'accepted', createdFrom: day(2), createdTo: day(9) },
    (row) => row.reason === 'accepted' && row.createdAt >= day(2) && row.createdAt < day(9),
  ],
  ['a state of another reason', { state: 'sent', reason: 'queued' }, () => false],
];

describe('search in records', () => {
  let db: Db;
  const uri = testDatabaseUri();
  const all = buildMany(3_000);

  beforeAll(async () => {
    db = await openTestDb(uri);
    await db.records.writeMany(store, all, 1, day(20));
    await db.records.writeMany('other', buildMany(200), 1, day(20));
  });
  afterAll(() => db.close());

  async function readPages(filter: RecordFilter, limit: number): Promise<RecordRow[]> {
    const rows: RecordRow[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: RecordRow[]; next: string | null } = await db.records.search(store, filter, {
        limit,
        cursor,
      });
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      rows.push(...page.rows);
      cursor = page.next;
    } while (cursor !== null);
    return rows;
  }

  it.each(filters)('by %s gives every match once, newest first', async (_, filter, matches) => {
    const rows = await readPages(filter, 37);
    const expected = all.filter((row) => matches(row as RecordRow)).map(({ kind, id }) => `${kind} ${id}`);
    expect(rows.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(expected.sort());
    expect(await db.records.countUpTo(store, filter, all.length)).toBe(expected.length);
    const times = rows.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(rows.every((row) => row.store === store && !('_id' in row))).toBe(true);
  });

  it('by a number looks at no more rows than match, however many the store has', async () => {
    const connection = await mongoose.createConnection(uri).asPromise();
    try {
      const { filter } = planSearch(store, { id: '44' });
      const found = connection.collection('records').find(mongoose.trusted(filter)).limit(50);
      const { executionStats } = await found.sort({ createdAt: -1 }).explain('executionStats');
      expect(executionStats.nReturned).toBeGreaterThan(0);
      expect(executionStats.totalDocsExamined).toBe(executionStats.nReturned);
    } finally {
      await connection.close();
    }
  });

  it.each<[string, RecordFilter]>([
    ['all', {}],
    ['those of a state', { state: 'sent' }],
    ['those of some days', { createdFrom: day(3), createdTo: day(9) }],
  ])('counts %s in an index, and no further than asked', async (_, wanted) => {
    expect(await db.records.countUpTo(store, wanted, 40)).toBe(40);
    const connection = await mongoose.createConnection(uri).asPromise();
    try {
      const { filter, index } = planSearch(store, wanted);
      const steps = [{ $match: mongoose.trusted(filter) }, { $limit: 40 }, { $count: 'count' }];
      const counted = connection.collection('records').aggregate(steps, { hint: index ?? '' });
      const explained = JSON.stringify(await counted.explain('executionStats'));
      expect(explained).toContain('"totalDocsExamined":0');
      expect(Number(/"totalKeysExamined":(\d+)/.exec(explained)?.[1])).toBeLessThan(200);
    } finally {
      await connection.close();
    }
  });

  it('streams and lists the keys of the same rows', async () => {
    const streamed: string[] = [];
    for await (const { id } of db.records.stream(store, { state: 'parked' })) streamed.push(id);
    expect(streamed).toHaveLength(750);
    expect(new Set(streamed).size).toBe(750);
    const keys = await db.records.listKeys(store, { state: 'parked' }, 10);
    expect(keys.map(({ id }) => id)).toEqual(streamed.slice(0, 10));
  });

  it('refuses a cursor that is not one of ours', async () => {
    const ask = db.records.search(store, {}, { limit: 5, cursor: 'bm90LW91cnM' });
    await expect(ask).rejects.toMatchObject({ status: 400, code: 'invalid-input' });
  });

  it('counts by kind, state and reason what the rows say', async () => {
    const sum = (groups: { count: number }[]) => groups.reduce((total, { count }) => total + count, 0);
    expect(sum(await db.records.count(store, null))).toBe(3_000);
    const since = await db.records.count(store, day(5));
    expect(sum(since)).toBe(all.filter(({ createdAt }) => createdAt >= day(5)).length);
    const accepted = since.find((group) => group.kind === 'order' && group.reason === 'accepted');
    const same = all.filter(
      (row) => row.kind === 'order' && row.reason === 'accepted' && row.createdAt >= day(5),
    );
    expect(accepted).toEqual({ kind: 'order', state: 'sent', reason: 'accepted', count: same.length });
  });

  it('finds refunds by their orders, and what is due, longest waiting first', async () => {
    const refunds = await db.records.listRefundsOf(store, ['1', '2']);
    const expected = all.filter(
      ({ kind, parentId }) => kind === 'refund' && ['1', '2'].includes(parentId ?? ''),
    );
    expect(refunds).toHaveLength(expected.length);
    const due = await db.records.listDue(store, day(4), 1_000);
    expect(due).toHaveLength(
      all.filter(({ nextAttemptAt }) => nextAttemptAt && nextAttemptAt <= day(4)).length,
    );
    expect(due[0]?.nextAttemptAt).toEqual(day(2));
    expect(await db.records.firstDueAt(store)).toEqual(day(2));
    expect(await db.records.firstDueAt('of nobody')).toBeNull();
  });

  it('finds opt-ins that are due by themselves: they do not crowd out what can be read from BigCommerce', async () => {
    const waiting = (kind: RecordKind, dueOn: number, id: string) =>
      buildRecord({ kind, id, state: 'waiting', reason: 'retrying', nextAttemptAt: day(dueOn) });
    const optIns = Array.from({ length: 20 }, (_, index) => waiting('opt-in', 2, String(index)));
    await db.records.writeMany('asking', [...optIns, waiting('order', 3, '7')], 1, day(1));
    expect(await db.records.listDue('asking', day(4), 10)).toMatchObject([{ kind: 'order' }]);
    expect(await db.records.firstDueAt('asking')).toEqual(day(3));
    expect(await db.records.listOptInsDue('asking', day(1), 100)).toEqual([]);
    expect(await db.records.listOptInsDue('asking', day(4), 100)).toHaveLength(20);
  });
});
