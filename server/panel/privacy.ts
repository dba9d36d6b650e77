import type { PanelDeps } from './deps.ts';
import { eraseShopper } from './erase-shopper.ts';
import type { RouteHandlers } from './route-handler.ts';

/** After uninstalling; see the schedule that purges. */
const purgeDays = 30;

export function createPrivacyHandlers(deps: PanelDeps): Pick<RouteHandlers, 'getPrivacy' | 'eraseShopper'> {
  const { db, clock } = deps;
  return {
    async getPrivacy({ session: { store } }) {
      const [counts, changes, users] = await Promise.all([
        db.records.count(store.hash, null),
        db.changes.count(store.hash),
        db.users.list(store.hash),
      ]);
      return {
        records: counts.reduce((sum, { count }) => sum + count, 0),
        pausedChanges: store.freeze === null ? 0 : changes,
        users: users.length,
        purgeDays,
      };
    },

    async eraseShopper({ session: { store, user }, body: { customerId } }) {
      const erased = await eraseShopper(deps, store.hash, customerId);
      await db.audit.add({
        store: store.hash,
        at: clock.now(),
        userId: user.userId,
        action: 'shopper-erased',
        details: { customerId, records: erased },
      });
      return { erased };
    },
  };
}
