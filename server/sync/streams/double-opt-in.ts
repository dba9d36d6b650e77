import type { BcOrder } from '../../bigcommerce/types.ts';
import type { ConsentRow } from '../../db/types/consents.ts';
import type { RecordRow, RecordWrite } from '../../db/types/records.ts';
import type { StreamCounts } from '../../db/types/streams.ts';
import { UpstreamError, wasNotCarriedOut } from '../../upstream/errors.ts';
import { startOfDay } from '../operations/history-start.ts';
import { listNewShoppers, shopperRow, type Shopper } from '../shoppers.ts';
import type { Stream } from '../stream.ts';
import { checkpoint, writeRecords, type StoreWork } from '../work.ts';
import { sweepOrderPage } from './sweep-orders.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const everyMs = 15 * minuteMs;
/** Whoever is not in AIQ yet is tried again after these, and parked after the last: AIQ shows people within a day. */
const waitsMs = [15 * minuteMs, hourMs, 4 * hourMs, 12 * hourMs, 24 * hourMs];
/** So many who wait are tried again in one step. */
const mostAgain = 50;
const settlePage = 500;
/** What the ledger says was asked; AIQ writes the text message itself. */
const wording = 'SMS double opt-in requested through AIQ; the shopper answers YES.';

type Fate = Pick<RecordWrite, 'state' | 'reason' | 'detail'>;

/**
 * Asks each shopper with a usable phone and a qualifying order on or after the date once, for ever. The ledger's claim
 * comes before the call, so that a crash in between can lose a request and never repeat one. It is given back only when
 * the call was surely not carried out. The call creates no contact: whoever AIQ does not know yet waits for later tries.
 */
