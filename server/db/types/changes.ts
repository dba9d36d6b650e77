import type { RecordReason } from '../../../shared/sync.ts';

export type ChangeKind = 'order' | 'customer' | 'product';

/** "This entity changed": what a webhook says, coalesced to one row per entity. */
export interface ChangeRow {
  store: string;
  kind: ChangeKind;
  id: string;
  /** Grows with every event, so that an event that arrives during the work is not cleared with it. */
  rev: number;
  dueAt: Date;
  firstSeenAt: Date;
  lastSeenAt: Date;
  attempts: number;
  reason: RecordReason;
}

/** A row whose `rev` began again, after somebody else had cleared it, was first seen at another instant. */
export type WorkedChange = Pick<ChangeRow, 'store' | 'kind' | 'id' | 'rev' | 'firstSeenAt'>;

export interface ChangeRepository {
  /**
   * Upserts with majority write concern; resolves only when durable. Calls that arrive while a write is under way
   * share the next one, so that callers need not gather changes themselves.
   */
  note(changes: { store: string; kind: ChangeKind; id: string }[], now: Date): Promise<void>;
  /** Due rows of a store, oldest first. */
  listDue(store: string, now: Date, limit: number): Promise<ChangeRow[]>;
  /** Deletes the rows that are still the ones that were worked on: no event came since. */
  clear(rows: WorkedChange[]): Promise<number>;
  /** Puts rows off; attempts + 1. Rows for which an event came since are left alone. */
  postpone(rows: WorkedChange[], dueAt: Date, reason: RecordReason): Promise<void>;
  /** Makes all that was put off due now. */
  hasten(store: string, now: Date): Promise<void>;
  count(store: string): Promise<number>;
  countByKind(store: string): Promise<Record<ChangeKind, number>>;
  get(store: string, kind: ChangeKind, id: string): Promise<ChangeRow | null>;
  /** Those of the given entities that have a change which is not worked on yet. */
  listPending(store: string, kind: ChangeKind, ids: readonly string[]): Promise<string[]>;
  /** Stores with at least one due change, longest waiting first. */
  listStoresDue(now: Date, limit: number): Promise<string[]>;
  /** When the change was first noted that has waited longest, put off or not; null when none waits. */
  waitingSince(store: string): Promise<Date | null>;
  deleteAll(store: string): Promise<void>;
}
