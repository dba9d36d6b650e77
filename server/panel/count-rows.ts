import type { Overview } from '../../shared/views/overview.ts';
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
  /** How many records BigCommerce may have left out of its count, though it has them. */
  mayBeLeftOut?: number;
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
  mayBeLeftOut = 0,
}: KindFigures): OverviewRow {
  const row = { sent: 0, waiting: 0, parked: 0, skipped: 0 };
  for (const { state, reason, count } of counts) {
    if (!goneFromBigcommerce.has(reason)) row[state] += count;
  }
  const recorded = row.sent + row.waiting + row.parked + row.skipped;
  if (inBigcommerce === null) return { kind, inBigcommerce, ...row, unread: 0, difference: null };
  const leftOut = Math.min(Math.max(0, recorded - inBigcommerce), mayBeLeftOut);
  const unread = Math.min(Math.max(0, inBigcommerce - recorded), mayBeUnread);
  return {
    kind,
    inBigcommerce: inBigcommerce + leftOut,
    ...row,
    waiting: row.waiting + unread,
    unread,
    difference: inBigcommerce + leftOut - recorded - unread,
  };
}
