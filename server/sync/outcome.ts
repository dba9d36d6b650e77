import type {
  ParkedReason,
  RecordReason,
  RecordState,
  SentReason,
  SkippedReason,
} from '../../shared/sync.ts';
import type { RecordWrite } from '../db/types/records.ts';
import { nextAttempt } from './decide.ts';
import type { Task } from './task.ts';

type Fate = Pick<RecordWrite, 'state' | 'reason' | 'detail'> & Partial<RecordWrite>;

/** The record of a task that AIQ has accepted, now or before. */
export function acceptedRow(
  task: Task,
  before: RecordWrite | undefined,
  now: Date,
  sentNow: boolean,
): RecordWrite {
  const { mapped } = task;
  if (mapped.decision !== 'send') throw new TypeError('only what was to be sent can be accepted');
  return buildRow(task, before, now, {
    state: 'sent',
    reason: mapped.reason satisfies SentReason,
    detail: null,
    warnings: mapped.warnings,
    hash: mapped.hash,
    amount: mapped.amount,
    currency: mapped.currency,
    sentAt: sentNow ? now : (before?.sentAt ?? now),
  });
}

/** The record of a task that AIQ has refused: tried again a few times, then parked. */
export function refusedRow(
  task: Task,
  before: RecordWrite | undefined,
  now: Date,
  detail: string | null,
): RecordWrite {
  const sameVersion = before?.sourceAt.getTime() === task.sourceAt.getTime();
  const attempts = (sameVersion ? before.attempts : 0) + 1;
  const nextAttemptAt = nextAttempt(attempts, now);
  return buildRow(task, before, now, {
    state: nextAttemptAt === null ? 'parked' : 'waiting',
    reason: nextAttemptAt === null ? 'aiq-rejected' : 'retrying',
    detail,
    attempts,
    nextAttemptAt,
  });
}

/** The record of a task that is not sent by decision. */
export function decidedRow(task: Task, before: RecordWrite | undefined, now: Date): RecordWrite {
  const { mapped } = task;
  switch (mapped.decision) {
    case 'skip':
      return buildRow(task, before, now, {
        state: 'skipped',
        reason: mapped.reason satisfies SkippedReason,
        detail: mapped.detail,
      });
    case 'park':
      return buildRow(task, before, now, {
        state: 'parked',
        reason: mapped.reason satisfies ParkedReason,
        detail: mapped.detail,
      });
    case 'send':
      return acceptedRow(task, before, now, false);
    case 'keep':
      throw new TypeError('what is kept has no new record');
  }
}

/** The record of a refund whose order AIQ does not have: a refund alone would be a sale below zero. */
export function orphanRow(
  task: Task,
  before: RecordWrite | undefined,
  now: Date,
  order: Pick<RecordWrite, 'state' | 'reason'> | undefined,
): RecordWrite {
  const waits: { state: RecordState; reason: RecordReason } =
    order?.state === 'waiting'
      ? { state: 'waiting', reason: 'queued' }
      : { state: 'parked', reason: 'refund-without-order' };
  return buildRow(task, before, now, { ...waits, detail: null });
}

function buildRow(task: Task, before: RecordWrite | undefined, now: Date, fate: Fate): RecordWrite {
  const { mapped } = task;
  const buyer = mapped.decision === 'keep' ? null : mapped.buyer;
  return {
    kind: task.kind,
    id: task.id,
    createdAt: before?.createdAt ?? task.createdAt,
    sourceAt: task.sourceAt,
    parentId: task.parentId,
    channelId: task.channelId,
    customerId: task.customerId,
    emailHash: buyer?.emailHash ?? before?.emailHash ?? null,
    receivedAt: task.receivedAt ?? before?.receivedAt ?? null,
    fetchedAt: now,
    // What AIQ has stays as it was until AIQ accepts something else.
    hash: before?.hash ?? null,
    amount: before?.amount ?? null,
    currency: before?.currency ?? null,
    sentAt: before?.sentAt ?? null,
    warnings: [],
    attempts: 0,
    nextAttemptAt: null,
    ...((task.archived ?? false) !== (before?.archived ?? false) && { archived: task.archived ?? false }),
    ...fate,
  };
}
