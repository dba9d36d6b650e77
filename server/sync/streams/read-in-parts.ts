import type { BcOrder, BigcommerceClient, OrderFilter } from '../../bigcommerce/types.ts';
import { UpstreamError, type UpstreamFailure } from '../../upstream/errors.ts';

const mostInList = 250;
/** A part that fails is cut into so many. */
const partsOfPart = 4;
/** When so many reads have failed and none has brought an order, it is not single orders that BigCommerce does not give. */
const mostInVain = 8;

export interface PartsRead {
  found: BcOrder[];
  /** BigCommerce works, and does not give these; it has none of those in neither list. */
  unreadable: number[];
}

/**
 * Brings orders that BigCommerce does not give in one answer: in smaller and smaller parts, down to single ones. One
 * order that it does not give costs about twenty calls among 250.
 * @param within narrows down what lies between the ids
 * @throws what concerns more than single orders
 */
export async function readInParts(
  bigcommerce: Pick<BigcommerceClient, 'listOrders' | 'getOrder' | 'countOrders'>,
  ids: readonly number[],
  within: Omit<OrderFilter, 'minId' | 'maxId' | 'sort' | 'page' | 'limit'> = {},
): Promise<PartsRead> {
  const wanted = new Set(ids);
  const found: BcOrder[] = [];
  const unreadable: number[] = [];
  let failures = 0;

  /** @returns false when it has to be read in smaller parts, if it has any */
  async function read(part: readonly number[]): Promise<boolean> {
    const [first = 0] = part;
    const last = part.at(-1) ?? first;
    try {
      const orders =
        part.length > 1
          ? await bigcommerce.listOrders({
              ...within,
              minId: first,
              maxId: last,
              sort: 'id:asc',
              limit: mostInList,
            })
          : [await bigcommerce.getOrder(first)];
      // Others lie between them, and some of the part perhaps beyond the list's end.
      if (orders.length >= mostInList) return false;
      for (const order of orders) if (order !== null && wanted.delete(order.id)) found.push(order);
      return true;
    } catch (error) {
      if (!mayConcernOneOrder(error)) throw error;
      await confirmAnswering(bigcommerce);
      failures += 1;
      if (found.length === 0 && failures >= mostInVain) throw error;
      return false;
    }
  }

  let parts = cut([...wanted].sort((a, b) => a - b));
  while (parts.length > 0) {
    const smaller: (readonly number[])[] = [];
    for (const part of parts) {
      if (await read(part)) continue;
      if (part.length > 1) smaller.push(...cut(part));
      else unreadable.push(...part);
    }
    parts = smaller;
  }
  return { found, unreadable };
}

/**
 * One more call tells orders that BigCommerce does not give from trouble of all.
 * @throws UpstreamError in the latter case
 */
export async function confirmAnswering(bigcommerce: Pick<BigcommerceClient, 'countOrders'>): Promise<void> {
  await bigcommerce.countOrders({});
}

const ofSingleOrders: ReadonlySet<UpstreamFailure> = new Set([
  'garbage',
  'rejected',
  'unavailable',
  'timeout',
]);

/** An answer, or none, that says nothing about other orders. */
export function mayConcernOneOrder(error: unknown): boolean {
  return error instanceof UpstreamError && !error.unsent && ofSingleOrders.has(error.failure);
}

function cut(ids: readonly number[]): (readonly number[])[] {
  const size = Math.ceil(ids.length / partsOfPart);
  const parts: (readonly number[])[] = [];
  for (let start = 0; start < ids.length; start += size) parts.push(ids.slice(start, start + size));
  return parts;
}
