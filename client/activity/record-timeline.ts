import type { RecordView } from '../../shared/views/activity.ts';
import type { PlainKey } from '../words/message.ts';

export interface TimelineStep {
  title: PlainKey;
  /** Null when it has not happened. */
  at: string | null;
  state: 'done' | 'now' | 'open' | 'none';
}

/** What happened to a record, from BigCommerce to AIQ, in order. */
export function recordToTimeline(record: RecordView): TimelineStep[] {
  const { createdAt, sourceAt, receivedAt, fetchedAt, sentAt, nextAttemptAt, state } = record;
  const steps: TimelineStep[] = [{ title: 'record.step.created', at: createdAt, state: 'done' }];
  if (sourceAt !== createdAt) steps.push({ title: 'record.step.changed', at: sourceAt, state: 'done' });
  if (receivedAt !== null) steps.push({ title: 'record.step.received', at: receivedAt, state: 'done' });
  steps.push({
    title: 'record.step.fetched',
    at: fetchedAt,
    state: fetchedAt !== null ? 'done' : state === 'waiting' ? 'now' : 'none',
  });
  if (sentAt !== null) steps.push({ title: 'record.step.sent', at: sentAt, state: 'done' });
  else steps.push({ title: 'record.step.sent', at: null, state: state === 'waiting' ? 'open' : 'none' });
  if (nextAttemptAt !== null && state === 'waiting')
    steps.push({ title: 'record.step.next', at: nextAttemptAt, state: 'open' });
  return steps;
}
