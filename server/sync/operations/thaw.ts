import type { StoreRow } from '../../db/types.ts';
import type { OperationsDeps } from './deps.ts';
import { restart, startOrWake } from './streams.ts';

const sweeps = ['sweep-orders', 'sweep-customers'] as const;

/**
 * Ends a freeze. `send`: what webhooks noted goes out, and the sweeps read on from where they stood, so that nothing
 * of the pause is missed. `discard`: both are forgotten, and the sweeps begin now; an order of the pause is sent only
 * when it changes after it, or when the merchant has history read again by changing what counts.
 */
export async function thaw(
  deps: OperationsDeps,
  store: StoreRow,
  changes: 'send' | 'discard',
): Promise<void> {
  if (changes === 'discard') {
    // Before the freeze ends: nobody works the store until then.
    await deps.db.changes.deleteAll(store.hash);
    if (store.setup.startedAt !== null) await restart(deps, store.hash, sweeps);
  }
  await deps.db.stores.setFreeze(store.hash, null);
  if (changes === 'send' && store.setup.startedAt !== null) await startOrWake(deps, store.hash, sweeps);
  deps.nudge(store.hash);
}

/** Makes the sweeps of a store due now. */
export async function sweepNow(deps: OperationsDeps, store: string): Promise<void> {
  const now = deps.clock.now();
  await Promise.all(sweeps.map((name) => deps.db.streams.wake(store, name, now)));
  deps.nudge(store);
}
