import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreRow } from '../../server/db/types/stores.ts';
import { buildOrder } from '../../server/sync/mapping/fixtures.ts';
import { buildCustomers, buildOrders, openBench, type Bench } from './operations-support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const historyStart = new Date('2026-01-01T05:00:00Z');
const history = { from: 'date', date: '2026-01-01' } as const;
const parked = { state: 'parked', reason: 'channel-unmapped' } as const;

async function runningStore(hash: string): Promise<StoreRow> {
  const store = await bench.installStore(hash, { history, historyStart });
  await bench.operations.startSync(store);
  await bench.finish(hash, 'backfill-orders', 'backfill-customers', 'sweep-orders', 'sweep-customers');
  return (await bench.db.stores.get(hash)) ?? store;
}

async function problemsOf(store: string): Promise<string[]> {
  return (await bench.db.problems.listOpen(store)).map(({ code, key }) => `${code} ${key}`).sort();
}

describe('a saved mapping', () => {
  it('lets out the parked orders of channels that are matched now, and no others', async () => {
    const store = await runningStore('mapped');
    await bench.writeRecords(
      'mapped',
      { id: '1', ...parked, channelId: 2 },
      { id: '2', ...parked, channelId: 3 },
      { id: '3', state: 'parked', reason: 'aiq-rejected', channelId: 2 },
    );
    for (const key of ['2', '3'])
      await bench.db.problems.raise('mapped', 'channel-unmapped', key, {}, bench.time.now);
    await bench.saveSettings('mapped', {
      mapping: { channels: { '2': 'Main' }, locations: {}, fallback: null },
    });
    expect(await bench.operations.mappingSaved(store)).toBe(1);
    expect(await bench.changes('mapped')).toEqual(['order 1']);
    expect(await problemsOf('mapped')).toEqual(['channel-unmapped 3']);
  });

  it('with a fallback lets all of them out, and history follows the new names', async () => {
    const store = await runningStore('fallback');
    await bench.writeRecords(
      'fallback',
      { id: '1', ...parked, channelId: 2 },
      { id: '2', ...parked, channelId: 3 },
    );
    await bench.db.problems.raise('fallback', 'channel-unmapped', '3', {}, bench.time.now);
    await bench.saveSettings('fallback', { mapping: { channels: {}, locations: {}, fallback: 'Main' } });
    expect(await bench.operations.mappingSaved(store)).toBe(2);
    expect(await problemsOf('fallback')).toEqual([]);
    expect(await bench.stream('fallback', 'backfill-orders')).toMatchObject({
      cursor: null,
      status: 'waiting',
    });
  });
});

