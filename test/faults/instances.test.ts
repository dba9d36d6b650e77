import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../server/start.ts';
import { hastyTimes } from '../support/hasty-times.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const size = { orders: 500, customers: 60, products: 12 };

/** Two real instances on one database, two stores with an AIQ account each; the tests follow each other. */
describe('two instances on one database', () => {
  let world: World;
  let database: mongoose.Connection;
  const [first, second] = ['alpha1', 'beta2'] as const;

  beforeAll(async () => {
    world = await openWorld({
      stores: [first, second].map((hash) => ({ hash, size })),
      async databaseUri(uri) {
        database = await mongoose.createConnection(uri).asPromise();
        return uri;
      },
    });
    await Promise.all([world.startProcess(), world.startProcess({ beside: true })]);
    // Long enough that two workers of one store would be seen at the same time.
    world.sandbox.aiq.setSwitches({ latencyMs: 100 });
    await Promise.all([world.begin(first), world.begin(second)]);
  });
  afterAll(async () => {
    await world.close();
    await database.close();
  });

  const store = (hash: string) => world.sandbox.bigcommerce.store(hash);
  const salesOf = (hash: string) => [...world.sandbox.aiq.state(world.uidOf(hash)).sales()];

  it('work each store one at a time, to the right end', async () => {
    await Promise.all([world.converged(first), world.converged(second)]);
    for (const hash of [first, second]) {
      expect(world.sandbox.aiq.requests.mostAtOnce(world.uidOf(hash))).toBe(1);
      expect(salesOf(hash).filter(({ writes }) => writes > 1)).toEqual([]);
    }
  });

  it('bring a new order to AIQ within seconds of its being placed', async () => {
    world.sandbox.aiq.setSwitches({ latencyMs: 0 });
    const took: number[] = [];
    const [customer] = store(first).oracle.customers();
    for (let round = 0; round < 12; round += 1) {
      const id = store(first).actions.placeOrder({ customerId: customer?.id ?? 0 });
      const posId = `bc-${first}-${id}`;
      const state = world.sandbox.aiq.state(world.uidOf(first));
      took.push(await until(`order ${id} is in AIQ`, () => state.sale(posId) !== undefined, 10_000));
    }
    took.sort((a, b) => a - b);
    measured(`order → AIQ: median ${Math.round(took[6] ?? 0)} ms, slowest ${Math.round(took[11] ?? 0)} ms`);
    expect(took[6]).toBeLessThan(3_000);
    await world.converged(first);
  });

  it('find by the sweep what every lost webhook would have told', async () => {
    world.sandbox.bigcommerce.hooks.switches.set({ lossShare: 1 });
    const { actions, oracle } = store(first);
    const sold = oracle.sales({ statuses: [2, 10], basis: 'items' }).orderIds;
    const [cancelled = 0, refunded = 0] = sold.filter((id) => oracle.order(id)?.refunds.length === 0);
    const [customer] = oracle.customers();
    const placed = [1, 2, 3].map(() => actions.placeOrder({ customerId: customer?.id ?? 0 }));
    actions.setOrderStatus(cancelled, 5);
    actions.refund(refunded, { full: true });
    await world.wakeSweeps(first);
    await world.converged(first);
    for (const id of placed) expect(salesOf(first).map((sale) => sale.pos_id)).toContain(`bc-${first}-${id}`);
    world.sandbox.bigcommerce.hooks.switches.reset();
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });

  it('beside two of another version: indexes are made once, rows of either form are worked on, and nothing is sent again', async () => {
    const [records, streams, settings] = ['records', 'streams', 'settings'].map((name) =>
      database.collection(name),
    );
    const before = await records?.indexes();
    // What an earlier version did not write,
    await records?.updateMany({}, { $unset: { archived: '' } });
    await streams?.updateMany({}, { $unset: { 'cursor.historyRead': '', 'cursor.refunds': '' } });
    await settings?.updateMany({}, { $unset: { unapplied: '' } });
    await records?.dropIndex(before?.at(-1)?.name ?? '');
    // and what a later one might.
    for (const collection of await database.listCollections()) {
      await database.collection(collection.name).updateMany({}, { $set: { ofALaterVersion: 1 } });
    }
    const written = [first, second].map((hash) => world.sandbox.aiq.totals(world.uidOf(hash)).saleWrites);
    const alreadySaid = world.output().length;

    await Promise.all([world.startInside({ port: 0 }), world.startInside({ port: 0 })]);
    expect(await records?.indexes()).toEqual(before);
    for (const hash of [first, second]) await world.wakeSweeps(hash);
    for (const hash of [first, second]) await world.sweepsEnded(hash);
    expect([first, second].map((hash) => world.sandbox.aiq.totals(world.uidOf(hash)).saleWrites)).toEqual(
      written,
    );
    for (const hash of [first, second]) {
      const [customer] = store(hash).oracle.customers();
      const id = store(hash).actions.placeOrder({ customerId: customer?.id ?? 0 });
      await until(`order ${id} is in AIQ`, () =>
        salesOf(hash).some((sale) => sale.pos_id === `bc-${hash}-${id}`),
      );
      await world.converged(hash);
      const merchant = world.merchant(hash);
      await merchant.open();
      expect((await merchant.call('getOverview')).health).not.toBe('stopped');
    }
    expect(world.output().slice(alreadySaid)).not.toMatch(/"level":(50|60)/);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });
});

