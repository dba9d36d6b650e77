import type { Overview } from '../../shared/api.ts';
import type { RecordReason, RecordState } from '../../shared/sync.ts';

export type OverviewRow = Overview['rows'][number];

/** What is known of one data type when its row is made. */
export interface KindFigures {
  kind: OverviewRow['kind'];
  /** BigCommerce's own count; null when it offers none or could not be asked. */
  inBigcommerce: number | null;
  counts: readonly { state: RecordState; reason: RecordReason; count: number }[];
  /**
   * How many of BigCommerce's may still be without a record: everything while history is being read, afterwards
   * those that a change waits for.
   */
  mayBeUnread: number;
  /** Of those counted, how many BigCommerce may leave out of its count: whether it counts archived orders is undocumented. */
  archived?: number;
}

/** BigCommerce does not count these any more, so they are compared with nothing. */
const goneFromBigcommerce = new Set<RecordReason>(['deleted-in-bigcommerce', 'product-deleted']);

/**
 * One row of the five-column table. What BigCommerce has and we have not read yet is *waiting*; what is left over then
 * is the difference, which is 0 when everything is accounted for.
 */
export function countRow({
  kind,
  inBigcommerce,
  counts,
  mayBeUnread,
  archived = 0,
}: KindFigures): OverviewRow {
  const row = { sent: 0, waiting: 0, parked: 0, skipped: 0 };
  for (const { state, reason, count } of counts) {
    if (!goneFromBigcommerce.has(reason)) row[state] += count;
  }
  const recorded = row.sent + row.waiting + row.parked + row.skipped;
  if (inBigcommerce === null) return { kind, inBigcommerce, ...row, difference: null };
  const unread = Math.min(Math.max(0, inBigcommerce - recorded), mayBeUnread);
  return {
    kind,
    inBigcommerce,
    ...row,
    waiting: row.waiting + unread,
    difference: leaveOut(archived, inBigcommerce - recorded - unread),
  };
}

/** Records too many are no difference as far as they are of archived orders. */
function leaveOut(archived: number, difference: number): number {
  return difference < 0 ? Math.min(0, difference + archived) : difference;
}
