import type { ChangeKind, ChangeRow } from '../../db/types/changes.ts';
import type { RecordRow } from '../../db/types/records.ts';
import { processCustomers, processDeletedCustomers, wantsFormFields } from '../customers.ts';
import { processDeletedOrders, processOrders, withRefunds } from '../orders.ts';
import { processDeletedProducts, processProducts, settleWaitingProducts } from '../products.ts';
import { recordToChange } from '../record-to-change.ts';
import { checkpoint, type StoreWork } from '../work.ts';
import { readDueOrders } from './read-due-orders.ts';

/** So many in one step: when there were as many, more may be due. */
export const mostChanges = 500;
const mostRetries = 100;
const pageSize = 250;
/** What waits for another try and could not be worked on when it was due is looked for this often. */
const retryEveryMs = 60_000;
/** When as many were due as one step looks for, more are. */
const moreRetriesMs = 5_000;
/** What was worked on and is due all the same makes room for others for so long. */
const unsettledMs = 10 * 60_000;

/**
 * What is to be read of one kind. A record that waits for its next try is worked on like a change, without a change
 * to clear.
 */
interface Wanted {
  changes: Map<string, ChangeRow>;
  ids: Set<string>;
}

/** Due changes and retries of a store; the lane that goes before all others. */
export interface Live {
  /**
   * Works on what is due now.
   * @param retries also look for records whose next try is due
   * @returns how many changes and retries were worked on
   */
  step(retries: boolean): Promise<number>;
  /** Whether any change is due now; retries wait for their step. */
  isDue(): Promise<boolean>;
  /** Changes that were being worked on when the step failed. */
  underWay(): ChangeRow[];
}

