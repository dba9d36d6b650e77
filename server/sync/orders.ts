import type { BcOrder, BcRefund, Lane } from '../bigcommerce/types.ts';
import { mapInTurns } from './map-in-turns.ts';
import { orderToSales } from './mapping/order-to-sales.ts';
import { orderToBuyer } from './mapping/person.ts';
import type { MappedOrder } from './mapping/types.ts';
import { runPage, type PageCounts, type PageOptions } from './run-page.ts';
import { latestVersion, type PageItem, type RecordsBefore, type Task } from './task.ts';
import { writeRecords, type StoreWork } from './work.ts';

/** Refunded and Partially Refunded. */
export const refundStatuses: readonly number[] = [4, 14];

/** Status or payment say that money went back; the refunds themselves have to be asked for. */
export function hintsAtRefund(order: BcOrder): boolean {
  return refundStatuses.includes(order.statusId) || /refund/i.test(order.paymentStatus);
}

/**
 * Orders whose refunds have to be asked for: those that hint at one, and those with a refund on record, whatever they
 * say now. An order that was cancelled after a refund takes both back; the refund alone would be a sum below zero.
 */
export async function withRefunds(work: StoreWork, orders: readonly BcOrder[]): Promise<ReadonlySet<number>> {
  if (orders.length === 0) return new Set();
  const ids = orders.map(({ id }) => String(id));
  const known = await work.deps.db.records.listRefundsOf(work.hash, ids);
  return new Set([
    ...orders.filter(hintsAtRefund).map(({ id }) => id),
    ...known.flatMap(({ parentId }) => (parentId === null ? [] : [Number(parentId)])),
  ]);
}

export interface OrderOptions extends PageOptions {
  lane: Lane;
  /** Orders whose refunds are asked for, in one call for the page. */
  refundsOf: ReadonlySet<number>;
  receivedAt?: ReadonlyMap<number, Date>;
}

/** Brings orders with their refunds to AIQ. */
export async function processOrders(
  work: StoreWork,
  orders: readonly BcOrder[],
  options: OrderOptions,
): Promise<PageCounts> {
  if (orders.length === 0) return { read: 0, sent: 0, waiting: 0, parked: 0, skipped: 0 };
  const bigcommerce = work.bigcommerce(options.lane);
  const complete: BcOrder[] = [];
  for (const order of orders) {
    complete.push(order.linesComplete ? order : await bigcommerce.completeLines(order));
  }
  const asked = complete.flatMap(({ id }) => (options.refundsOf.has(id) ? [id] : []));
  const refunds = asked.length === 0 ? [] : await bigcommerce.listRefunds(asked);
  const byOrder = new Map<number, BcRefund[]>();
  for (const refund of refunds) {
    byOrder.set(refund.orderId, [...(byOrder.get(refund.orderId) ?? []), refund]);
  }
  const productIds = complete.flatMap(({ lines }) => lines.map(({ productId }) => productId));
  await work.memory.catalogue.prepare(bigcommerce, productIds, work.now());
  work.deps.crashPoint('after-read');
  const items = await mapInTurns(complete, (order) =>
    orderToItem(work, order, byOrder.get(order.id) ?? [], options.receivedAt?.get(order.id) ?? null),
  );
  const astray = refunds.filter(({ unreadable, orderId }) => unreadable !== null && orderId === 0);
  if (astray.length > 0) await runPage(work, astray.map(astrayToItem));
  return runPage(work, items, options);
}

/** A refund that does not even tell its order. */
function astrayToItem(refund: BcRefund): PageItem {
  const key = { kind: 'refund' as const, id: String(refund.id) };
  return {
    keys: [key],
    toTasks: (before) => [
      {
        ...key,
        createdAt: refund.createdAt,
        sourceAt: latestVersion(refund.createdAt, before.get(key)),
        parentId: before.get(key)?.parentId ?? null,
        channelId: null,
        customerId: null,
        receivedAt: null,
        target: 'sale',
        mapped: { decision: 'park', reason: 'unreadable', detail: refund.unreadable, buyer: null },
      },
    ],
  };
}

