import type { BcOrder, BcRefund, Lane } from '../bigcommerce/types.ts';
import { orderToSales } from './mapping/order-to-sales.ts';
import { orderToBuyer } from './mapping/person.ts';
import type { MappedOrder } from './mapping/types.ts';
import { runPage, type PageCounts, type PageOptions } from './run-page.ts';
import type { PageItem, RecordsBefore, Task } from './task.ts';
import type { StoreWork } from './work.ts';

/** Status or payment say that money went back; the refunds themselves have to be asked for. */
export function hintsAtRefund(order: BcOrder): boolean {
  return order.statusId === 4 || order.statusId === 14 || /refund/i.test(order.paymentStatus);
}

export interface OrderOptions extends PageOptions {
  lane: Lane;
  /** Orders whose refunds are asked for, in one call for the page. */
  refundsOf: (order: BcOrder) => boolean;
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
  const asked = complete.filter(options.refundsOf).map(({ id }) => id);
  const refunds = asked.length === 0 ? [] : await bigcommerce.listRefunds(asked);
  const byOrder = new Map<number, BcRefund[]>();
  for (const refund of refunds) {
    byOrder.set(refund.orderId, [...(byOrder.get(refund.orderId) ?? []), refund]);
  }
  const productIds = complete.flatMap(({ lines }) => lines.map(({ productId }) => productId));
  await work.memory.catalogue.prepare(bigcommerce, productIds, work.now());
  work.deps.crashPoint('after-read');
  const items = complete.map((order) =>
    orderToItem(work, order, byOrder.get(order.id) ?? [], options.receivedAt?.get(order.id) ?? null),
  );
  return runPage(work, items, options);
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
        sourceAt: order.modifiedAt,
        parentId: null,
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
      return orderToSales(order, refunds, context, held);
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
  const keep = { decision: 'keep' } as const;
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
 * an order that is not there yet is left out.
 */
export async function processDeletedOrders(work: StoreWork, ids: readonly string[]): Promise<PageCounts> {
  const now = work.now();
  const items = ids.map((id): PageItem => {
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
            target: 'sale',
            mapped:
              row.hash === null
                ? { decision: 'skip', reason: 'deleted-in-bigcommerce', detail: null, buyer: null }
                : { decision: 'park', reason: 'unreadable', detail, buyer: null },
          },
        ];
      },
    };
  });
  return runPage(work, items);
}
