import type { RecordFilter } from '../../db/types/records.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import type { OperationsDeps } from './deps.ts';
import { noteRecords } from './note-changes.ts';
import { resume } from './resume.ts';
import { rereadHistory } from './streams.ts';

/**
 * Orders that were parked for their channel and are mapped now go out at once. History is read once more after that:
 * sales of a channel that was matched to another AIQ store move there, because AIQ is to show what the mapping says.
 * @returns how many parked orders go out
 */
export async function mappingSaved(deps: OperationsDeps, store: StoreRow): Promise<number> {
  const { mapping, version } = await deps.db.settings.get(store.hash);
  // Which pickup location an order has is not kept, so with any of them matched all parked orders are read again.
  const all = mapping.fallback !== null || Object.keys(mapping.locations).length > 0;
  const channels = Object.keys(mapping.channels).map(Number);
  const filters: Partial<RecordFilter>[] = all ? [{}] : channels.map((channelId) => ({ channelId }));
  let released = 0;
  for (const filter of filters) {
    released += await noteRecords(deps, store.hash, {
      kind: 'order',
      state: 'parked',
      reason: 'channel-unmapped',
      ...filter,
    });
  }
  await resolveProblems(deps, store.hash, mapping.fallback !== null, channels);
  if (store.setup.startedAt !== null) await rereadHistory(deps, store, ['orders']);
  // A crash before this has the next sweep do all of it again.
  await deps.db.settings.markApplied(store.hash, 'mapping', version);
  await resume(deps, store.hash);
  return released;
}

async function resolveProblems(
  deps: OperationsDeps,
  store: string,
  all: boolean,
  channels: readonly number[],
): Promise<void> {
  const now = deps.clock.now();
  if (all) return deps.db.problems.resolve(store, 'channel-unmapped', null, now);
  for (const { code, key } of await deps.db.problems.listOpen(store)) {
    if (code === 'channel-unmapped' && channels.includes(Number(key)) && key !== '')
      await deps.db.problems.resolve(store, code, key, now);
  }
}
