import type { RecordView } from '../../shared/api.ts';
import type { Translate } from '../words/message.ts';

/**
 * Records as CSV (RFC 4180) with headings in the user's language. Cells that a spreadsheet would run as a formula are
 * made text.
 */
export function recordsToCsv(records: readonly RecordView[], t: Translate): string {
  const headings = [
    t('csv.kind'),
    t('csv.id'),
    t('csv.state'),
    t('csv.reason'),
    t('csv.detail'),
    t('csv.amount'),
    t('csv.currency'),
    t('csv.customer'),
    t('csv.created'),
    t('csv.sent'),
  ];
  const lines = records.map((record) => [
    t(`kind.${record.kind}`),
    record.id,
    t(`state.${record.state}`),
    t(`reason.${record.reason}`),
    record.detail ?? '',
    record.amount ?? '',
    record.currency ?? '',
    record.customerId ?? '',
    record.createdAt,
    record.sentAt ?? '',
  ]);
  return [headings, ...lines].map((cells) => cells.map(toCell).join(',') + '\r\n').join('');
}

function toCell(text: string): string {
  // A negative amount is a number, not a formula.
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
