import { isDeepStrictEqual } from 'node:util';
import type { History } from '../../shared/settings.ts';
import type { StoreRow } from '../db/types/stores.ts';
import { invalidInput } from '../http/validate.ts';
import { isHistoryToFollow } from '../sync/operations/history-to-follow.ts';
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

  async function save(store: StoreRow, userId: number, history: History): Promise<StoreRow> {
    const now = clock.now();
    const historyStart = startOf(store, history);
    const saved = await db.stores.updateSetup(store.hash, { history, historyStart, historySavedAt: now });
    const details = { from: store.setup.history, to: history };
    await db.audit.add({ store: store.hash, at: now, userId, action: 'history-saved', details });
    return saved;
  }

  return {
    async previewHistory({ session: { store }, body }) {
      startOf(store, body);
      const { orders, customers, seconds } = await operations.previewHistory(store, body);
      return { orders, customers, seconds: Math.ceil(seconds) };
    },

    async saveHistory({ session: { store, user }, body }) {
      const changed = !isDeepStrictEqual(store.setup.history, body);
      const current = changed ? await save(store, user.userId, body) : store;
      // What AIQ has already is recognised by its content and not sent again.
      if (current.setup.startedAt !== null && (changed || isHistoryToFollow(current.setup)))
        await operations.startSync(current);
      return presentStatus(await reloadStore(deps, store.hash));
    },
  };
}
