import { optInsNotAsked, reasonsByState, type RecordReason } from '../../shared/sync.ts';
import type { RecordView } from '../../shared/views/activity.ts';
import type { PlainKey } from '../words/message.ts';

export interface RecordRemedy {
  to: string;
  text: PlainKey;
}

const remedies: Partial<Record<RecordReason, RecordRemedy>> = {
  frozen: { to: '/privacy', text: 'record.remedy.privacy' },
  'key-refused': { to: '/set-up?step=link', text: 'record.remedy.setUp' },
  'channel-unmapped': { to: '/mapping', text: 'record.remedy.mapping' },
  'status-does-not-count': { to: '/options', text: 'record.remedy.options' },
  'before-history-start': { to: '/set-up?step=history', text: 'record.remedy.setUp' },
  'guest-orders-off': { to: '/options', text: 'record.remedy.options' },
  'contact-sync-off': { to: '/options', text: 'record.remedy.options' },
  'dynamic-content-off': { to: '/options', text: 'record.remedy.options' },
};

/** Where in the panel the cause of a reason can be removed; null when that is nowhere. */
export function reasonToRemedy(reason: RecordReason): RecordRemedy | null {
  return remedies[reason] ?? null;
}

const retryable: ReadonlySet<RecordReason> = new Set<RecordReason>([
  ...reasonsByState.parked,
  ...reasonsByState.waiting,
]);

/** Whether trying all of a reason again can help: only what is not where it belongs yet. */
export function isRetryable(reason: RecordReason): boolean {
  return retryable.has(reason);
}

/** Whether the server accepts another try of this record. */
export function mayTryAgain({ kind, reason }: Pick<RecordView, 'kind' | 'reason'>): boolean {
  return kind === 'opt-in' ? optInsNotAsked.has(reason) : isRetryable(reason);
}
