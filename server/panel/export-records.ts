import type { RecordRow } from '../db/types.ts';
import { byteOrderMark, toCsvLine } from './csv.ts';
import { presentInstant } from './status.ts';

const english =
  'Type,Id,Belongs to,State,Reason,Answer,Warnings,Amount,Currency,Channel,Customer,Created,Sent'.split(',');
const spanish =
  'Tipo,Id,Pertenece a,Estado,Motivo,Respuesta,Avisos,Importe,Moneda,Canal,Cliente,Creado,Enviado'.split(',');

/** So much is written at once. */
const linesAtOnce = 200;

/**
 * Records as a CSV file, in pieces. The headings are in the user's language; states and reasons are codes, so that a file
 * can be filtered and compared with a later one, whoever downloads it. Like the panel, it has no hashes of content, e-mail
 * or phone.
 * @param locale of the user, such as `es-MX`; null where BigCommerce told none
 */
export async function* recordsToCsv(
  rows: AsyncIterable<RecordRow>,
  locale: string | null,
): AsyncGenerator<string> {
  let lines = byteOrderMark + toCsvLine(locale !== null && /^es\b/i.test(locale) ? spanish : english);
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
