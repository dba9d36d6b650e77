import { Small } from '@bigcommerce/big-design';
import type { RecordReason } from '../../shared/sync.ts';

/** Reasons for which the other side's own words say more than ours; the rest is told by the words of the reason. */
const quoted: ReadonlySet<RecordReason> = new Set(['aiq-rejected', 'unreadable']);

/** What AIQ answered or what is wrong with a record, as it was said: in English, whatever the user's language. */
export function Quote({ reason, detail }: { reason: RecordReason; detail: string | null }) {
  if (detail === null || !quoted.has(reason)) return null;
  return (
    <Small as="q" lang="en" marginBottom="none">
      {detail}
    </Small>
  );
}
