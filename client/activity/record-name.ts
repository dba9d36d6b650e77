import type { RecordView } from '../../shared/views/activity.ts';
import type { Translate } from '../words/message.ts';

/** Enough to tell guests of one page apart; the whole key of a guest says nothing to a person. */
const guestLetters = 6;

/** What a record is called: "Order 250", "Customer 12", "Guest a24a6b". */
export function recordName({ kind, id }: Pick<RecordView, 'kind' | 'id'>, t: Translate): string {
  const short = id.startsWith('guest-') ? id.slice('guest-'.length, 'guest-'.length + guestLetters) : id;
  return t('activity.record', { kind: t(`kind.${kind}`), id: short });
}
