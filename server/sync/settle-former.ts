import type { SendingEntity, Unsettled } from '../db/types/leases.ts';
import type { RecordWrite } from '../db/types/records.ts';
import { unknownRow } from './outcome.ts';
import { keyText } from './task.ts';
import { writeRecords, type StoreWork } from './work.ts';

/**
 * Marks as unknown what a worker was sending when it ended before the records were written: AIQ may hold it, or what it
 * held before. Whoever reads these entities next then sends what is true by now, also when an order was cancelled or
 * has become again what it was. They are read again without being asked for, as neither the cursor nor the change that
 * brought them was moved on.
 */
export async function settleFormer(work: Pick<StoreWork, 'hash' | 'deps' | 'lease' | 'now'>): Promise<void> {
  const { sending } = work.lease;
  const former = sending.former();
  if (former === null) return;
  const noted = former.batches.flatMap(({ since, entities }) =>
    entities.map((entity) => ({ since, entity })),
  );
  const rows = await work.deps.db.records.getMany(
    work.hash,
    noted.map(({ entity }) => entity),
  );
  const known = new Map(rows.map((row) => [keyText(row), row]));
  const unknown = new Map<string, RecordWrite>();
  for (const { since, entity } of noted) {
    const row = known.get(keyText(entity));
    if (row !== undefined && isRecorded(row, former, since)) unknown.delete(keyText(entity));
    else unknown.set(keyText(entity), toUnknown(entity, row, work.now()));
  }
  await writeRecords(work, [...unknown.values()], (row) => known.get(keyText(row)));
  sending.formerIsSettled();
  if (unknown.size === 0) return;
  work.deps.log.info(
    { store: work.hash, records: unknown.size },
    'a worker ended between sending and writing its records; they are sent again',
  );
}

/** The record was written after the sending began, by that worker or by somebody after it (such as an erasure). */
function isRecorded(
  row: { fence: number; fetchedAt: Date | null },
  { token }: Unsettled,
  since: Date,
): boolean {
  return row.fence > token || (row.fence === token && row.fetchedAt !== null && row.fetchedAt >= since);
}

function toUnknown(entity: SendingEntity, row: RecordWrite | undefined, now: Date): RecordWrite {
  const archived = row?.archived;
  return unknownRow({ ...entity, ...(archived !== undefined && { archived }) }, row, now);
}
