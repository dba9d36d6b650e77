import type { RecordKind } from '../../shared/sync.ts';
import type { AiqInventoryItem, AiqPersona, AiqSale } from '../aiq/types.ts';
import type { RecordKey, RecordWrite } from '../db/types/records.ts';
import type { Mapped } from './mapping/types.ts';

export interface TaskFacts {
  kind: RecordKind;
  id: string;
  createdAt: Date;
  /** Version of the entity: an older one never replaces a newer one. */
  sourceAt: Date;
  /** For a refund its order: sent only when AIQ has that. */
  parentId: string | null;
  channelId: number | null;
  customerId: string | null;
  /** When a webhook announced it. */
  receivedAt: Date | null;
  /** Of an order that BigCommerce has archived. */
  archived?: boolean;
}

/** One entity, read and mapped, on its way to AIQ. */
export type Task = TaskFacts &
  (
    | { target: 'sale'; mapped: Mapped<AiqSale> }
    | { target: 'persona'; mapped: Mapped<AiqPersona> }
    | { target: 'item'; mapped: Mapped<AiqInventoryItem> }
  );

/** The records of a page as they were before it. */
export interface RecordsBefore {
  get(key: RecordKey): RecordWrite | undefined;
}

/** What one entity of a page needs to know and becomes; mapping waits for what is known of it. */
export interface PageItem {
  keys: RecordKey[];
  toTasks(before: RecordsBefore): Task[];
}

export function keyText({ kind, id }: RecordKey): string {
  return `${kind}/${id}`;
}

/**
 * The version of an entity that cannot be read, whose dates may be missing: never older than what is known, so that the
 * merchant sees it, and never newer than its dates say, so that it counts again once it can be read.
 */
export function latestVersion(modifiedAt: Date, before: RecordWrite | undefined): Date {
  return before !== undefined && before.sourceAt > modifiedAt ? before.sourceAt : modifiedAt;
}
