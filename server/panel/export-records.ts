import { englishRecordWords, type RecordWords } from '../../shared/words/en.ts';
import { spanishRecordWords } from '../../shared/words/es.ts';
import { localeToLanguage } from '../../shared/words/language.ts';
import type { RecordRow } from '../db/types/records.ts';
import { byteOrderMark, toCsvLine } from './csv.ts';
import { presentInstant } from './status.ts';

const languages = {
  en: {
    headings:
      'Type,Id,Belongs to,State,Reason,Answer,Notes,Amount,Currency,Channel id,Customer id,Created (UTC),Sent (UTC),Reason code',
    words: englishRecordWords,
  },
  es: {
    headings:
      'Tipo,Id,Pertenece a,Estado,Motivo,Respuesta,Notas,Importe,Moneda,Id de canal,Id de cliente,Creado (UTC),Enviado (UTC),Código del motivo',
    words: spanishRecordWords,
  },
} as const;

/** So much is written at once. */
const linesAtOnce = 200;

/**
 * Records as a CSV file, in pieces, in the words that the panel has for them in the user's language. The last column is the
 * reason's code, by which files of several users can be filtered and compared. Like the panel, it has no hashes of content,
 * e-mail or phone.
 * @param locale of the user, such as `es-MX`; null where BigCommerce told none
 */
export async function* recordsToCsv(
  rows: AsyncIterable<RecordRow>,
  locale: string | null,
): AsyncGenerator<string> {
  const { headings, words } = languages[localeToLanguage(locale ?? '')];
  let lines = byteOrderMark + toCsvLine(headings.split(','));
  let count = 0;
  for await (const row of rows) {
    lines += recordToLine(row, words);
    count += 1;
    if (count % linesAtOnce === 0) {
      yield lines;
      lines = '';
    }
  }
  yield lines;
}

function recordToLine(row: RecordRow, words: RecordWords): string {
  return toCsvLine([
    words[`kind.${row.kind}`],
    row.id,
    row.parentId,
    words[`state.${row.state}`],
    words[`reason.${row.reason}`],
    row.detail,
    row.warnings.map((warning) => words[`note.${warning}`]).join('; '),
    row.amount,
    row.currency,
    row.channelId,
    row.customerId,
    row.createdAt.toISOString(),
    presentInstant(row.sentAt),
    row.reason,
  ]);
}
