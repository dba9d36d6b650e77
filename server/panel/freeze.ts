import type { PanelDeps } from './deps.ts';
import type { RouteHandlers } from './route-handler.ts';
import { presentStatus, reloadStore } from './status.ts';

export function createFreezeHandlers(deps: PanelDeps): Pick<RouteHandlers, 'freeze' | 'thaw'> {
  const { db, clock, engine, operations } = deps;
  return {
    async freeze({ session: { store, user } }) {
      if (store.freeze !== null) return presentStatus(store);
      const now = clock.now();
      await db.stores.setFreeze(store.hash, { since: now, by: user.userId });
      await engine.halt(store.hash);
      await db.audit.add({
        store: store.hash,
        at: now,
        userId: user.userId,
        action: 'frozen',
        details: {},
      });
      return presentStatus(await reloadStore(deps, store.hash));
    },

    async thaw({ session: { store, user }, body: { changes } }) {
      if (store.freeze === null) return presentStatus(store);
      await operations.thaw(store, changes);
      await db.audit.add({
        store: store.hash,
        at: clock.now(),
        userId: user.userId,
        action: 'thawed',
        details: { changes, since: store.freeze.since.toISOString() },
      });
      return presentStatus(await reloadStore(deps, store.hash));
    },
  };
}
