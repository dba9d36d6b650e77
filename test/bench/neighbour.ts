import { until } from '../support/until.ts';
import { startChild } from './child.ts';
import type { Report } from './figure.ts';
import { placeAndWatch } from './live-orders.ts';
import { openStage, type Machine } from './stage.ts';
import { percentile } from './statistics.ts';
import type { LoadAnswer } from './webhook-load.ts';
import { loadOf } from './webhooks.ts';

const noisy = 'noisy123';
const quiet = ['calm1', 'calm2', 'calm3', 'calm4'];
/** A machine that cannot take them all shows only that: BENCH_EVENTS_PER_SECOND asks for fewer. */
const eventsPerSecond = Number(process.env['BENCH_EVENTS_PER_SECOND'] ?? 1_000);
const floodSeconds = 20;
const plan = { storeHashes: quiet, orders: 100, everyMs: 150 };

/**
 * Live latency of four stores while a fifth floods us with events about its 20,000 orders, and without: of one instance
 * that does everything, and of two that share the work by their roles.
 */
export async function benchNeighbour(machine: Machine, report: Report): Promise<void> {
  await measure(machine, report, false);
  await measure(machine, report, true);
}

async function measure(machine: Machine, report: Report, apart: boolean): Promise<void> {
  const stores = [noisy, ...quiet].map((hash) => ({
    hash,
    size: { orders: hash === noisy ? 20_000 : 200, customers: 200, products: 60 },
  }));
  const stage = await openStage(machine, { stores, apart });
  async function flood(): Promise<LoadAnswer> {
    const child = startChild<LoadAnswer>('webhook-load.ts', {
      ...loadOf(stage, noisy),
      url: `${stage.appUrl}/bigcommerce/webhooks/${noisy}`,
      rate: eventsPerSecond,
      seconds: floodSeconds,
      connections: 50,
      firstOrderId: 100,
      orders: 20_000,
    });
    try {
      return await child.answer;
    } finally {
      child.end();
    }
  }
  try {
    for (const hash of [...quiet, noisy]) await stage.begin(hash);
    for (const hash of quiet) await stage.historyRead(hash, 60_000);
    // Its history would be noise of its own.
    await stage.historyRead(noisy, 300_000);
    const latencies = { without: [] as number[], during: [] as number[] };
    let events = 0;
    const calm = async (): Promise<boolean> => (await stage.db.changes.count(noisy)) === 0;
    for (const which of ['without', 'during', 'during', 'without'] as const) {
      // The end of a flood is still a flood.
      if (which === 'without') await until('the flood is over', calm, 300_000);
      const flooding = which === 'during' ? flood() : null;
      latencies[which].push(...(await placeAndWatch(stage, plan)));
      events += (await flooding)?.succeeded ?? 0;
    }
    const left = await stage.db.changes.count(noisy);
    const roles = apart ? 'web and worker apart' : 'one instance';
    for (const [share, name, target] of [
      [0.5, 'p50', ''],
      [0.95, 'p95', 'ratio ≤ 1.2'],
    ] as const) {
      report({
        what: `${name} of the others, ${roles}`,
        value: percentile(latencies.during, share),
        unit: 'ms',
        floor: percentile(latencies.without, share),
        target,
      });
    }
    report({ what: `events of the flood, ${roles}`, value: events, unit: 'events' });
    report({ what: `changes of it that wait at the end, ${roles}`, value: left, unit: 'changes' });
  } finally {
    await stage.close();
  }
}
