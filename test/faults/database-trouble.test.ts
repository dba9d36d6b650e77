import mongoose from 'mongoose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { measured } from '../support/measured.ts';
import { startMongo, type RunningMongo } from '../support/mongo.ts';
import { startDatabaseProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';
const stores = [{ hash, size: { orders: 600, customers: 40, products: 12 } }];

const totals = (world: World) => world.sandbox.aiq.totals(world.uidOf());
const sales = (world: World) => [...world.sandbox.aiq.state(world.uidOf()).sales()];

/** History is under way, and far from its end. */
async function beginHistory(world: World): Promise<AppProcess> {
  const app = await world.startProcess({ hasty: true });
  world.sandbox.aiq.setSwitches({ latencyMs: 150 });
  await world.begin();
  await until('some of history is there', () => sales(world).length > 50);
  return app;
}

function placeOrder({ sandbox }: World): number {
  const { oracle, actions } = sandbox.bigcommerce.store(hash);
  return actions.placeOrder({ customerId: [...oracle.customers()][0]?.id ?? 0 });
}

/** Everything is there once; what was under way when the trouble came may have been sent once more. */
async function expectAllGood(world: World, app: AppProcess): Promise<void> {
  world.sandbox.aiq.setSwitches({ latencyMs: 0 });
  // The first retry of a webhook comes after a minute.
  world.sandbox.clock.advance(61_000);
  await world.converged();
  expect(sales(world).filter(({ writes }) => writes > 2)).toEqual([]);
  expect(world.sandbox.aiq.requests.mostAtOnce(world.uidOf())).toBe(1);
  expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  expect(await app.stop()).toBe(0);
}

describe('a database in trouble', () => {
  let world: World;
  let proxy: TcpProxy;
  let app: AppProcess;
  let database: mongoose.Connection;

  beforeEach(async () => {
    world = await openWorld({
      stores,
      async databaseUri(uri) {
        database = await mongoose.createConnection(uri).asPromise();
        const started = await startDatabaseProxy(uri);
        proxy = started;
        return started.uri;
      },
    });
    app = await beginHistory(world);
  });
  afterEach(async () => {
    await database.close();
    await world.close();
    await proxy.close();
  });

  it('that answers slowly keeps no lease from being renewed, and work goes on', async () => {
    const { token } = (await readLease()) ?? {};
    proxy.slow(100);
    const { saleWrites } = totals(world);
    await until('work goes on', () => totals(world).saleWrites > saleWrites + 100, 60_000);
    expect((await readLease())?.token).toBe(token);
    proxy.mend();
    await expectAllGood(world, app);
  });

  it('that answers later than a lease lasts: the worker stops by itself, and goes on afterwards', async () => {
    const { clock, aiq } = world.sandbox;
    proxy.slow(3_000);
    const slowAt = clock.now();
    await until('the lease has run out', () => clock.now() - slowAt > 4_000);
    expect(aiq.requests.recent().filter(({ at }) => at > slowAt + 2_000)).toEqual([]);
    proxy.mend();
    await expectAllGood(world, app);
  });

  it('that is full: no webhook is answered 200, nothing is sent again and again, and all goes on when there is room', async () => {
    await refuseWrites(true);
    world.sandbox.bigcommerce.hooks.log.clear();
    placeOrder(world);
    await world.sandbox.deliveriesSettled();
    const answers = world.sandbox.bigcommerce.hooks.log.list({ scope: 'store/order/created' });
    expect(answers.map(({ status }) => status)).toEqual([503]);

    const failures = () => app.output().match(/a step of the sync failed|ended unexpectedly/g)?.length ?? 0;
    const { saleWrites } = totals(world);
    const seen = failures();
    await until('a record could not be written, again and again', () => failures() > seen + 3, 60_000);
    // One slice was accepted before its records were refused.
    expect(totals(world).saleWrites).toBeLessThanOrEqual(saleWrites + 100);
    await refuseWrites(false);
    await expectAllGood(world, app);
  });

  async function readLease() {
    return database.collection('leases').findOne<{ token: number }>({ store: hash });
  }

  /** As a disk without room does: by an error at the write, of a server that answers all else. */
  async function refuseWrites(refused: boolean): Promise<void> {
    const validator = refused ? { $nor: [{}] } : {};
    for (const collection of ['changes', 'records'])
      await database.db?.command({ collMod: collection, validator });
  }
});

describe('a replica set whose primary steps down', () => {
  let mongo: RunningMongo;
  let world: World;
  let app: AppProcess;

  beforeAll(async () => {
    mongo = await startMongo({ own: true, replicaSet: true });
    const uri = new URL(mongo.uri);
    uri.pathname = '/steps-down';
    const many = { orders: 3_000, customers: 40, products: 12 };
    world = await openWorld({ stores: [{ hash, size: many }], database: uri.toString() });
    app = await beginHistory(world);
  });
  afterAll(async () => {
    await world.close();
    await mongo.close();
  });

  it('again and again, in the middle of history and while webhooks come: the same process goes on', async () => {
    const admin = await mongoose.createConnection(mongo.uri).asPromise();
    const term = async () => Number((await admin.db?.admin().command({ replSetGetStatus: 1 }))?.['term']);
    for (let round = 0; round < 3; round += 1) {
      const before = await term();
      const from = performance.now();
      await admin.db?.admin().command({ replSetStepDown: 1, force: true });
      placeOrder(world);
      await until('there is a primary again', async () => (await term()) > before, 60_000);
      const { saleWrites } = totals(world);
      await until('work goes on', () => totals(world).saleWrites > saleWrites, 60_000);
      measured(`primary stepped down: work resumed after ${Math.round(performance.now() - from)} ms`);
    }
    expect((await world.stream('backfill-orders'))?.status).not.toBe('done');
    await admin.close();
    await expectAllGood(world, app);
  });
});
