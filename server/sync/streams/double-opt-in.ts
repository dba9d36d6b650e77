import type { BcOrder } from '../../bigcommerce/types.ts';
import type { ConsentRow } from '../../db/types/consents.ts';
import type { RecordWrite } from '../../db/types/records.ts';
import type { StreamCounts } from '../../db/types/streams.ts';
import { UpstreamError, wasNotCarriedOut } from '../../upstream/errors.ts';
import { startOfDay } from '../operations/history-start.ts';
import { listNewShoppers, shopperRow, type Shopper } from '../shoppers.ts';
import type { Stream } from '../stream.ts';
import { checkpoint, writeRecords, type StoreWork } from '../work.ts';
import { sweepOrderPage } from './sweep-orders.ts';

const everyMs = 15 * 60_000;
/** What the ledger says was asked; AIQ writes the text message itself. */
const wording = 'SMS double opt-in requested through AIQ; the shopper answers YES.';

/**
 * Asks each shopper with a usable phone and a qualifying order on or after the date once, for ever. The ledger's claim
 * comes before the call, so that a crash in between can lose a request and never repeat one. It is given back only when
 * the call was surely not carried out.
 */
export function createDoubleOptIn(work: StoreWork): Stream {
  const { db, hasher } = work.deps;

  async function ask(shopper: Shopper): Promise<RecordWrite> {
    const { person, order } = shopper;
    const row = (fate: Pick<RecordWrite, 'state' | 'reason' | 'detail'>): RecordWrite =>
      shopperRow('opt-in', shopper, fate, work.now());
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
      const refused =
        error instanceof UpstreamError && (error.failure === 'rejected' || error.failure === 'not-found');
      if (!refused) {
        if (wasNotCarriedOut(error)) await db.consents.release(claim);
        throw error;
      }
      await db.consents.settle(work.hash, phoneHash, 'refused');
      return row({ state: 'parked', reason: 'aiq-rejected', detail: error.detail });
    }
    work.deps.crashPoint('opt-in-asked');
    await db.consents.settle(work.hash, phoneHash, 'requested');
    return row({ state: 'sent', reason: 'accepted', detail: null });
  }

  async function askPage(orders: BcOrder[], since: Date): Promise<Partial<StreamCounts>> {
    const counts: StreamCounts = { read: orders.length, sent: 0, waiting: 0, parked: 0, skipped: 0 };
    for (const shopper of await listNewShoppers(work, orders, since, 'opt-in', null)) {
      await work.letLiveThrough();
      work.lease.check();
      const row = await ask(shopper);
      counts[row.state] += 1;
      await writeRecords(work, [row]);
    }
    return counts;
  }

  return {
    name: 'double-opt-in',
    async step(row) {
      const { doubleOptInSince } = work.settings.options;
      if (doubleOptInSince === null) {
        await checkpoint(work, 'double-opt-in', { status: 'done', nextRunAt: null, error: null });
        return;
      }
      const since = startOfDay(doubleOptInSince, work.store.profile?.timezone ?? 'UTC');
      await sweepOrderPage(work, row, {
        begin: since,
        everyMs,
        process: (orders) => askPage(orders, since),
      });
    },
  };
}
