import type {
  ParkedReason,
  RecordReason,
  RecordState,
  SentReason,
  SkippedReason,
  WaitingReason,
} from '../../shared/sync.ts';
import type { RecordWrite } from '../db/types/records.ts';
import { nextAttempt } from './decide.ts';
import { unknownContent } from './mapping/content-hash.ts';
import type { Task, TaskFacts } from './task.ts';

/** An entity of which may be known only that it was being sent. */
type Noted = TaskFacts & { mapped?: Task['mapped'] };

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
  const attempts = attemptsOf(task, before) + 1;
  const nextAttemptAt = nextAttempt(attempts, now);
  return buildRow(task, before, now, {
    state: nextAttemptAt === null ? 'parked' : 'waiting',
    reason: nextAttemptAt === null ? 'aiq-rejected' : 'retrying',
    detail,
    attempts,
    nextAttemptAt,
  });
}

/**
 * The record of a task whose call failed without telling whether AIQ has carried it out. Whoever sent it does so again;
 * until then AIQ may hold the old content or this one, and the merchant sees the amount that was accepted last.
 */
export function unknownRow(task: Noted, before: RecordWrite | undefined, now: Date): RecordWrite {
  return buildRow(task, before, now, {
    state: 'waiting',
    reason: 'aiq-unavailable' satisfies WaitingReason,
    detail: null,
    hash: unknownContent,
    attempts: attemptsOf(task, before),
    // A try that was due is so still.
    nextAttemptAt: before?.nextAttemptAt ?? null,
  });
}

/** Whether the record says already that nobody knows what became of this task. */
export function isUnknownAlready(task: Task, before: RecordWrite | undefined): boolean {
  return (
    before?.hash === unknownContent &&
    before.state === 'waiting' &&
    before.reason === 'aiq-unavailable' &&
    before.sourceAt.getTime() === task.sourceAt.getTime()
  );
}

/** Whether AIQ has accepted it, and nothing was tried since then that may have changed it. */
export function isHeldForSure(row: Pick<RecordWrite, 'hash'> | undefined): boolean {
  return row !== undefined && row.hash !== null && row.hash !== unknownContent;
}

/** Tries of this version that AIQ has refused. */
function attemptsOf(task: TaskFacts, before: RecordWrite | undefined): number {
  return before?.sourceAt.getTime() === task.sourceAt.getTime() ? before.attempts : 0;
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
      return settledRow(mapped.reason, before, now);
  }
}

/** The record of what waited for another try that will not come: as AIQ has accepted it before, or not at all. */
function settledRow(reason: SkippedReason, before: RecordWrite | undefined, now: Date): RecordWrite {
  if (before === undefined) throw new TypeError('what is kept has a record');
  const wasAccepted = before.sentAt !== null;
  return {
    ...before,
    state: wasAccepted ? 'sent' : 'skipped',
    reason: wasAccepted ? ('accepted' satisfies SentReason) : reason,
    detail: null,
    fetchedAt: now,
    attempts: 0,
    nextAttemptAt: null,
  };
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

function buildRow(task: Noted, before: RecordWrite | undefined, now: Date, fate: Fate): RecordWrite {
  const { mapped } = task;
  const buyer = mapped === undefined || mapped.decision === 'keep' ? null : mapped.buyer;
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
