import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from './stage.ts';

const lookEveryMs = 5;
const patienceMs = 120_000;

/**
 * Places orders at a steady pace, in turn in each of the stores, and waits until AIQ shows each.
 * @returns milliseconds from the order to its sale; of one that never showed up, the patience that it took
 */
export async function placeAndWatch(
  stage: Stage,
  plan: { storeHashes: readonly string[]; orders: number; everyMs: number },
): Promise<number[]> {
  const open = new Map<string, { storeHash: string; placedAt: number }>();
  const latencies: number[] = [];
  const watch = setInterval(() => {
    const now = performance.now();
    for (const [posId, { storeHash, placedAt }] of open) {
      const isVisible = stage.sandbox.aiq.state(stage.uidOf(storeHash)).sale(posId)?.visible === true;
      if (!isVisible && now - placedAt < patienceMs) continue;
      open.delete(posId);
      latencies.push(now - placedAt);
    }
  }, lookEveryMs);
  try {
    for (let index = 0; index < plan.orders; index += 1) {
      const storeHash = plan.storeHashes[index % plan.storeHashes.length] ?? '';
      const id = stage.sandbox.bigcommerce
        .store(storeHash)
        .actions.placeOrder({ billing: { email: `shopper${index}@example.com` } });
      open.set(`bc-${storeHash}-${id}`, { storeHash, placedAt: performance.now() });
      await pause(plan.everyMs);
    }
    while (open.size > 0) await pause(lookEveryMs);
  } finally {
    clearInterval(watch);
  }
  return latencies;
}
