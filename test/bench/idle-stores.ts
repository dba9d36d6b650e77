import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { Report } from './figure.ts';
import { cpuMs } from './process-cost.ts';
import { openStage, type Machine, type Stage } from './stage.ts';
import { median } from './statistics.ts';

const template = 'calm123';
const stores = 10_000;
const watchMs = 15_000;

/** What the engine's look for work costs when there is none in ten thousand stores. */
export async function benchIdleStores(machine: Machine, report: Report): Promise<void> {
  const size = { orders: 50, customers: 20, products: 10 };
  const stage = await openStage(machine, { stores: [{ hash: template, size }] });
  try {
    await stage.begin(template);
    await stage.historyRead(template, 60_000);
    const alone = await cpuPerSecond(stage);
    const aloneTick = await tickMs(stage);
    await cloneStore(stage);
    const before = countUpstreamCalls(stage);
    const tick = await tickMs(stage);
    const crowd = await cpuPerSecond(stage);
    report({ what: 'a tick', value: tick, unit: 'ms', floor: aloneTick, target: '≤ 50 ms' });
    report({ what: "the app's CPU a second", value: crowd, unit: 'ms', floor: alone });
    report({
      what: 'calls upstream meanwhile',
      value: countUpstreamCalls(stage) - before,
      unit: 'calls',
      target: '0',
    });
  } finally {
    await stage.close();
  }
}

/** The two questions of a tick, as the engine asks them. */
async function tickMs({ db }: Stage): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    const from = performance.now();
    const now = new Date();
    await Promise.all([db.changes.listStoresDue(now, 1_000), db.streams.listStoresDue(now, 1_000)]);
    took.push(performance.now() - from);
  }
  return median(took);
}

async function cpuPerSecond({ app }: Stage): Promise<number> {
  const before = cpuMs(app.pid);
  await pause(watchMs);
  return ((cpuMs(app.pid) - before) * 1000) / watchMs;
}

/** Copies a store that has done its set-up, with all its streams; nothing of the copies is due within an hour. */
async function cloneStore(stage: Stage): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(stage.databaseUri).connect();
  try {
    const hashes = Array.from({ length: stores }, (_, index) => `idle${index}`);
    const inAnHour = new Date(Date.now() + 3_600_000);
    const [store] = await client.db().collection('stores').find({ hash: template }).toArray();
    const streams = await client.db().collection('streams').find({ store: template }).toArray();
    const { _id: _storeId, ...row } = store ?? {};
    await client
      .db()
      .collection('stores')
      .insertMany(hashes.map((hash) => ({ ...row, hash })));
    for (const { _id: _streamId, ...stream } of streams) {
      const nextRunAt = stream['nextRunAt'] === null ? null : inAnHour;
      await client
        .db()
        .collection('streams')
        .insertMany(hashes.map((hash) => ({ ...stream, store: hash, nextRunAt })));
    }
    await client
      .db()
      .collection('streams')
      .updateMany({ store: template, nextRunAt: { $ne: null } }, { $set: { nextRunAt: inAnHour } });
  } finally {
    await client.close();
  }
}

function countUpstreamCalls({ sandbox }: Stage): number {
  const aiq = sandbox.aiq.requests.list().reduce((sum, { requests }) => sum + requests, 0);
  return sandbox.bigcommerce.api.requests.total() + aiq;
}
