import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOrder } from '../../server/sync/mapping/fixtures.ts';
import { buildCustomers, buildOrders, openBench, since2026, type Bench } from './operations-support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('agreement of the counts', () => {
  it('of what is known and what is gone is no difference', async () => {
    const store = await bench.runningStore('agree', since2026);
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
    expect(await bench.problems('agree')).toEqual([]);
  });

  it('finds the orders that no record names, raises the problem and reads just those', async () => {
    const store = await bench.runningStore('lost', since2026);
    bench.bigcommerce.orders = buildOrders(2000, new Date('2026-02-01T00:00:00Z'), 3600_000);
    bench.bigcommerce.customers = [];
    const lost = new Set([3, 777, 778, 2000]);
    const known = bench.bigcommerce.orders.filter(({ id }) => !lost.has(id));
    await bench.writeRecords('lost', ...known.map(({ id, createdAt }) => ({ id: String(id), createdAt })));
    bench.bigcommerce.calls.countOrders = [];
    const [orders] = await bench.operations.checkAgreement(store);
    expect(orders).toMatchObject({ inBigcommerce: 2000, difference: 4 });
    expect(await bench.problems('lost')).toEqual(['counts-differ order']);
    expect(await bench.changes('lost')).toEqual(['order 2000', 'order 3', 'order 777', 'order 778'].sort());
    expect(bench.bigcommerce.calls.countOrders.length).toBeLessThan(60);
    expect((await bench.stream('lost', 'backfill-orders'))?.status).toBe('done');
  });

  it('is not feigned by an archived order of another day or channel', async () => {
    const store = await bench.runningStore('masked', since2026);
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
    expect(await bench.problems('masked')).toEqual(['counts-differ order']);
    expect(await bench.changes('masked')).toEqual(['order 1', 'order 2', 'order 3', 'order 4']);
  });

  it('compares days with archived orders by their numbers, as BigCommerce may count them or not', async () => {
    const store = await bench.runningStore('archived', since2026);
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
    expect(await bench.problems('archived')).toEqual([]);
  });

  it('is not feigned by changes that are about other orders', async () => {
    const store = await bench.runningStore('others', since2026);
    bench.bigcommerce.orders = buildOrders(2, new Date('2026-05-01T00:00:00Z'), 1000);
    bench.bigcommerce.customers = [];
    await bench.writeRecords('others', { id: '1', createdAt: new Date('2026-05-01T00:00:00Z') });
    await bench.db.changes.note([{ store: 'others', kind: 'order', id: '1' }], bench.time.now);
    await bench.operations.checkAgreement(store);
    expect(await bench.problems('others')).toEqual(['counts-differ order']);
  });

  it('waits for changes under way and for history', async () => {
    const store = await bench.runningStore('underway', since2026);
    bench.bigcommerce.orders = buildOrders(1, new Date('2026-05-01T00:00:00Z'), 1000);
    bench.bigcommerce.customers = [];
    await bench.db.changes.note([{ store: 'underway', kind: 'order', id: '1' }], bench.time.now);
    await bench.operations.checkAgreement(store);
    expect(await bench.problems('underway')).toEqual([]);
    await bench.db.changes.deleteAll('underway');
    await bench.operations.startSync(store);
    await bench.operations.checkAgreement(store);
    expect(await bench.problems('underway')).toEqual([]);
  });

  it('finds the customers whom no record names, and reads just those', async () => {
    const store = await bench.runningStore('people', since2026);
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
    expect(await bench.problems('people')).toEqual(['counts-differ customer']);
    expect(await bench.changes('people')).toEqual(['customer 4', 'customer 599']);
    expect((await bench.stream('people', 'backfill-customers'))?.status).toBe('done');

    await bench.writeRecords('people', { kind: 'customer', id: '4' }, { kind: 'customer', id: '599' });
    await bench.operations.checkAgreement(store);
    expect(await bench.problems('people')).toEqual([]);
  });

  it('is not feigned by a customer who was deleted unseen', async () => {
    const store = await bench.runningStore('unseen', since2026);
    bench.bigcommerce.orders = [];
    bench.bigcommerce.customers = buildCustomers(2);
    await bench.writeRecords('unseen', { kind: 'customer', id: '1' }, { kind: 'customer', id: 'deleted' });
    const [, customers] = await bench.operations.checkAgreement(store);
    expect(customers?.difference).toBe(1);
    expect(await bench.changes('unseen')).toEqual(['customer 2']);
  });

  it('looks at another part of many customers each night, until all had their turn', async () => {
    const store = await bench.runningStore('many', since2026);
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
