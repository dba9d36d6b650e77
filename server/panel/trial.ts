import { z } from 'zod';
import type { Trial } from '../../shared/views/set-up.ts';
import { reasonsByState, type WaitingReason } from '../../shared/sync.ts';
import type { RecordRow } from '../db/types/records.ts';
import type { StreamRow } from '../db/types/streams.ts';
import type { PanelDeps } from './deps.ts';
import { requireReadyToSend } from './readiness.ts';
import type { RouteHandlers } from './route-handler.ts';

/** Cursor of the trial stream: the orders that it took, newest first. */
const cursorSchema = z.object({ ids: z.array(z.string()) });

export function createTrialHandlers(deps: PanelDeps): Pick<RouteHandlers, 'startTrial' | 'getTrial'> {
  const { db, clock, operations } = deps;

  async function readTrial(store: string): Promise<Trial> {
    const stream = await db.streams.get(store, 'trial');
    const cursor = cursorSchema.safeParse(stream?.cursor);
    const ids = cursor.success ? cursor.data.ids : [];
    const rows = await db.records.getMany(
      store,
      ids.map((id) => ({ kind: 'order' as const, id })),
    );
    return presentTrial(stream, ids, rows);
  }

  return {
    async startTrial({ session: { store, user } }) {
      requireReadyToSend(store);
      const stream = await db.streams.get(store.hash, 'trial');
      if (stateOf(stream) === 'running') return readTrial(store.hash);
      await operations.startTrial(store);
      await db.audit.add({
        store: store.hash,
        at: clock.now(),
        userId: user.userId,
        action: 'trial-started',
        details: {},
      });
      return readTrial(store.hash);
    },

    getTrial: ({ session: { store } }) => readTrial(store.hash),
  };
}

export function presentTrial(
  stream: Pick<StreamRow, 'status' | 'error'> | null,
  ids: readonly string[],
  rows: readonly RecordRow[],
): Trial {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const found = ids.flatMap((id) => byId.get(id) ?? []);
  return {
    state: stateOf(stream),
    items: found.map((row) => ({
      orderId: row.id,
      createdAt: row.createdAt.toISOString(),
      amount: row.amount,
      currency: row.currency,
      state: row.state,
      reason: row.reason,
      detail: row.detail,
    })),
    error: stream?.error ? errorToReason(stream.error) : null,
  };
}

/** A row that an older version wrote has a text here. */
function errorToReason(error: string): WaitingReason {
  return reasonsByState.waiting.find((reason) => reason === error) ?? 'retrying';
}

function stateOf(stream: Pick<StreamRow, 'status' | 'error'> | null): Trial['state'] {
  if (stream === null) return 'not-started';
  if (stream.error !== null) return 'failed';
  return stream.status === 'done' ? 'done' : 'running';
}
