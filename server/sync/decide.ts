import type { RecordWrite } from '../db/types/records.ts';
import type { Task } from './task.ts';

/** What to do about one task, given its record as it was. */
export type Decision =
  /** Neither AIQ nor the record changes. */
  | 'leave'
  /** AIQ has this content already, or is not to have it: only the record is written. */
  | 'record'
  | 'send';

/**
 * Decides by content and by version: what AIQ has is not sent again, and an older version (of a history page that
 * was read before a live change) replaces nothing.
 * @param force also try again what AIQ refused, because somebody asked or something happened
 */
export function decide(task: Task, before: RecordWrite | undefined, force: boolean): Decision {
  const { mapped } = task;
  if (before === undefined) {
    if (mapped.decision === 'keep') return 'leave';
    return mapped.decision === 'send' ? 'send' : 'record';
  }
  if (before.sourceAt > task.sourceAt) return 'leave';
  // What waits is not tried again; its record must not go on saying so.
  if (mapped.decision === 'keep') return before.state === 'waiting' ? 'record' : 'leave';
  // Archiving need not count as a modification.
  const sameVersion =
    before.sourceAt.getTime() === task.sourceAt.getTime() &&
    (before.archived ?? false) === (task.archived ?? false);
  if (mapped.decision !== 'send') {
    return sameVersion && before.state === stateOf(mapped.decision) && before.reason === mapped.reason
      ? 'leave'
      : 'record';
  }
  if (before.hash === mapped.hash) {
    return sameVersion && before.state === 'sent' && before.reason === mapped.reason ? 'leave' : 'record';
  }
  if (sameVersion && !force && isSettled(before)) return 'leave';
  return 'send';
}

/** Refused by AIQ (tried again on its own schedule, or parked), or left out on purpose, until it changes. */
function isSettled({ reason }: RecordWrite): boolean {
  return reason === 'aiq-rejected' || reason === 'retrying' || reason === 'placed-during-freeze';
}

function stateOf(decision: 'skip' | 'park'): 'skipped' | 'parked' {
  return decision === 'skip' ? 'skipped' : 'parked';
}

/** Tries of a refused record before it is parked, and the waits between them; together less than half an hour. */
const waitsMs = [30_000, 120_000, 420_000, 1_080_000] as const;

/** When a record that was refused for the n-th time is tried again; null parks it. */
export function nextAttempt(attempts: number, now: Date): Date | null {
  const wait = waitsMs[attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}
