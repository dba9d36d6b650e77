import type { PlainRecord } from './model.ts';
import { drawsFor } from './random.ts';
import type { StoreState } from './state.ts';
import { uuidFrom } from './compose-order.ts';

/*
 * Things that a store only keeps: nothing is generated of them, and nothing follows from them. Writing replaces the
 * record, so that a reader who holds one never sees it change.
 */

export function addRecord(
  state: StoreState,
  wish: Pick<PlainRecord, 'kind' | 'ownerId' | 'clientId' | 'fields'>,
): PlainRecord {
  const id = state.next.record++;
  const at = state.clock.now();
  const uuid = uuidFrom(drawsFor(state.world.seed, 'record', id));
  const record: PlainRecord = { ...structuredClone(wish), id, uuid, createdAt: at, modifiedAt: at };
  state.records.set(id, record);
  return record;
}

/** Writes some fields anew. */
export function changeRecord(
  state: StoreState,
  record: PlainRecord,
  fields: Record<string, unknown>,
): PlainRecord {
  const changed: PlainRecord = {
    ...record,
    fields: { ...record.fields, ...structuredClone(fields) },
    modifiedAt: state.clock.now(),
  };
  state.records.set(record.id, changed);
  return changed;
}

/** The records of a thing, by number. @param ownerId 0 for those of the store itself */
export function listRecords(state: StoreState, kind: string, ownerId: number): PlainRecord[] {
  return [...state.records.values()].filter((one) => one.kind === kind && one.ownerId === ownerId);
}

/** Scripts that asked for it go with the app that made them. */
export function removeScriptsOf(state: StoreState, clientId: string): void {
  for (const { id, kind, clientId: maker, fields } of [...state.records.values()]) {
    if (kind === 'script' && maker === clientId && fields['auto_uninstall'] === true)
      state.records.delete(id);
  }
}
