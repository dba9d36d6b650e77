import type { Report } from './figure.ts';
import { placeAndWatch } from './live-orders.ts';
import { openStage, type Machine } from './stage.ts';
import { percentile } from './statistics.ts';

const idle = 'calm123';
const busy = 'past123';
const plan = { orders: 60, everyMs: 400 };

/** From an order to its sale in AIQ, at AIQ's and BigCommerce's ordinary limits: idle, and while history is read. */
export async function benchLive(machine: Machine, report: Report): Promise<void> {
  const stores = [
    { hash: idle, size: { orders: 200, customers: 100, products: 30 } },
    { hash: busy, size: { orders: 60_000, customers: 4_000, products: 200 } },
  ];
  const stage = await openStage(machine, { stores });
  try {
    await stage.begin(idle);
    await stage.historyRead(idle, 60_000);
    const alone = await placeAndWatch(stage, { ...plan, storeHashes: [idle] });
    await stage.begin(busy);
    const during = await placeAndWatch(stage, { ...plan, storeHashes: [busy] });
    const { status } = (await stage.db.streams.get(busy, 'backfill-orders')) ?? {};
    if (status !== 'running') throw new Error('history ended before the last order was seen');
    for (const [share, name, target] of [
      [0.5, 'p50', '≤ 1 s'],
      [0.95, 'p95', '≤ 3 s'],
      [0.99, 'p99', '≤ 30 s'],
    ] as const) {
      report({ what: `${name} idle`, value: percentile(alone, share), unit: 'ms', target });
      report({
        what: `${name} while history is read`,
        value: percentile(during, share),
        unit: 'ms',
        floor: percentile(alone, share),
        ...(share === 0.95 ? { target } : {}),
      });
    }
  } finally {
    await stage.close();
  }
}
