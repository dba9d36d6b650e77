import { setTimeout as pause } from 'node:timers/promises';
import { countCalls, leastCallsPerThousand } from './backfill.ts';
import type { Report } from './figure.ts';
import { cpuMs, watchMemory } from './process-cost.ts';
import { openStage, type Machine, type Stage } from './stage.ts';
import { median } from './statistics.ts';

const storeHash = 'huge123';
const orders = Number(process.env['BENCH_ORDERS'] ?? 1_000_000);
const sayEveryMs = 15_000;

/** The history of one store with a million orders (or BENCH_ORDERS), with numbers and memory over time. */
export async function benchMillion(machine: Machine, report: Report): Promise<void> {
  const size = { orders, customers: Math.ceil(orders / 5), products: 500 };
  const stage = await openStage(machine, { stores: [{ hash: storeHash, size }], instant: true });
  const memory = watchMemory(stage.app.pid);
  try {
    await stage.begin(storeHash);
    const from = performance.now();
    for (;;) {
      await pause(sayEveryMs);
      const stream = await stage.db.streams.get(storeHash, 'backfill-orders');
      const seconds = (performance.now() - from) / 1000;
      const read = stream?.counts.read ?? 0;
      console.log(
        `  ${Math.round(seconds)} s: ${read} orders, ${Math.round(read / seconds)} a second, ` +
          `${Math.round(memory.samples.at(-1) ?? 0)} MB, ${Math.round(cpuMs(stage.app.pid) / 1000)} s of CPU`,
      );
      if (stream?.status === 'done') break;
    }
    memory.stop();
    const stream = await stage.db.streams.get(storeHash, 'backfill-orders');
    const ms = (stream?.finishedAt?.getTime() ?? NaN) - (stream?.startedAt?.getTime() ?? NaN);
    const calls = countCalls(stage, storeHash);
    const quarter = Math.ceil(memory.samples.length / 4);
    report({ what: 'orders', value: stream?.counts.read ?? 0, unit: 'orders' });
    report({ what: 'orders a second', value: (orders / ms) * 1000, unit: '/s' });
    report({
      what: 'BigCommerce calls per 1,000 orders',
      value: (calls.bigcommerce / orders) * 1000,
      unit: 'calls',
      floor: leastCallsPerThousand(stage, storeHash, orders),
      target: '≤ 4.2 without refunds',
    });
    report({
      what: 'AIQ calls per 1,000 orders',
      value: (calls.aiq / orders) * 1000,
      unit: 'calls',
      floor: 10,
      target: '≤ 12',
    });
    report({ what: 'memory, highest', value: Math.max(...memory.samples), unit: 'MB', target: '≤ 250 MB' });
    report({
      what: 'memory, last quarter to second',
      value: median(memory.samples.slice(-quarter)),
      unit: 'MB',
      floor: median(memory.samples.slice(quarter, 2 * quarter)),
      target: 'ratio 0.9 to 1.1',
    });
    await reportAgreement(stage, report);
  } finally {
    memory.stop();
    await stage.close();
  }
}

/** Does every order have its record? What it costs to ask, and to look at the figures. */
async function reportAgreement(stage: Stage, report: Report): Promise<void> {
  const merchant = stage.merchant(storeHash);
  await merchant.open();
  const askedAt = performance.now();
  const { rows } = await merchant.call('checkAgreement');
  report({ what: 'comparing all counts', value: performance.now() - askedAt, unit: 'ms' });
  const difference = rows.find(({ kind }) => kind === 'order')?.difference ?? NaN;
  report({ what: 'orders without a record', value: difference, unit: 'orders', target: '0' });
  const lookedAt = performance.now();
  await merchant.call('getOverview');
  report({ what: 'overview', value: performance.now() - lookedAt, unit: 'ms', target: '≤ 50 ms' });
}
