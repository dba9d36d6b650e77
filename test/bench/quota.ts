import { defaultOptions } from '../../shared/settings.ts';
import type { Report } from './figure.ts';
import { openStage, type Machine } from './stage.ts';

const storeHash = 'past123';
const orders = 20_000;
/** So little that this, and not the processor, is what history waits for. */
const quota = 60;
const windowMs = 10_000;

/** How much of the calls that the merchant leaves to history it makes use of, and whether any is refused. */
export async function benchQuota(machine: Machine, report: Report): Promise<void> {
  const size = { orders, customers: 4_000, products: 200 };
  const stage = await openStage(machine, { stores: [{ hash: storeHash, size }], instant: true });
  try {
    stage.sandbox.bigcommerce.api.setSwitches({ quota, windowMs });
    await stage.begin(storeHash);
    await stage.historyRead(storeHash, 300_000);
    const { requests } = stage.sandbox.bigcommerce.api;
    const allowed = Math.floor((quota * defaultOptions.historyBudgetPercent) / 100);
    // The first window has the set-up in it, and history ends in the middle of the last.
    const whole = requests.windows(storeHash).slice(1, -1);
    const [first, last] = [whole[0], whole.at(-1)];
    if (first === undefined || last === undefined || whole.length < 3)
      throw new Error('history took no time');
    const made = whole.slice(0, -1).reduce((sum, window) => sum + window.requests, 0);
    report({
      what: 'calls of history per window',
      value: (made / (last.startedAt - first.startedAt)) * windowMs,
      unit: 'calls',
      floor: allowed,
      target: 'ratio ≥ 0.95',
    });
    report({
      what: 'calls refused for the quota',
      value: requests.quotaRefusals(storeHash),
      unit: 'calls',
      target: '0',
    });
  } finally {
    await stage.close();
  }
}
