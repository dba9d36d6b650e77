import type { RecordFilter } from '../../db/types/records.ts';
import { recordToChange, type Change } from '../record-to-change.ts';
import type { OperationsDeps } from './deps.ts';

const batchSize = 500;

/**
 * Has the entities behind the matching records read from BigCommerce and sent, in batches.
 * @returns how many of the records have such an entity
 */
export async function noteRecords(
  deps: OperationsDeps,
  store: string,
  filter: RecordFilter,
): Promise<number> {
  let noted = 0;
  let batch: Change[] = [];
  for await (const record of deps.db.records.stream(store, filter)) {
    const change = recordToChange(record);
    if (change === null) continue;
    noted += 1;
    batch.push(change);
    if (batch.length < batchSize) continue;
    await noteChanges(deps, store, batch);
    batch = [];
  }
  await noteChanges(deps, store, batch);
  return noted;
}

export async function noteChanges(
  deps: OperationsDeps,
  store: string,
  changes: readonly Change[],
): Promise<void> {
  // One row per entity: refunds of one order are one change.
  const distinct = new Map(changes.map((change) => [`${change.kind} ${change.id}`, change]));
  if (distinct.size === 0) return;
  await deps.db.changes.note(
    [...distinct.values()].map(({ kind, id }) => ({ store, kind, id })),
    deps.clock.now(),
  );
}
