import type { BcRefund } from '../../bigcommerce/types.ts';
import type { RecordWrite } from '../../db/types/records.ts';
import { newRecord } from '../new-record.ts';
import type { PageCounts } from '../run-page.ts';
import { writeRecords, type StoreWork } from '../work.ts';
import type { SweepPosition } from './sweep-orders.ts';

const pageSize = 250;

/**
 * One page of the refunds since the last sweep. Those that nobody knows yet get a record that waits, by which their
 * orders' refunds are asked for from now on, and their orders are treated as changed.
 *
 * The list has no documented order, but refunds are neither changed nor deleted: pages follow each other by number, and
 * one that is made meanwhile repeats some at most.
 */
export async function sweepRefunds(
  work: StoreWork,
  position: SweepPosition,
): Promise<{ counts: Partial<PageCounts>; cursor: Record<string, unknown>; done: boolean }> {
  const { refunds, hasMore } = await work
    .bigcommerce('sweep')
    .listRefundsCreated({ minCreated: position.from, page: position.page, limit: pageSize });
  await noteNewRefunds(work, refunds);
  const newest = new Date(
    Math.max(position.newest.getTime(), ...refunds.map(({ createdAt }) => createdAt.getTime())),
  );
  return {
    counts: {},
    cursor: hasMore
      ? {
          upTo: position.upTo.toISOString(),
          from: position.from.toISOString(),
          page: position.page + 1,
          newest: newest.toISOString(),
        }
      : { upTo: newest.toISOString() },
    done: !hasMore,
  };
}

async function noteNewRefunds(work: StoreWork, refunds: readonly BcRefund[]): Promise<void> {
  const { db } = work.deps;
  const ofOrders = refunds.filter(({ orderId }) => orderId > 0);
  const keys = ofOrders.map(({ id }) => ({ kind: 'refund' as const, id: String(id) }));
  const rows = new Map((await db.records.getMany(work.hash, keys)).map((row) => [row.id, row]));
  const fresh = ofOrders.filter(({ id }) => !rows.has(String(id)));
  // One that waits was noted before a crash, perhaps without its order.
  const open = ofOrders.filter(({ id }) => {
    const row = rows.get(String(id));
    return row === undefined || (row.state === 'waiting' && row.reason === 'queued');
  });
  const now = work.now();
  await writeRecords(
    work,
    fresh.map((refund) => toWaiting(refund, now)),
  );
  const orders = new Set(open.map(({ orderId }) => String(orderId)));
  await db.changes.note(
    [...orders].map((id) => ({ store: work.hash, kind: 'order', id })),
    now,
  );
}

function toWaiting(refund: BcRefund, now: Date): RecordWrite {
  return newRecord({
    kind: 'refund',
    id: String(refund.id),
    state: 'waiting',
    reason: 'queued',
    createdAt: refund.createdAt,
    sourceAt: refund.createdAt,
    parentId: String(refund.orderId),
    fetchedAt: now,
  });
}
