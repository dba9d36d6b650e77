import type { ChangeKind } from '../db/types/changes.ts';
import type { RecordRow } from '../db/types/records.ts';

/** An entity of BigCommerce that is to be read. */
export interface Change {
  kind: ChangeKind;
  id: string;
}

/** What has to be read so that the record is decided anew; null for what is no entity of BigCommerce. */
export function recordToChange(record: Pick<RecordRow, 'kind' | 'id' | 'parentId'>): Change | null {
  switch (record.kind) {
    case 'order':
    case 'customer':
    case 'product':
      return { kind: record.kind, id: record.id };
    case 'refund':
    case 'guest':
      return record.parentId === null ? null : { kind: 'order', id: record.parentId };
    case 'signup':
    case 'enrolment':
    case 'opt-in':
      return null;
  }
}
