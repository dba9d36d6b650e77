import type { BcOrder } from '../../bigcommerce/types.ts';
import type { RecordWrite } from '../../db/types/records.ts';
import type { StreamCounts } from '../../db/types/streams.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import { personToPersona } from '../mapping/person.ts';
import { startOfDay } from '../operations/history-start.ts';
import { listNewShoppers, shopperRow, type Shopper } from '../shoppers.ts';
import type { Stream } from '../stream.ts';
import { checkpoint, writeRecords, type StoreWork } from '../work.ts';
import { sweepOrderPage } from './sweep-orders.ts';

const everyMs = 15 * 60_000;

/** Enrols each shopper with a qualifying order on or after the date: from that date on, then whatever changes. */
export function createEnrol(work: StoreWork): Stream {
  async function enrol(shopper: Shopper): Promise<RecordWrite> {
    const { person } = shopper;
    if (person.email === null && person.mobilePhone === null) {
      const fate = { state: 'skipped', reason: 'no-contact-details', detail: null } as const;
      return shopperRow('enrolment', shopper, fate, work.now());
    }
    try {
      await work.aiq.enrol(personToPersona(person, null));
      const fate = { state: 'sent', reason: 'accepted', detail: null } as const;
      return shopperRow('enrolment', shopper, fate, work.now());
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.failure !== 'rejected') throw error;
      const fate = { state: 'parked', reason: 'aiq-rejected', detail: error.detail } as const;
      return shopperRow('enrolment', shopper, fate, work.now());
    }
  }

  async function enrolPage(orders: BcOrder[], since: Date, startedAt: Date): Promise<Partial<StreamCounts>> {
    const counts: StreamCounts = { read: orders.length, sent: 0, waiting: 0, parked: 0, skipped: 0 };
    for (const shopper of await listNewShoppers(work, orders, since, 'enrolment', startedAt)) {
      await work.letLiveThrough();
      work.lease.check();
      const row = await enrol(shopper);
      counts[row.state] += 1;
      await writeRecords(work, [row]);
    }
    return counts;
  }

  return {
    name: 'enrol',
    async step(row) {
      const { enrolSince } = work.settings.options;
      if (enrolSince === null) {
        await checkpoint(work, 'enrol', { status: 'done', nextRunAt: null, error: null });
        return;
      }
      const since = startOfDay(enrolSince, work.store.profile?.timezone ?? 'UTC');
      // Started anew when somebody asks for those that AIQ refused, too.
      const startedAt = row.startedAt ?? work.now();
      await sweepOrderPage(work, row, {
        begin: since,
        everyMs,
        process: (orders) => enrolPage(orders, since, startedAt),
      });
    },
  };
}
