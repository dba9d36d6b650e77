import type { RecordRow } from '../db/types.ts';
import { byteOrderMark, toCsvLine } from './csv.ts';
import { presentInstant } from './status.ts';

const headings = [
  'Type',
  'Id',
  'Belongs to',
  'State',
  'Reason',
  'Answer',
  'Warnings',
  'Amount',
  'Currency',
  'Channel',
  'Customer',
  'Created',
  'Sent',
];

/** So much is written at once. */
const linesAtOnce = 200;

/**
 * Records as a CSV file, in pieces, with states and reasons as codes: the file is the same in every language and can be
 * compared with a later one. Like the panel, it has no hashes of content, e-mail or phone.
 */
export async function* recordsToCsv(rows: AsyncIterable<RecordRow>): AsyncGenerator<string> {
  let lines = byteOrderMark + toCsvLine(headings);
  let count = 0;
  for await (const row of rows) {
    lines += recordToLine(row);
    count += 1;
    if (count % linesAtOnce === 0) {
      yield lines;
      lines = '';
    }
  }
  yield lines;
}

function recordToLine(row: RecordRow): string {
  return toCsvLine([
    row.kind,
    row.id,
    row.parentId,
    row.state,
    row.reason,
    row.detail,
    row.warnings.join(' '),
    row.amount,
    row.currency,
    row.channelId,
    row.customerId,
    row.createdAt.toISOString(),
    presentInstant(row.sentAt),
  ]);
}
