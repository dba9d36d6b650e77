import { optInsNotAsked, type RecordReason, type StreamName } from '../../../shared/sync.ts';
import type { RecordKey, RecordRow } from '../../db/types/records.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import { AppError } from '../../errors.ts';
import type { OperationsDeps } from './deps.ts';
import { recordToChange } from '../record-to-change.ts';
import { noteChanges, noteRecords } from './note-changes.ts';
import { resume } from './resume.ts';
import { restart } from './streams.ts';

/** The stream that makes a record which is no entity of BigCommerce, and decides it anew; null when none does. */
function makerOf({ kind, reason }: Pick<RecordRow, 'kind' | 'reason'>): StreamName | null {
  if (kind === 'signup') return 'signups';
  if (kind === 'enrolment') return 'enrol';
  return kind === 'opt-in' && optInsNotAsked.has(reason) ? 'double-opt-in' : null;
}

/**
 * Decides one record anew, now.
 * @throws AppError `not-found` when there is no such record, `invalid-input` when it is decided for good
 */
export async function retryRecord(deps: OperationsDeps, store: StoreRow, key: RecordKey): Promise<void> {
  const [record] = await deps.db.records.getMany(store.hash, [key]);
  if (record === undefined) throw new AppError(404, 'not-found', 'There is no such record.');
  const maker = makerOf(record);
  if (record.kind === 'opt-in' && maker === null) {
    throw new AppError(400, 'invalid-input', 'A phone is asked only once, whatever AIQ answered.');
  }
  const change = recordToChange(record);
  if (change !== null) await noteChanges(deps, store.hash, [change]);
  else if (maker !== null) await restart(deps, store.hash, [maker]);
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
  for (const { count, ...counted } of counts) {
    const maker = makerOf(counted);
    if (counted.reason !== reason || maker === null || count === 0) continue;
    await restart(deps, store.hash, [maker]);
    queued += count;
  }
  await resume(deps, store.hash);
  return queued;
}