function orderToItem(
  work: StoreWork,
  order: BcOrder,
  refunds: BcRefund[],
  receivedAt: Date | null,
): PageItem {
  const { context } = work;
  const orderKey = { kind: 'order' as const, id: String(order.id) };
  const buyer =
    order.unreadable === null
      ? orderToBuyer(order, context.storeHash, context.countryCode, context.hasher)
      : null;
  const refundKeys = refunds.map(({ id }) => ({ kind: 'refund' as const, id: String(id) }));
  const facts = {
    channelId: order.channelId,
    customerId: order.customerId > 0 ? String(order.customerId) : null,
    receivedAt,
    target: 'sale' as const,
  };

  function toTasks(before: RecordsBefore): Task[] {
    const mapped = map(before);
    const tasks: Task[] = [
      {
        ...facts,
        ...orderKey,
        createdAt: order.createdAt,
        sourceAt:
          order.unreadable === null
            ? order.modifiedAt
            : latestVersion(order.modifiedAt, before.get(orderKey)),
        parentId: null,
        archived: order.isDeleted,
        mapped: mapped.order,
      },
    ];
    for (const { refund, mapped: sale } of mapped.refunds) {
      tasks.push({
        ...facts,
        kind: 'refund',
        id: String(refund.id),
        createdAt: refund.createdAt,
        // What a refund is worth depends on its order, too.
        sourceAt: refund.createdAt > order.modifiedAt ? refund.createdAt : order.modifiedAt,
        parentId: orderKey.id,
        mapped: sale,
      });
    }
    return tasks;
  }

  function map(before: RecordsBefore): MappedOrder {
    const held = {
      order: (before.get(orderKey)?.hash ?? null) !== null,
      refunds: new Set(
        refunds.flatMap(({ id }) =>
          (before.get({ kind: 'refund', id: String(id) })?.hash ?? null) === null ? [] : [id],
        ),
      ),
    };
    // An erased shopper's sales stay in AIQ as they are, and no new one goes there.
    if (buyer !== null && before.get(buyer)?.reason === 'erased') return erased(refunds, held);
    try {
      return orderToSales(order, refunds, context, held, buyer);
    } catch (error) {
      const { log } = work.deps;
      log.error({ err: error, store: work.hash, order: order.id }, 'an order could not be mapped');
      return unreadable(refunds);
    }
  }

  return { keys: [orderKey, ...refundKeys, ...(buyer === null ? [] : [buyer])], toTasks };
}

function erased(refunds: BcRefund[], held: { order: boolean; refunds: ReadonlySet<number> }): MappedOrder {
  const skip = { decision: 'skip', reason: 'erased', detail: null, buyer: null } as const;
  const keep = { decision: 'keep', reason: 'erased' } as const;
  return {
    order: held.order ? keep : skip,
    refunds: refunds.map((refund) => ({ refund, mapped: held.refunds.has(refund.id) ? keep : skip })),
  };
}

/** One order must not stop the others, whatever is in it. */
function unreadable(refunds: BcRefund[]): MappedOrder {
  const park = { decision: 'park', reason: 'unreadable', detail: null, buyer: null } as const;
  return { order: park, refunds: refunds.map((refund) => ({ refund, mapped: park })) };
}

/**
 * Orders that BigCommerce does not give any more. A sale that AIQ has stays there, as nothing tells what became of it;
 * an order that is not there yet is left out, and a refund that waits for it is named.
 */
export async function processDeletedOrders(work: StoreWork, ids: readonly string[]): Promise<PageCounts> {
  const now = work.now();
  await writeArchived(work, ids);
  const refunds = await work.deps.db.records.listRefundsOf(work.hash, [...ids]);
  const waiting = refunds.filter(({ state }) => state === 'waiting');
  return runPage(work, [
    ...ids.map((id) => deletedOrderToItem(id, now)),
    ...waiting.map(({ id }) => abandonedRefundToItem(id)),
  ]);
}

/** Notes that BigCommerce does not count these orders any more; all else that is known of them stays. */
async function writeArchived(work: StoreWork, ids: readonly string[]): Promise<void> {
  const keys = ids.map((id) => ({ kind: 'order' as const, id }));
  const rows = await work.deps.db.records.getMany(work.hash, keys);
  await writeRecords(
    work,
    rows.filter(({ archived }) => archived !== true).map((row) => ({ ...row, archived: true })),
    (row) => row,
  );
}

function deletedOrderToItem(id: string, now: Date): PageItem {
  const key = { kind: 'order' as const, id };
  return {
    keys: [key],
    toTasks(before) {
      const row = before.get(key);
      if (row === undefined) return [];
      const isWaiting = row.state === 'waiting' || row.state === 'parked';
      if (row.hash !== null && !isWaiting) return [];
      const detail = 'BigCommerce does not give this order any more.';
      return [
        {
          ...key,
          createdAt: row.createdAt,
          sourceAt: now,
          parentId: null,
          channelId: row.channelId,
          customerId: row.customerId,
          receivedAt: null,
          archived: true,
          target: 'sale',
          mapped:
            row.hash === null
              ? { decision: 'skip', reason: 'deleted-in-bigcommerce', detail: null, buyer: null }
              : { decision: 'park', reason: 'unreadable', detail, buyer: null },
        },
      ];
    },
  };
}

function abandonedRefundToItem(id: string): PageItem {
  const key = { kind: 'refund' as const, id };
  return {
    keys: [key],
    toTasks(before) {
      const row = before.get(key);
      if (row?.state !== 'waiting') return [];
      const detail = `BigCommerce does not give order ${row.parentId ?? ''}.`;
      const { createdAt, sourceAt, parentId, channelId, customerId, receivedAt } = row;
      return [
        {
          ...key,
          ...{ createdAt, sourceAt, parentId, channelId, customerId, receivedAt },
          target: 'sale',
          mapped: { decision: 'park', reason: 'refund-without-order', detail, buyer: null },
        },
      ];
    },
  };
}
