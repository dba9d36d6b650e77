import type { BareBackfillAnswer, BareBackfillInput } from './bare-backfill.ts';
import { startChild } from './child.ts';
import type { Report } from './figure.ts';
import { cpuMs, watchMemory } from './process-cost.ts';
import { openStage, type Machine, type Stage } from './stage.ts';
import { median } from './statistics.ts';

const orders = 20_000;
const customers = 4_000;
const timeoutMs = 300_000;

interface AppRun {
  ordersPerSecond: number;
  cpuMsPerOrder: number;
  bigcommerceCallsPerThousand: number;
  callsPerThousandCustomers: number;
  aiqCallsPerThousand: number;
  peakMb: number;
  steadyMb: number;
}

/** History through the whole path, against a loop that only reads, parses and posts the same orders. */
export async function benchBackfill(machine: Machine, report: Report): Promise<void> {
  const hashes = ['past1', 'past2', 'past3'];
  const stores = hashes.map((hash) => ({
    hash,
    seed: 11,
    size: { orders, customers, products: 200 },
  }));
  const stage = await openStage(machine, { stores, instant: true });
  try {
    const runs: AppRun[] = [];
    const bare: BareBackfillAnswer[] = [];
    // Alternately, so that both meet the same weather.
    for (const hash of hashes) {
      runs.push(await runApp(stage, hash));
      bare.push(await runBare(stage, hash));
    }
    const middle = (field: keyof AppRun): number => median(runs.map((run) => run[field]));
    report({
      what: 'orders a second',
      value: middle('ordersPerSecond'),
      unit: '/s',
      floor: median(bare.map(({ orders: read, ms }) => (read / ms) * 1000)),
      target: 'ratio ≥ 0.5',
    });
    report({
      what: 'CPU per order',
      value: middle('cpuMsPerOrder'),
      unit: 'ms',
      floor: median(bare.map((run) => run.cpuMs / run.orders)),
    });
    report({
      what: 'BigCommerce calls per 1,000 orders',
      value: middle('bigcommerceCallsPerThousand'),
      unit: 'calls',
      floor: leastCallsPerThousand(stage, hashes[0] ?? '', orders),
      target: '≤ 4.2 without refunds',
    });
    report({
      what: 'BigCommerce calls per 1,000 customers',
      value: middle('callsPerThousandCustomers'),
      unit: 'calls',
      floor: 4,
      target: '≤ 4.2 in a long list',
    });
    report({
      what: 'AIQ calls per 1,000 orders',
      value: middle('aiqCallsPerThousand'),
      unit: 'calls',
      floor: 10,
      target: '≤ 12',
    });
    report({ what: 'memory, highest', value: Math.max(...runs.map((run) => run.peakMb)), unit: 'MB' });
    report({ what: 'memory, steady', value: middle('steadyMb'), unit: 'MB', target: '≤ 250 MB' });
  } finally {
    await stage.close();
  }
}

/**
 * Both lists give 250 a page. Above that floor come, once for a store, a page for the trial and for each sweep, the count,
 * the empty page at the end, and names of products and categories; the more orders, the less these weigh.
 */
export function leastCallsPerThousand(stage: Stage, storeHash: string, read: number): number {
  const { refunds } = stage.sandbox.aiq.totals(stage.uidOf(storeHash));
  return (read + refunds) / 250 / (read / 1000);
}

/** The calls that BigCommerce and AIQ have had so far for a store's orders. */
export function countCalls(stage: Stage, storeHash: string): { bigcommerce: number; aiq: number } {
  const { requests } = stage.sandbox.bigcommerce.api;
  // Customers and sweeps are other streams' work.
  const isOfHistory = (route: string): boolean => /orders|products|categories/.test(route);
  return {
    bigcommerce: requests
      .counts(storeHash)
      .filter(({ route }) => isOfHistory(route))
      .reduce((sum, count) => sum + count.requests, 0),
    aiq: stage.sandbox.aiq.requests
      .list(stage.uidOf(storeHash))
      .filter(({ endpoint }) => endpoint.startsWith('createUpdateSale'))
      .reduce((sum, count) => sum + count.requests, 0),
  };
}

async function runApp(stage: Stage, hash: string): Promise<AppRun> {
  const before = countCalls(stage, hash);
  const cpuBefore = cpuMs(stage.app.pid);
  const memory = watchMemory(stage.app.pid);
  try {
    await stage.begin(hash);
    await stage.historyRead(hash, timeoutMs);
  } finally {
    memory.stop();
  }
  const cpu = cpuMs(stage.app.pid) - cpuBefore;
  const calls = countCalls(stage, hash);
  const stream = await stage.db.streams.get(hash, 'backfill-orders');
  const ms = (stream?.finishedAt?.getTime() ?? NaN) - (stream?.startedAt?.getTime() ?? NaN);
  return {
    ordersPerSecond: (orders / ms) * 1000,
    cpuMsPerOrder: cpu / orders,
    bigcommerceCallsPerThousand: ((calls.bigcommerce - before.bigcommerce) / orders) * 1000,
    callsPerThousandCustomers:
      (stage.sandbox.bigcommerce.api.requests.total(hash, 'GET /v3/customers') / customers) * 1000,
    aiqCallsPerThousand: ((calls.aiq - before.aiq) / orders) * 1000,
    peakMb: Math.max(...memory.samples),
    steadyMb: median(memory.samples.slice(memory.samples.length / 2)),
  };
}

async function runBare(stage: Stage, storeHash: string): Promise<BareBackfillAnswer> {
  const { urls, aiq, bigcommerce } = stage.sandbox;
  const uid = stage.uidOf(storeHash);
  const input: BareBackfillInput = {
    apiUrl: urls.api,
    storeHash,
    token: bigcommerce.api.requests.recent(storeHash).at(-1)?.token ?? '',
    aiqUrl: urls.aiq,
    uid,
    key: aiq.accounts().find((account) => account.uid === uid)?.key ?? '',
  };
  const child = startChild<BareBackfillAnswer>('bare-backfill.ts', input);
  try {
    return await child.answer;
  } finally {
    child.end();
  }
}
