import type { RecordKind, RecordReason, StreamName } from '../../../shared/sync.ts';
import type { RecordKey } from '../../db/types/records.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import { AppError } from '../../errors.ts';
import type { OperationsDeps } from './deps.ts';
import { recordToChange } from '../record-to-change.ts';
import { noteChanges, noteRecords } from './note-changes.ts';
import { resume } from './resume.ts';
import { restart } from './streams.ts';

/**
 * Streams that make the records which are no entity of BigCommerce; they decide those anew. Opt-ins are not among them:
 * nobody is asked twice.
 */
const makers: Partial<Record<RecordKind, StreamName>> = {
  signup: 'signups',
  enrolment: 'enrol',
};

/**
 * Decides one record anew, now.
 * @throws AppError `not-found` when there is no such record, `invalid-input` when it is decided for good
 */
export async function retryRecord(deps: OperationsDeps, store: StoreRow, key: RecordKey): Promise<void> {
  const [record] = await deps.db.records.getMany(store.hash, [key]);
  if (record === undefined) throw new AppError(404, 'not-found', 'There is no such record.');
  if (record.kind === 'opt-in') {
    throw new AppError(400, 'invalid-input', 'A phone is asked only once, whatever AIQ answered.');
  }
  const change = recordToChange(record);
  const maker = makers[record.kind];
  if (change !== null) await noteChanges(deps, store.hash, [change]);
  else if (maker !== undefined) await restart(deps, store.hash, [maker]);
  // A guest has no account, only orders.
  else if (record.emailHash !== null)
    await noteRecords(deps, store.hash, { kind: 'order', emailHash: record.emailHash });
  await resume(deps, store.hash);
}

/** Decides all records of a reason anew; @returns how many. */
export async function retryReason(
  deps: OperationsDeps,
  store: StoreRow,
  reason: RecordReason,
): Promise<number> {
  let queued = await noteRecords(deps, store.hash, { reason });
  const counts = await deps.db.records.count(store.hash, null);
  for (const { kind, reason: counted, count } of counts) {
    const maker = makers[kind];
    if (counted !== reason || maker === undefined || count === 0) continue;
    await restart(deps, store.hash, [maker]);
    queued += count;
  }
  await resume(deps, store.hash);
  return queued;
}
