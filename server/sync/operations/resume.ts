import { wakeFailed } from '../wake-failed.ts';
import type { OperationsDeps } from './deps.ts';

/**
 * Has everything that waits after failures tried at once, because the merchant may have removed their cause. Whichever
 * instance works the store ends what it remembers of them when it sees the new instant in the store's row.
 */
export async function resume(deps: OperationsDeps, store: string): Promise<void> {
  const now = deps.clock.now();
  // First: a step that fails just now looks for it after its own wait is written, so that one of the two ends that.
  await deps.db.stores.touch(store, { remediedAt: now });
  await wakeFailed(deps.db, store, now);
  deps.nudge(store);
}
