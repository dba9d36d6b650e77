import { ageGateWording } from '../../shared/settings.ts';
import { AppError } from '../errors.ts';
import { ownerIdOf } from '../sync/age-gate.ts';
import type { PanelDeps } from './deps.ts';
import { requireReadyToStart } from './readiness.ts';
import type { RouteHandlers } from './route-handler.ts';
import { presentStatus, reloadStore } from './status.ts';

export function createSetupHandlers(deps: PanelDeps): Pick<RouteHandlers, 'confirmAgeGate' | 'startSync'> {
  const { db, clock, engine, operations } = deps;
  return {
    async confirmAgeGate({ session: { store, user }, body }) {
      if (body.wording !== ageGateWording) {
        throw new AppError(
          409,
          'conflict',
          'The wording has changed since this page was opened. Load the page again, read it and confirm it.',
        );
      }
      const now = clock.now();
      const ageGate = {
        wording: ageGateWording,
        confirmedAt: now,
        confirmedBy: user.userId,
        ownerId: ownerIdOf(store),
      };
      await db.stores.updateSetup(store.hash, { ageGate });
      await db.audit.add({
        store: store.hash,
        at: now,
        userId: user.userId,
        action: 'age-gate-confirmed',
        details: { wording: ageGateWording },
      });
      engine.nudge(store.hash);
      return presentStatus(await reloadStore(deps, store.hash));
    },

    async startSync({ session: { store, user } }) {
      requireReadyToStart(store);
      if (store.setup.startedAt !== null) return presentStatus(store);
      await operations.startSync(store);
      await db.audit.add({
        store: store.hash,
        at: clock.now(),
        userId: user.userId,
        action: 'sync-started',
        details: { history: store.setup.history },
      });
      return presentStatus(await reloadStore(deps, store.hash));
    },
  };
}
