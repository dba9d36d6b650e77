import type { History } from '../../shared/settings.ts';
import type { StoreRow } from '../db/types/stores.ts';
import { invalidInput } from '../http/validate.ts';
import type { PanelDeps } from './deps.ts';
import type { RouteHandlers } from './route-handler.ts';
import { presentStatus, reloadStore } from './status.ts';

export function createHistoryHandlers(
  deps: PanelDeps,
): Pick<RouteHandlers, 'previewHistory' | 'saveHistory'> {
  const { db, clock, operations } = deps;

  /** Start of the chosen history; null means everything. */
  function startOf(store: StoreRow, history: History): Date | null {
    const start = operations.historyStart(store, history);
    if (history.from === 'date' && start !== null && start > clock.now())
      throw invalidInput({ date: 'This day has not begun yet. Choose today or an earlier day.' });
    return start;
  }

  return {
    async previewHistory({ session: { store }, body }) {
      startOf(store, body);
      const { orders, customers, seconds } = await operations.previewHistory(store, body);
      return { orders, customers, seconds: Math.ceil(seconds) };
    },

    async saveHistory({ session: { store, user }, body }) {
      const historyStart = startOf(store, body);
      const before = store.setup.history;
      if (before !== null && sameHistory(before, body)) return presentStatus(store);
      const saved = await db.stores.updateSetup(store.hash, { history: body, historyStart });
      await db.audit.add({
        store: store.hash,
        at: clock.now(),
        userId: user.userId,
        action: 'history-saved',
        details: { from: before, to: body },
      });
      // What AIQ has already is recognised by its content and not sent again.
      if (store.setup.startedAt !== null) await operations.startSync(saved);
      return presentStatus(await reloadStore(deps, store.hash));
    },
  };
}

function sameHistory(one: History, other: History): boolean {
  if (one.from !== 'date' || other.from !== 'date') return one.from === other.from;
  return one.date === other.date;
}
