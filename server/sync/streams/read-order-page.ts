import type { StreamName } from '../../../shared/sync.ts';
import type { BcOrder, Lane, OrderFilter } from '../../bigcommerce/types.ts';
import type { StoreWork } from '../work.ts';
import { mayConcernOneOrder, readInParts } from './read-in-parts.ts';

/** Orders that BigCommerce does not give are left alone for so long: until the page that names them was worked on. */
const firstLookMs = 60_000;

export interface OrderPage {
  /** Those that BigCommerce lists and does not give are among them, as `unreadable`. */
  orders: BcOrder[];
  isLast: boolean;
  /** BigCommerce gives every order of the page, but not the page. */
  tooLarge: boolean;
}

/**
 * One page of orders, which no single order keeps from being read. When the stream's last step has failed, and the page
 * fails again while BigCommerce lists it without its line items, it is read in parts. What is not to be had that way is
 * left to the live lane, where each order waits alone.
 * @throws what concerns more than single orders
 */
export async function readOrderPage(
  work: StoreWork,
  stream: StreamName,
  lane: Lane,
  filter: OrderFilter,
): Promise<OrderPage> {
  const bigcommerce = work.bigcommerce(lane);
  const isLast = (page: readonly BcOrder[]): boolean => page.length < filter.limit;
  if ((work.memory.failures.get(stream) ?? 0) === 0) {
    const orders = await bigcommerce.listOrders(filter);
    return { orders, isLast: isLast(orders), tooLarge: false };
  }
  // First, so that BigCommerce in trouble is asked once, as it would be for the page.
  const listed = await bigcommerce.listOrdersWithoutLines(filter);
  try {
    const orders = await bigcommerce.listOrders(filter);
    return { orders, isLast: isLast(orders), tooLarge: false };
  } catch (error) {
    if (!mayConcernOneOrder(error)) throw error;
  }
  const { orders, unreadable } = await readListed(work, lane, filter, listed);
  await leaveToLive(work, unreadable);
  return { orders, isLast: isLast(listed), tooLarge: unreadable.length === 0 };
}

async function readListed(
  work: StoreWork,
  lane: Lane,
  { sort, minId: _minId, maxId: _maxId, page: _page, limit: _limit, ...filter }: OrderFilter,
  listed: readonly BcOrder[],
): Promise<{ orders: BcOrder[]; unreadable: number[] }> {
  const last = listed.at(-1);
  // Whatever changes meanwhile comes later in a list by time; its end is widened, as bounds may be exclusive.
  const until = last === undefined ? null : new Date(last.modifiedAt.getTime() + 1_000);
  const read = await readInParts(
    work.bigcommerce(lane),
    listed.flatMap(({ id }) => (id > 0 ? [id] : [])),
    { ...filter, ...(sort === 'date_modified:asc' && until !== null && { maxModified: until }) },
  );
  const found = new Map(read.found.map((order) => [order.id, order]));
  const withheld = new Set([0, ...read.unreadable]);
  const orders = listed.flatMap((order) => found.get(order.id) ?? (withheld.has(order.id) ? [order] : []));
  return { orders, unreadable: read.unreadable };
}

/** They come by themselves once BigCommerce gives them, changed or not. */
async function leaveToLive(work: StoreWork, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const { deps, hash } = work;
  deps.log.warn({ store: hash, orders: ids }, 'BigCommerce lists some orders and does not give them');
  const texts = ids.map(String);
  const waiting = new Set(await deps.db.changes.listPending(hash, 'order', texts));
  await deps.db.changes.note(
    texts.filter((id) => !waiting.has(id)).map((id) => ({ store: hash, kind: 'order', id })),
    new Date(work.now().getTime() + firstLookMs),
  );
}