export function createLive(work: StoreWork): Live {
  const { db } = work.deps;
  let current: ChangeRow[] = [];

  async function readWanted(retries: boolean): Promise<{
    wanted: Record<ChangeKind, Wanted>;
    due: RecordRow[];
  }> {
    const wanted: Record<ChangeKind, Wanted> = { order: none(), customer: none(), product: none() };
    current = await db.changes.listDue(work.hash, work.now(), mostChanges);
    for (const change of current) {
      wanted[change.kind].changes.set(change.id, change);
      wanted[change.kind].ids.add(change.id);
    }
    const due = retries ? await db.records.listDue(work.hash, work.now(), mostRetries) : [];
    for (const record of due) {
      const target = recordToChange(record);
      if (target !== null) wanted[target.kind].ids.add(target.id);
    }
    return { wanted, due };
  }

  async function clear(changes: ChangeRow[]): Promise<void> {
    work.lease.check();
    work.deps.crashPoint('before-clear');
    await db.changes.clear(changes);
  }

  /** Gone, or not there yet: BigCommerce may show an entity later than its webhook. */
  async function settleMissing(
    wanted: Wanted,
    ids: string[],
    whenGone: (ids: string[]) => Promise<unknown>,
  ): Promise<void> {
    const gone: string[] = [];
    const now = work.now();
    for (const id of ids) {
      const change = wanted.changes.get(id);
      const at = change === undefined ? null : nextLook(change, now);
      if (change !== undefined && at !== null) await db.changes.postpone([change], at, 'retrying');
      else gone.push(id);
    }
    if (gone.length > 0) await whenGone(gone);
    await clear(gone.flatMap((id) => wanted.changes.get(id) ?? []));
  }

  /** One order that cannot be read keeps no other waiting, and is asked for again less and less often. */
  async function putOffUnreadable(wanted: Wanted, ids: readonly number[]): Promise<void> {
    const changes = ids.flatMap((id) => wanted.changes.get(String(id)) ?? []);
    for (const change of changes) {
      const at = new Date(work.now().getTime() + unreadableWaitMs(change.attempts));
      await db.changes.postpone([change], at, 'bigcommerce-unavailable');
    }
    current = current.filter((change) => !changes.includes(change));
  }

  /** @returns ids that were worked on; those that would need more calls are left */
  async function workOrders(wanted: Wanted): Promise<Iterable<string>> {
    const ids = [...wanted.ids].map(Number);
    if (ids.length === 0) return [];
    const { found, missing, unreadable } = await readDueOrders(work, ids, [...wanted.changes.values()]);
    await putOffUnreadable(wanted, unreadable);
    const known = await db.records.getMany(
      work.hash,
      found.map(({ id }) => ({ kind: 'order', id: String(id) })),
    );
    const refundsOf = new Set([
      ...(await withRefunds(work, found)),
      // The first time that an order is seen, and nothing hints at a refund, there is none.
      ...known.map(({ id }) => Number(id)),
    ]);
    const receivedAt = new Map(
      [...wanted.changes.values()].map(({ id, firstSeenAt }) => [Number(id), firstSeenAt]),
    );
    await processOrders(work, found, {
      lane: 'live',
      force: true,
      receivedAt,
      refundsOf,
    });
    await clear(found.flatMap(({ id }) => wanted.changes.get(String(id)) ?? []));
    await settleMissing(wanted, missing.map(String), (gone) => processDeletedOrders(work, gone));
    return [...found.map(({ id }) => id), ...missing, ...unreadable].map(String);
  }

  async function workCustomers(wanted: Wanted): Promise<Iterable<string>> {
    const ids = [...wanted.ids];
    if (ids.length === 0) return [];
    const customers = await work
      .bigcommerce('live')
      .listCustomersById(ids.map(Number), wantsFormFields(work));
    const receivedAt = new Map(
      [...wanted.changes.values()].map(({ id, firstSeenAt }) => [Number(id), firstSeenAt]),
    );
    await processCustomers(work, customers, { force: true, receivedAt });
    const there = new Set(customers.map(({ id }) => String(id)));
    await clear([...wanted.changes.values()].filter(({ id }) => there.has(id)));
    const missing = ids.filter((id) => !there.has(id));
    await settleMissing(wanted, missing, (gone) => processDeletedCustomers(work, gone));
    return ids;
  }

  async function workProducts(wanted: Wanted): Promise<Iterable<string>> {
    const ids = [...wanted.ids].slice(0, pageSize);
    if (ids.length === 0) return [];
    if (work.settings.options.dynamicContent) {
      const { products } = await work
        .bigcommerce('live')
        .listProducts({ ids: ids.map(Number), limit: pageSize, page: 1 });
      await processProducts(work, products, { force: true });
      const there = new Set(products.map(({ id }) => String(id)));
      const gone = ids.filter((id) => !there.has(id));
      if (gone.length > 0) await processDeletedProducts(work, gone);
    } else {
      await settleWaitingProducts(work);
    }
    await clear(ids.flatMap((id) => wanted.changes.get(id) ?? []));
    return ids;
  }

  /**
   * A retry may leave its record as it is (no other decision, or it could not be read). It would be the longest waiting
   * at each look, and some of its kind would keep all others from their turn.
   */
  async function putOffUnsettled(
    due: readonly RecordRow[],
    worked: Record<ChangeKind, ReadonlySet<string>>,
    since: Date,
  ): Promise<void> {
    const tried = due.filter((record) => {
      const target = recordToChange(record);
      return target === null || worked[target.kind].has(target.id);
    });
    const until = new Date(work.now().getTime() + unsettledMs);
    await db.records.postpone(work.hash, tried, since, until, work.lease.token);
  }

  /** When to look for retries again. @param found how many were due just now */
  async function nextRetry(found: number): Promise<Date | null> {
    const dueAt = await db.records.firstDueAt(work.hash);
    const now = work.now();
    if (dueAt === null || dueAt > now) return dueAt;
    return new Date(now.getTime() + (found >= mostRetries ? moreRetriesMs : retryEveryMs));
  }

  return {
    underWay: () => current,
    isDue: async () => (await db.changes.listDue(work.hash, work.now(), 1)).length > 0,
    async step(retries) {
      const since = work.now();
      const { wanted, due } = await readWanted(retries);
      const size = wanted.order.ids.size + wanted.customer.ids.size + wanted.product.ids.size;
      const worked = {
        order: new Set(await workOrders(wanted.order)),
        customer: new Set(await workCustomers(wanted.customer)),
        product: new Set(await workProducts(wanted.product)),
      };
      if (due.length > 0) await putOffUnsettled(due, worked, since);
      current = [];
      if (size === 0 && !retries) return 0;
      await checkpoint(
        work,
        'live',
        { status: 'waiting', error: null, ...(retries && { nextRunAt: await nextRetry(due.length) }) },
        { read: size },
      );
      return size;
    },
  };
}

function none(): Wanted {
  return { changes: new Map(), ids: new Set() };
}

const firstWaitMs = 30_000;
const longestWaitMs = 30 * 60_000;

/** @param attempts how often it could not be worked on before */
function unreadableWaitMs(attempts: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** attempts);
}

const looksAfterMs = [2_000, 12_000, 72_000];

/** BigCommerce did not show it: looked for again 2, 10 and 60 s later, counted from the event; null is gone. */
export function nextLook(change: Pick<ChangeRow, 'lastSeenAt'>, now: Date): Date | null {
  const age = now.getTime() - change.lastSeenAt.getTime();
  const after = looksAfterMs.find((ms) => age < ms);
  return after === undefined ? null : new Date(change.lastSeenAt.getTime() + after);
}
