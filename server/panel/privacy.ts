import type { StoreRow } from '../db/types/stores.ts';
import { invalidInput } from '../http/validate.ts';
import { contactToGuest, type Buyer } from '../sync/guests.ts';
import type { PanelDeps } from './deps.ts';
import { eraseShopper } from './erase-shopper.ts';
import type { RouteHandlers } from './route-handler.ts';

/** After uninstalling; see the schedule that purges. */
const purgeDays = 30;

export function createPrivacyHandlers(deps: PanelDeps): Pick<RouteHandlers, 'getPrivacy' | 'eraseShopper'> {
  const { db, clock, hasher } = deps;

  function requireGuest({ profile }: StoreRow, contact: string): Buyer {
    const guest = contactToGuest(contact, profile?.countryCode ?? 'US', hasher);
    if (guest !== null) return guest;
    throw invalidInput({
      guest:
        'This is neither an e-mail address nor a phone number of the US or Canada. Enter it as in the order.',
    });
  }

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

    async eraseShopper({ session: { store, user }, body }) {
      const shopper: Buyer =
        'guest' in body
          ? requireGuest(store, body.guest)
          : { kind: 'customer', id: body.customerId, emailHash: null };
      const erased = await eraseShopper(deps, store.hash, shopper);
      await db.audit.add({
        store: store.hash,
        at: clock.now(),
        userId: user.userId,
        action: 'shopper-erased',
        details: { kind: shopper.kind, id: shopper.id, records: erased },
      });
      return { erased };
    },
  };
}
