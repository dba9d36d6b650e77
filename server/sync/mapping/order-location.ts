import type { StoreMapping } from '../../../shared/settings.ts';
import type { BcOrder } from '../../bigcommerce/types.ts';

/**
 * The name of the AIQ store where an order was sold: the store of its pickup location, else of its channel, else the
 * fallback; null when the merchant has matched none of them.
 */
export function orderToLocation(
  order: Pick<BcOrder, 'channelId' | 'pickupLocationId'>,
  mapping: StoreMapping,
): string | null {
  const { pickupLocationId: pickup, channelId } = order;
  const byPickup = pickup === null ? undefined : mapping.locations[String(pickup)];
  return byPickup ?? mapping.channels[String(channelId)] ?? mapping.fallback;
}
