import type { BcOrder } from '../bigcommerce/types.ts';
import type { RecordKind } from '../../shared/sync.ts';
import type { RecordRow, RecordWrite } from '../db/types/records.ts';
import { newRecord } from './new-record.ts';
import type { Person } from './mapping/person.ts';
import { orderToQualifyingBuyer } from './mapping/qualifying-buyer.ts';
import type { StoreWork } from './work.ts';

/** A shopper and the order that brings a membership or an opt-in about. */
export interface Shopper {
  person: Person;
  order: BcOrder;
  /** What became of it before, when that settled nothing. */
  known: RecordRow | null;
}

/**
 * The shoppers of a page about whom nothing of this kind is settled yet, each with the first order that qualifies.
 * @param parkedBefore whoever was parked before this instant is decided anew, except for an opt-in that AIQ refused
 */
export async function listNewShoppers(
  work: StoreWork,
  orders: readonly BcOrder[],
  since: Date,
  kind: RecordKind,
  parkedBefore: Date,
): Promise<Shopper[]> {
  const shoppers = new Map<string, Omit<Shopper, 'known'>>();
  for (const order of orders) {
    if (order.createdAt < since) continue;
    const person = orderToQualifyingBuyer(order, work.context);
    if (person !== null && !shoppers.has(person.id)) shoppers.set(person.id, { person, order });
  }
  const rows = await work.deps.db.records.getMany(
    work.hash,
    [...shoppers.values()].flatMap(({ person }) => [{ kind, id: person.id }, person]),
  );
  const now = work.now();
  const settled = new Set(
    rows
      .filter((row) => row.reason === 'erased' || (row.kind === kind && isSettled(row, parkedBefore, now)))
      .map(({ id }) => id),
  );
  const known = new Map(rows.filter((row) => row.kind === kind).map((row) => [row.id, row]));
  return [...shoppers].flatMap(([id, shopper]) =>
    settled.has(id) ? [] : [{ ...shopper, known: known.get(id) ?? null }],
  );
}

/** Done, decided for good, or not due yet; a shopper without contact details may have them in a later order. */
function isSettled(
  { kind, state, reason, fetchedAt, nextAttemptAt }: RecordRow,
  parkedBefore: Date,
  now: Date,
): boolean {
  if (state === 'waiting') return nextAttemptAt !== null && nextAttemptAt > now;
  if (kind === 'opt-in' && reason === 'aiq-rejected') return true;
  if (state === 'parked') return fetchedAt === null || fetchedAt >= parkedBefore;
  return state === 'sent' || reason === 'asked-before' || reason === 'erased';
}

export function shopperRow(
  kind: 'enrolment' | 'opt-in',
  { person, order }: Pick<Shopper, 'person' | 'order'>,
  fate: Pick<RecordWrite, 'state' | 'reason' | 'detail'>,
  now: Date,
): RecordWrite {
  return newRecord({
    kind,
    id: person.id,
    ...fate,
    createdAt: order.createdAt,
    sourceAt: order.modifiedAt,
    parentId: String(order.id),
    channelId: order.channelId,
    customerId: person.kind === 'customer' ? person.id : null,
    emailHash: person.emailHash,
    fetchedAt: now,
    sentAt: fate.state === 'sent' ? now : null,
    attempts: fate.state === 'skipped' ? 0 : 1,
  });
}