describe('trying again', () => {
  it('reads the entity behind one record', async () => {
    const store = await runningStore('retry');
    await bench.writeRecords(
      'retry',
      { id: '1' },
      { kind: 'refund', id: '5', parentId: '2' },
      { kind: 'customer', id: '3' },
      { kind: 'product', id: '4' },
      { kind: 'enrolment', id: '6' },
    );
    for (const [kind, id] of [
      ['order', '1'],
      ['refund', '5'],
      ['customer', '3'],
      ['product', '4'],
    ] as const)
      await bench.operations.retryRecord(store, { kind, id });
    expect(await bench.changes('retry')).toEqual(['customer 3', 'order 1', 'order 2', 'product 4']);
    await bench.operations.retryRecord(store, { kind: 'enrolment', id: '6' });
    expect((await bench.stream('retry', 'enrol'))?.nextRunAt).toEqual(bench.time.now);
    await expect(bench.operations.retryRecord(store, { kind: 'order', id: '99' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('asks no phone a second time, alone or with all of a reason', async () => {
    const store = await runningStore('optin');
    const refused = { kind: 'opt-in', id: '6', state: 'parked', reason: 'aiq-rejected' } as const;
    await bench.writeRecords('optin', refused);
    await expect(bench.operations.retryRecord(store, { kind: 'opt-in', id: '6' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await bench.operations.retryReason(store, 'aiq-rejected')).toBe(0);
    expect(await bench.stream('optin', 'double-opt-in')).toBeNull();
  });

  it('of a guest reads their orders', async () => {
    const store = await runningStore('guest');
    await bench.writeRecords(
      'guest',
      { kind: 'guest', id: 'guest-x', emailHash: 'x' },
      { id: '1', emailHash: 'x' },
      { id: '2', emailHash: 'y' },
    );
    await bench.operations.retryRecord(store, { kind: 'guest', id: 'guest-x' });
    expect(await bench.changes('guest')).toEqual(['order 1']);
  });

  it('all of a reason, in batches, says how many', async () => {
    const store = await runningStore('reason');
    const rejected = { state: 'parked', reason: 'aiq-rejected' } as const;
    const orders = Array.from({ length: 1200 }, (_, index) => ({ id: String(index + 1), ...rejected }));
    await bench.writeRecords('reason', ...orders, { kind: 'refund', id: '1', parentId: '1', ...rejected });
    expect(await bench.operations.retryReason(store, 'aiq-rejected')).toBe(1201);
    expect(await bench.changes('reason')).toHaveLength(1200);
    expect(await bench.operations.retryReason(store, 'erased')).toBe(0);
  });
});

describe('agreement of the counts', () => {
  it('of what is known and what is gone is no difference', async () => {
    const store = await runningStore('agree');
    bench.bigcommerce.orders = buildOrders(3, new Date('2026-05-01T00:00:00Z'), 60_000);
    bench.bigcommerce.customers = buildCustomers(1);
    await bench.writeRecords(
      'agree',
      ...bench.bigcommerce.orders.map(({ id, createdAt }) => ({ id: String(id), createdAt })),
      { kind: 'customer', id: '1' },
      { kind: 'customer', id: '2', state: 'skipped', reason: 'deleted-in-bigcommerce' },
      { id: '9', createdAt: new Date('2025-01-01T00:00:00Z') },
    );
    await bench.db.problems.raise('agree', 'counts-differ', 'order', {}, bench.time.now);
    expect(await bench.operations.checkAgreement(store)).toEqual([
      { kind: 'order', inBigcommerce: 3, difference: 0 },
      { kind: 'customer', inBigcommerce: 1, difference: 0 },
    ]);
    expect(await problemsOf('agree')).toEqual([]);
  });

  it('finds the orders that no record names, raises the problem and reads just those', async () => {
    const store = await runningStore('lost');
    bench.bigcommerce.orders = buildOrders(2000, new Date('2026-02-01T00:00:00Z'), 3600_000);
    bench.bigcommerce.customers = [];
    const lost = new Set([3, 777, 778, 2000]);
    const known = bench.bigcommerce.orders.filter(({ id }) => !lost.has(id));
    await bench.writeRecords('lost', ...known.map(({ id, createdAt }) => ({ id: String(id), createdAt })));
    bench.bigcommerce.calls.countOrders = [];
    const [orders] = await bench.operations.checkAgreement(store);
    expect(orders).toMatchObject({ inBigcommerce: 2000, difference: 4 });
    expect(await problemsOf('lost')).toEqual(['counts-differ order']);
    expect(await bench.changes('lost')).toEqual(['order 2000', 'order 3', 'order 777', 'order 778'].sort());
    expect(bench.bigcommerce.calls.countOrders.length).toBeLessThan(60);
    expect((await bench.stream('lost', 'backfill-orders'))?.status).toBe('done');
  });

  it('is not feigned by an archived order of another day or channel', async () => {
    const store = await runningStore('masked');
    const placed = [
      { id: 1, channelId: 1, createdAt: new Date('2026-05-01T10:00:00Z') },
      { id: 2, channelId: 1, createdAt: new Date('2026-05-02T10:00:00Z') },
      { id: 3, channelId: 1, createdAt: new Date('2026-05-25T10:00:00Z') },
      { id: 4, channelId: 2, createdAt: new Date('2026-05-25T11:00:00Z') },
    ];
    // No webhook told that 1 and 3 were archived, nor that 2 and 4 were placed.
    bench.bigcommerce.orders = placed.map((order) =>
      buildOrder({ ...order, isDeleted: order.id === 1 || order.id === 3 }),
    );
    bench.bigcommerce.customers = [];
    const known = placed.filter(({ id }) => id === 1 || id === 3);
    await bench.writeRecords('masked', ...known.map((order) => ({ ...order, id: String(order.id) })), {
      id: '5',
      channelId: 2,
      createdAt: new Date('2026-05-20T10:00:00Z'),
    });
    bench.bigcommerce.orders.push(
      buildOrder({ id: 5, channelId: 2, createdAt: new Date('2026-05-20T10:00:00Z') }),
    );
    const [orders] = await bench.operations.checkAgreement(store);
    expect(orders).toEqual({ kind: 'order', inBigcommerce: 3, difference: 2 });
    expect(await problemsOf('masked')).toEqual(['counts-differ order']);
    expect(await bench.changes('masked')).toEqual(['order 1', 'order 2', 'order 3', 'order 4']);
  });

  it('compares days with archived orders by their numbers, as BigCommerce may count them or not', async () => {
    const store = await runningStore('archived');
    const createdAt = new Date('2026-05-25T10:00:00Z');
    bench.bigcommerce.orders = [1, 2].map((id) => buildOrder({ id, createdAt, isDeleted: id === 1 }));
    bench.bigcommerce.customers = [];
    await bench.writeRecords('archived', { id: '1', createdAt, archived: true });
    // One record, one order: the counts agree.
    const [orders] = await bench.operations.checkAgreement(store);
    expect(orders).toEqual({ kind: 'order', inBigcommerce: 1, difference: 1 });
    expect(await bench.changes('archived')).toEqual(['order 2']);
    await bench.writeRecords('archived', { id: '2', createdAt });
    await bench.operations.checkAgreement(store);
    expect(await problemsOf('archived')).toEqual([]);
  });

  it('is not feigned by changes that are about other orders', async () => {
    const store = await runningStore('others');
    bench.bigcommerce.orders = buildOrders(2, new Date('2026-05-01T00:00:00Z'), 1000);
    bench.bigcommerce.customers = [];
    await bench.writeRecords('others', { id: '1', createdAt: new Date('2026-05-01T00:00:00Z') });
    await bench.db.changes.note([{ store: 'others', kind: 'order', id: '1' }], bench.time.now);
    await bench.operations.checkAgreement(store);
    expect(await problemsOf('others')).toEqual(['counts-differ order']);
  });

  it('waits for changes under way and for history', async () => {
    const store = await runningStore('underway');
    bench.bigcommerce.orders = buildOrders(1, new Date('2026-05-01T00:00:00Z'), 1000);
    bench.bigcommerce.customers = [];
    await bench.db.changes.note([{ store: 'underway', kind: 'order', id: '1' }], bench.time.now);
    await bench.operations.checkAgreement(store);
    expect(await problemsOf('underway')).toEqual([]);
    await bench.db.changes.deleteAll('underway');
    await bench.operations.startSync(store);
    await bench.operations.checkAgreement(store);
    expect(await problemsOf('underway')).toEqual([]);
  });

  it('finds the customers whom no record names, and reads just those', async () => {
    const store = await runningStore('people');
    bench.bigcommerce.orders = [];
    bench.bigcommerce.customers = [...buildCustomers(600), { id: 601, createdAt: bench.time.now }];
    const lost = new Set([4, 599]);
    const known = bench.bigcommerce.customers.filter(({ id }) => !lost.has(id));
    await bench.writeRecords(
      'people',
      ...known.map(({ id }) => ({ kind: 'customer' as const, id: `${id}` })),
    );
    const [, customers] = await bench.operations.checkAgreement(store);
    expect(customers).toEqual({ kind: 'customer', inBigcommerce: 601, difference: 2 });
    expect(await problemsOf('people')).toEqual(['counts-differ customer']);
    expect(await bench.changes('people')).toEqual(['customer 4', 'customer 599']);
    expect((await bench.stream('people', 'backfill-customers'))?.status).toBe('done');

    await bench.writeRecords('people', { kind: 'customer', id: '4' }, { kind: 'customer', id: '599' });
    await bench.operations.checkAgreement(store);
    expect(await problemsOf('people')).toEqual([]);
  });

  it('is not feigned by a customer who was deleted unseen', async () => {
    const store = await runningStore('unseen');
    bench.bigcommerce.orders = [];
    bench.bigcommerce.customers = buildCustomers(2);
    await bench.writeRecords('unseen', { kind: 'customer', id: '1' }, { kind: 'customer', id: 'deleted' });
    const [, customers] = await bench.operations.checkAgreement(store);
    expect(customers?.difference).toBe(1);
    expect(await bench.changes('unseen')).toEqual(['customer 2']);
  });

  it('looks at another part of many customers each night, until all had their turn', async () => {
    const store = await runningStore('many');
    bench.bigcommerce.orders = [];
    bench.bigcommerce.customers = buildCustomers(250 * 50);
    const rows = bench.bigcommerce.customers.map(({ id }) => ({ kind: 'customer' as const, id: String(id) }));
    await bench.writeRecords('many', ...rows);
    const today = bench.time.now;
    bench.bigcommerce.calls.listCustomerIds = [];
    for (let night = 0; night < 3; night += 1) {
      bench.time.now = new Date(today.getTime() + night * 24 * 3600_000);
      await bench.operations.checkAgreement(store);
    }
    bench.time.now = today;
    // Each night the newest, of whom there are none, the first page, and twenty others.
    expect(bench.bigcommerce.calls.listCustomerIds).toHaveLength(3 * (1 + 1 + 20));
    expect(new Set(bench.bigcommerce.calls.listCustomerIds).size).toBe(50);
  });
});

describe('thawing', () => {
  async function frozenStore(hash: string): Promise<StoreRow> {
    const store = await runningStore(hash);
    const since = new Date('2026-05-20T00:00:00Z');
    await bench.db.stores.setFreeze(hash, { since, by: 5 });
    await bench.db.changes.note([{ store: hash, kind: 'order', id: '1' }], bench.time.now);
    bench.bigcommerce.orders = buildOrders(2, since, 60_000);
    return { ...store, freeze: { since, by: 5 } };
  }

  it('with "send" goes on from where the sweeps stood', async () => {
    const store = await frozenStore('send');
    await bench.operations.thaw(store, 'send');
    expect((await bench.db.stores.get('send'))?.freeze).toBeNull();
    expect(await bench.changes('send')).toEqual(['order 1']);
    expect(await bench.stream('send', 'sweep-orders')).toMatchObject({
      cursor: { at: 1 },
      nextRunAt: bench.time.now,
    });
  });

  it('with "discard" forgets the changes and names the orders of the pause, so that they are not taken for lost', async () => {
    const store = await frozenStore('discard');
    await bench.writeRecords('discard', { id: '1', createdAt: new Date('2026-05-20T00:00:00Z') });
    await bench.saveSettings('discard', { options: { syncContacts: true } });
    await bench.operations.thaw(store, 'discard');
    expect((await bench.db.stores.get('discard'))?.freeze).toBeNull();
    expect(await bench.changes('discard')).toEqual([]);
    expect((await bench.stream('discard', 'sweep-orders'))?.cursor).toBeNull();
    expect((await bench.db.settings.get('discard')).syncContactsSince).toEqual(bench.time.now);
    const records = await bench.db.records.getMany('discard', [
      { kind: 'order', id: '1' },
      { kind: 'order', id: '2' },
    ]);
    expect(records.map(({ id, state, reason }) => `${id} ${state} ${reason}`).sort()).toEqual([
      '1 sent accepted',
      '2 skipped placed-during-freeze',
    ]);
    bench.bigcommerce.customers = [];
    const [orders] = await bench.operations.checkAgreement({ ...store, freeze: null });
    expect(orders?.difference).toBe(0);
  });

  it('with "discard" waits for the last step before the freeze', async () => {
    const store = await frozenStore('busy');
    const lease = await bench.db.leases.acquire('busy', 'a worker', 10_000);
    await expect(bench.operations.thaw(store, 'discard')).rejects.toMatchObject({ code: 'unavailable' });
    expect((await bench.db.stores.get('busy'))?.freeze).not.toBeNull();
    if (lease !== null) await bench.db.leases.release(lease);
    await bench.operations.thaw(store, 'discard');
    expect((await bench.db.stores.get('busy'))?.freeze).toBeNull();
  });
});
