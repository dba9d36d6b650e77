import type { StoreRow } from '../../db/types/stores.ts';
import type { OperationsDeps } from './deps.ts';
import { restartContactSync } from './contact-sync-start.ts';
import { resume } from './resume.ts';
import { skipFrozenOrders } from './skip-frozen-orders.ts';
import { restart, startOrWake, sweeps } from './streams.ts';

/**
 * Ends a freeze. `send`: what webhooks noted goes out, and the sweeps read on from where they stood, so that nothing
 * of the pause is missed. `discard`: both are forgotten and the sweeps begin now; what changed in the pause is sent
 * only when it changes again, or when the merchant has history read once more by changing what counts.
 */
export async function thaw(
  deps: OperationsDeps,
  store: StoreRow,
  changes: 'send' | 'discard',
): Promise<void> {
  const working = store.setup.startedAt !== null;
  // All of it before the freeze ends, because nobody works the store until then.
  if (changes === 'discard' && store.freeze !== null) {
    if (working) await skipFrozenOrders(deps, store, store.freeze.since);
    await restartContactSync(deps, store.hash);
    await deps.db.changes.deleteAll(store.hash);
    if (working) await restart(deps, store.hash, sweeps);
  }
  await deps.db.stores.setFreeze(store.hash, null);
  if (changes === 'send' && working) await startOrWake(deps, store.hash, sweeps);
  await resume(deps, store.hash);
}
