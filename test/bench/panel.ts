import mongoose from 'mongoose';
import { routes } from '../../shared/api.ts';
import type { Report } from './figure.ts';
import { openStage, type Machine, type Stage } from './stage.ts';
import { percentile } from './statistics.ts';

const storeHash = 'large123';
const records = 120_000;
/** All together below the requests that one user may make in a minute. */
const times = 70;

const searches = {
  'newest records': '',
  'records by order number': 'search=1000042',
  'records of a customer': 'search=77',
  'parked records': 'state=parked',
  'sent orders of a month': 'kind=order&state=sent&from=2026-01-01&to=2026-01-31',
} as const;

/** What a merchant of a large store waits for, against a route that only asks the database whether it is there. */
export async function benchPanel(machine: Machine, report: Report): Promise<void> {
  const size = { orders: 300, customers: 100, products: 30 };
  const stage = await openStage(machine, { stores: [{ hash: storeHash, size }] });
  try {
    await stage.begin(storeHash);
    await stage.historyRead(storeHash, 60_000);
    await multiplyRecords(stage);
    const headers = { authorization: `Bearer ${await openSession(stage)}` };
    const asked = Object.entries(searches).map(
      ([what, query]) => [what, `/api/records?limit=50&${query}`] as const,
    );
    const all = [['overview', routes.getOverview.path] as const, ...asked];
    const took = new Map<string, number[]>();
    for (let turn = 0; turn < times; turn += 1) {
      for (const [what, path] of [['floor', '/readyz'] as const, ...all]) {
        took.set(what, [...(took.get(what) ?? []), await timeOf(`${stage.appUrl}${path}`, headers)]);
      }
    }
    for (const [what] of all) {
      for (const [share, name] of [
        [0.5, 'p50'],
        [0.95, 'p95'],
      ] as const) {
        report({
          what: `${name} of ${what}`,
          value: percentile(took.get(what) ?? [], share),
          unit: 'ms',
          floor: percentile(took.get('floor') ?? [], share),
          ...(share === 0.95 ? { target: '≤ 50 ms' } : {}),
        });
      }
    }
  } finally {
    await stage.close();
  }
}

async function timeOf(url: string, headers: Record<string, string>): Promise<number> {
  const from = performance.now();
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return performance.now() - from;
}

async function openSession(stage: Stage): Promise<string> {
  const response = await fetch(stage.sandbox.loadUrl({ storeHash }), { redirect: 'manual' });
  const { hash } = new URL(response.headers.get('location') ?? '');
  const code = new URLSearchParams(hash.slice(1)).get('code');
  const opened = await fetch(`${stage.appUrl}${routes.openSession.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return routes.openSession.response.parse(await opened.json()).token;
}

/** Copies the records that a real history left, under other ids and spread over two years. */
async function multiplyRecords(stage: Stage): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(stage.databaseUri).connect();
  try {
    const collection = client.db().collection('records');
    const originals = await collection.find({ store: storeHash }).toArray();
    const step = (730 * 24 * 3_600_000) / records;
    const newest = Date.now();
    for (let made = 0; made < records;) {
      const batch = originals.map(({ _id, ...row }, index) => {
        const number = made + index;
        return {
          ...row,
          id: String(1_000_000 + number),
          createdAt: new Date(newest - number * step),
          ...(number % 200 === 0 ? { state: 'parked', reason: 'channel-unmapped' } : {}),
        };
      });
      await collection.insertMany(batch, { ordered: false });
      made += batch.length;
    }
  } finally {
    await client.close();
  }
}
