import type { BcOrder } from '../bigcommerce/types.ts';
import type { RecordKind } from '../../shared/sync.ts';
import type { RecordWrite } from '../db/types/records.ts';
import { newRecord } from './new-record.ts';
import type { Person } from './mapping/person.ts';
import { orderToQualifyingBuyer } from './mapping/qualifying-buyer.ts';
import type { StoreWork } from './work.ts';

/** A shopper and the order that brings a membership or an opt-in about. */
export interface Shopper {
  person: Person;
  order: BcOrder;
}

/**
 * The shoppers of a page about whom nothing of this kind is settled yet, each with the first order that qualifies.
 * @param parkedBefore whoever was parked before this instant is decided anew; null leaves all of them parked
 */
export async function listNewShoppers(
  work: StoreWork,
  orders: readonly BcOrder[],
  since: Date,
  kind: RecordKind,
  parkedBefore: Date | null,
): Promise<Shopper[]> {
  const shoppers = new Map<string, Shopper>();
  for (const order of orders) {
    if (order.createdAt < since) continue;
    const person = orderToQualifyingBuyer(order, work.context);
    if (person !== null && !shoppers.has(person.id)) shoppers.set(person.id, { person, order });
  }
  const ids = [...shoppers.keys()];
  const rows = await work.deps.db.records.getMany(
    work.hash,
    [...shoppers.values()].flatMap(({ person }) => [{ kind, id: person.id }, person]),
  );
  const settled = new Set(
    rows
      .filter((row) => row.reason === 'erased' || (row.kind === kind && isSettled(row, parkedBefore)))
      .map(({ id }) => id),
  );
  return ids.filter((id) => !settled.has(id)).flatMap((id) => shoppers.get(id) ?? []);
}

/** Done, or decided for good; a shopper without contact details may have them in a later order. */
function isSettled({ state, reason, fetchedAt }: RecordWrite, parkedBefore: Date | null): boolean {
  if (state === 'parked') return parkedBefore === null || fetchedAt === null || fetchedAt >= parkedBefore;
  return state === 'sent' || reason === 'asked-before' || reason === 'erased';
}

export function shopperRow(
  kind: 'enrolment' | 'opt-in',
  { person, order }: Shopper,
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
