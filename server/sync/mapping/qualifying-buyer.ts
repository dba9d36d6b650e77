import type { BcOrder } from '../../bigcommerce/types.ts';
import { orderToBuyer, type Person } from './person.ts';
import type { MappingContext } from './types.ts';

const partiallyRefunded = 14;

/**
 * Whose membership or opt-in an order brings about: its buyer, when its status counts or it was refunded in part. A
 * refunded order brings nothing about. How far back history goes does not matter here, only the option's own date.
 * @returns null when the order qualifies nobody; a customer may be without usable contact details
 */
export function orderToQualifyingBuyer(
  order: BcOrder,
  context: Pick<MappingContext, 'storeHash' | 'countryCode' | 'hasher' | 'options'>,
): Person | null {
  const { options, storeHash, countryCode, hasher } = context;
  if (order.unreadable !== null) return null;
  if (order.statusId !== partiallyRefunded && !options.countedStatuses.includes(order.statusId)) return null;
  if (order.customerId === 0 && options.guestOrders === 'skip') return null;
  return orderToBuyer(order, storeHash, countryCode, hasher);
}