export function createDoubleOptIn(work: StoreWork): Stream {
  const { db, hasher } = work.deps;

  async function ask(shopper: Shopper): Promise<RecordWrite> {
    const { person, order } = shopper;
    const row = (fate: Fate): RecordWrite => shopperRow('opt-in', shopper, fate, work.now());
    if (person.mobilePhone === null)
      return row({ state: 'skipped', reason: 'no-usable-phone', detail: null });
    const phoneHash = hasher.phone(person.mobilePhone);
    const claim: ConsentRow = {
      store: work.hash,
      phoneHash,
      customerId: person.id,
      orderId: String(order.id),
      state: 'requesting',
      requestedAt: work.now(),
      wording,
    };
    const claimed = await db.consents.claim(claim);
    if (!claimed) return row({ state: 'skipped', reason: 'asked-before', detail: null });
    work.deps.crashPoint('opt-in-claimed');
    try {
      await work.aiq.requestDoubleOptIn(person.mobilePhone);
    } catch (error) {
      if (error instanceof UpstreamError && error.failure === 'rejected') {
        await db.consents.settle(work.hash, phoneHash, 'refused');
        return row({ state: 'parked', reason: 'aiq-rejected', detail: error.detail });
      }
      if (wasNotCarriedOut(error)) await db.consents.release(claim);
      if (!(error instanceof UpstreamError) || error.failure !== 'not-found') throw error;
      const unknown = row({ state: 'parked', reason: 'unknown-to-aiq', detail: error.detail });
      return waitOrPark(unknown, shopper.known, work.now());
    }
    work.deps.crashPoint('opt-in-asked');
    await db.consents.settle(work.hash, phoneHash, 'requested');
    return row({ state: 'sent', reason: 'accepted', detail: null });
  }

  async function askPage(
    orders: BcOrder[],
    since: Date,
    startedAt: Date,
    counts: StreamCounts,
  ): Promise<void> {
    for (const shopper of await listNewShoppers(work, orders, since, 'opt-in', startedAt)) {
      await work.letLiveThrough();
      work.lease.check();
      await note(await ask(shopper), shopper.known, counts);
    }
  }

  async function note(row: RecordWrite, known: RecordRow | null, counts: StreamCounts): Promise<void> {
    counts[row.state] += 1;
    await writeRecords(work, [row], () => known ?? undefined);
  }

  /**
   * Those who wait and are due, by their order as it is now: the sweep has passed it.
   * @returns whether more may be due
   */
  async function askAgain(since: Date, startedAt: Date, counts: StreamCounts): Promise<boolean> {
    const due = await db.records.listOptInsDue(work.hash, work.now(), mostAgain);
    for (const row of due) {
      await work.letLiveThrough();
      const order = await readOrder(row);
      if (order === 'unreadable') {
        await note(waitOrPark({ ...row, ...unreadable }, row, work.now()), row, counts);
        continue;
      }
      const shoppers = order === null ? [] : await listNewShoppers(work, [order], since, 'opt-in', startedAt);
      const shopper = shoppers.find(({ person }) => person.id === row.id);
      work.lease.check();
      await note(shopper === undefined ? noLongerQualifies(row) : await ask(shopper), row, counts);
    }
    return due.length === mostAgain;
  }

  async function readOrder({ parentId }: RecordRow): Promise<BcOrder | 'unreadable' | null> {
    if (parentId === null) return null;
    try {
      const order = await work.bigcommerce('sweep').getOrder(Number(parentId));
      return order !== null && order.unreadable !== null ? 'unreadable' : order;
    } catch (error) {
      if (error instanceof UpstreamError && error.failure === 'garbage') return 'unreadable';
      throw error;
    }
  }

  /** The option was switched off: nobody waits any more. */
  async function settleAll(): Promise<void> {
    for (;;) {
      const waiting = { kind: 'opt-in', state: 'waiting' } as const;
      const { rows } = await db.records.search(work.hash, waiting, { limit: settlePage, cursor: null });
      if (rows.length === 0) return;
      const known = new Map(rows.map((row) => [row.id, row]));
      await writeRecords(work, rows.map(noLongerQualifies), ({ id }) => known.get(id));
    }
  }

  return {
    name: 'double-opt-in',
    async step(row) {
      // Read anew: it may have been switched off a moment ago, and that is why this step runs.
      const { doubleOptInSince } = (await db.settings.get(work.hash)).options;
      if (doubleOptInSince === null) {
        await settleAll();
        await checkpoint(work, 'double-opt-in', { status: 'done', nextRunAt: null, error: null });
        return;
      }
      const since = startOfDay(doubleOptInSince, work.store.profile?.timezone ?? 'UTC');
      // Started anew when somebody asks for those that AIQ did not know, too.
      const startedAt = row.startedAt ?? work.now();
      const counts: StreamCounts = { read: 0, sent: 0, waiting: 0, parked: 0, skipped: 0 };
      const moreAreDue = await askAgain(since, startedAt, counts);
      await sweepOrderPage(work, row, {
        begin: since,
        everyMs: moreAreDue ? 0 : everyMs,
        async process(orders) {
          await askPage(orders, since, startedAt, counts);
          return { ...counts, read: orders.length };
        },
      });
    },
  };
}

const unreadable = { state: 'parked', reason: 'unreadable', detail: null } as const;

/** @param parked what becomes of it when no try is left */
function waitOrPark(parked: RecordWrite, known: RecordRow | null, now: Date): RecordWrite {
  const attempts = (known?.attempts ?? 0) + 1;
  const waitMs = waitsMs[attempts - 1];
  if (waitMs === undefined) return { ...parked, fetchedAt: now, attempts, nextAttemptAt: null };
  const nextAttemptAt = new Date(now.getTime() + waitMs);
  return { ...parked, state: 'waiting', reason: 'retrying', fetchedAt: now, attempts, nextAttemptAt };
}

function noLongerQualifies(row: RecordRow): RecordWrite {
  return {
    ...row,
    state: 'skipped',
    reason: 'no-longer-qualifies',
    detail: null,
    attempts: 0,
    nextAttemptAt: null,
  };
}