/** In one process, each with its own engine and connections; together they have as many places for histories as there are stores. */
describe('five instances on an empty database', () => {
  let world: World;
  let servers: RunningServer[] = [];
  /** With looks as far apart, compared with what a history takes, as in real work. */
  const times = { ...hastyTimes, pollMs: 500, lookAgainMs: 500 };
  const hashes = Array.from({ length: 20 }, (_, index) => `store${index}`);

  beforeAll(async () => {
    const small = { orders: 12, customers: 4, products: 3 };
    world = await openWorld({ stores: hashes.map((hash) => ({ hash, size: small })) });
  });
  afterAll(() => world.close());

  it('five that start at once make indexes and schedules once, and work each store one at a time', async () => {
    servers = await Promise.all(
      [0, 1, 2, 3, 4].map((index) =>
        world.startInside(
          { engineTimes: times, ...(index > 0 && { port: 0 }) },
          { STORE_CONCURRENCY: String(hashes.length / 5) },
        ),
      ),
    );
    await Promise.all(hashes.map((hash) => world.begin(hash)));
    for (const hash of hashes) await world.converged(hash);
    for (const hash of hashes) {
      expect(world.sandbox.aiq.requests.mostAtOnce(world.uidOf(hash))).toBe(1);
    }
    expect(world.output()).not.toMatch(/"level":(50|60)/);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });

  it('share the histories of 20 stores: each does its share, within a factor of two', async () => {
    world.sandbox.bigcommerce.api.setSwitches({ latencyMs: 300 });
    const before = await Promise.all(servers.map(historyCalls));
    const now = new Date(world.sandbox.clock.now());
    for (const hash of hashes) {
      await world.db.streams.reset(hash, 'backfill-orders', { total: null, nextRunAt: now, now });
    }
    for (const hash of hashes) await world.converged(hash);
    const after = await Promise.all(servers.map(historyCalls));
    const calls = after.map((count, index) => count - (before[index] ?? 0)).sort((a, b) => a - b);
    measured(`histories of 20 stores over five instances: ${calls.join(', ')} calls`);
    const fairShare = calls.reduce((sum, count) => sum + count, 0) / calls.length;
    expect(calls[0]).toBeGreaterThanOrEqual(fairShare / 2);
    expect(calls.at(-1)).toBeLessThanOrEqual(fairShare * 2);
  });

  async function historyCalls(server: RunningServer): Promise<number> {
    const { values } = await server.context.metrics.upstreamCalls.get();
    return values
      .filter(({ metricName, labels }) => metricName?.endsWith('_count') && labels.lane === 'backfill')
      .reduce((sum, { value }) => sum + value, 0);
  }
});
