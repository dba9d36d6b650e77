import type { RecordKind, RecordReason, RecordState, RecordWarning } from '../../../shared/sync.ts';

/** The fate of one BigCommerce or AIQ entity. Holds no personal data; e-mail only as a keyed HMAC for search. */
export interface RecordRow {
  store: string;
  kind: RecordKind;
  /** Order id; refund id; customer id or `guest-<hash>`; product id; AIQ contact id. */
  id: string;
  state: RecordState;
  reason: RecordReason;
  /** What AIQ or we said about it, shortened, without personal data. */
  detail: string | null;
  warnings: RecordWarning[];
  /**
   * SHA-256 of the content that AIQ has; equal hash means nothing to send. Null when nothing was sent;
   * `unknownContent`, which is no hash, after a call that failed and may have been carried out.
   */
  hash: string | null;
  /** When the entity was created and last modified in its source. */
  createdAt: Date;
  sourceAt: Date;
  /** For a refund its order's id. */
  parentId: string | null;
  channelId: number | null;
  customerId: string | null;
  emailHash: string | null;
  /** Exact decimal amount that counts, as it stands in AIQ, and its currency; null for people and products. */
  amount: string | null;
  currency: string | null;
  firstSeenAt: Date;
  receivedAt: Date | null;
  fetchedAt: Date | null;
  sentAt: Date | null;
  attempts: number;
  nextAttemptAt: Date | null;
  /** Of an order: BigCommerce has archived it, or does not have it any more. */
  archived?: boolean;
  /** Fencing token of the last writer; a lower token cannot write. */
  fence: number;
  updatedAt: Date;
}

export type RecordKey = Pick<RecordRow, 'kind' | 'id'>;
export type RecordWrite = Omit<RecordRow, 'store' | 'firstSeenAt' | 'fence' | 'updatedAt'>;

export interface RecordFilter {
  kind?: RecordKind;
  state?: RecordState;
  reason?: RecordReason;
  warning?: RecordWarning;
  channelId?: number;
  /** Order number, customer id …: exact id or parent id. */
  id?: string;
  customerId?: string;
  emailHash?: string;
  /** Inclusive. */
  createdFrom?: Date;
  /** Exclusive. */
  createdTo?: Date;
}

/** Orders with a record, by the UTC day on which they were placed. */
export interface OrdersOfDay {
  /** `2026-06-01` */
  day: string;
  channelId: number | null;
  /** Of which BigCommerce's list should know. */
  listed: number;
}

export interface RecordRepository {
  getMany(store: string, keys: RecordKey[]): Promise<RecordRow[]>;
  /**
   * Writes outcomes in one unordered bulk. Rows that carry a higher fence are left alone, and nothing is written
   * when the store's lease has a higher token (it went to somebody else, or was revoked).
   * @param isNew rows that are probably not there yet, which saves the database most of the work; when one is, nothing
   *   is different for it. Nothing is, by default.
   * @returns false when at least one row was refused by its fence: the caller lost its lease and must stop.
   */
  writeMany(
    store: string,
    rows: RecordWrite[],
    fence: number,
    now: Date,
    isNew?: (row: RecordWrite) => boolean,
  ): Promise<boolean>;
  /**
   * Deletes, in batches, every record of what another AIQ account was sent or refused, so that all of it is due anew.
   * What holds for any account stays: erased shoppers, opt-ins, and what was left out on purpose.
   * @returns false when the store's lease has a higher token: the caller lost its lease and must stop
   */
  forgetSent(store: string, fence: number): Promise<boolean>;
  /**
   * Newest first by `createdAt`, which never changes, so that a row that is written meanwhile is neither repeated
   * nor left out. Opaque cursor for the next page.
   * @throws AppError `invalid-input` when the cursor is not one of ours
   */
  search(
    store: string,
    filter: RecordFilter,
    page: { limit: number; cursor: string | null },
  ): Promise<{ rows: RecordRow[]; next: string | null }>;
  stream(store: string, filter: RecordFilter): AsyncIterable<RecordRow>;
  /** How many a search finds, counted no further than `limit`. A warning or a channel is in no index: that reads rows. */
  countUpTo(store: string, filter: RecordFilter, limit: number): Promise<number>;
  /** Counts by kind, state and reason; `createdFrom` leaves out what is older than the history start. */
  count(
    store: string,
    createdFrom: Date | null,
  ): Promise<{ kind: RecordKind; state: RecordState; reason: RecordReason; count: number }[]>;
  /** Orders with a record that BigCommerce has archived or does not have any more. */
  countArchived(store: string, createdFrom: Date | null): Promise<number>;
  /** Days and channels with orders; `from` is inclusive, `to` exclusive. */
  countOrdersByDay(store: string, from: Date, to: Date): Promise<OrdersOfDay[]>;
  /** Refunds of the given orders. */
  listRefundsOf(store: string, orderIds: string[]): Promise<RecordRow[]>;
  /**
   * Records due for another try (`waiting` with `nextAttemptAt` reached), oldest first; not those of opt-ins, which are
   * no entity of BigCommerce.
   */
  listDue(store: string, now: Date, limit: number): Promise<RecordRow[]>;
  /** Those of the given that are due since `since` or before are due at `until`; none that a newer fence has written. */
  postpone(store: string, keys: readonly RecordKey[], since: Date, until: Date, fence: number): Promise<void>;
  /** When the first of these is due for another try, which may be past; null when none is. */
  firstDueAt(store: string): Promise<Date | null>;
  /** Opt-ins due for another try, oldest first. */
  listOptInsDue(store: string, now: Date, limit: number): Promise<RecordRow[]>;
  /** Turns matching parked records into changes' keys, for "retry all of a reason" and for a new mapping. */
  listKeys(store: string, filter: RecordFilter, limit: number): Promise<RecordKey[]>;
  deleteAll(store: string): Promise<void>;
}
