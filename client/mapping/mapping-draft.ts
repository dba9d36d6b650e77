import type { MappingView } from '../../shared/views/mapping.ts';
import type { StoreMapping } from '../../shared/settings.ts';

/**
 * What the form starts with: what was saved, and suggestions where nothing was. Suggestions only fill the first
 * mapping: later, an empty choice was the merchant's own.
 */
export function viewToDraft(view: MappingView): StoreMapping {
  const { mapping } = view;
  const fresh =
    mapping.fallback === null &&
    Object.keys(mapping.channels).length === 0 &&
    Object.keys(mapping.locations).length === 0;
  if (!fresh) return mapping;
  return {
    channels: suggestions(view.channels),
    locations: suggestions(view.locations),
    fallback: view.aiqStores.length === 1 ? (view.aiqStores[0]?.name ?? null) : null,
  };
}

function suggestions(places: readonly { id: number; suggestion: string | null }[]): Record<string, string> {
  return Object.fromEntries(
    places.flatMap(({ id, suggestion }) => (suggestion === null ? [] : [[String(id), suggestion]])),
  );
}

/** A copy with one place mapped, or no longer mapped (`store` null). */
export function withPlace(
  draft: StoreMapping,
  group: 'channels' | 'locations',
  id: number,
  store: string | null,
): StoreMapping {
  const { [String(id)]: _old, ...others } = draft[group];
  return { ...draft, [group]: store === null ? others : { ...others, [String(id)]: store } };
}

/** Channels whose orders would be parked. */
export function countParking(draft: StoreMapping, channels: readonly { id: number }[]): number {
  if (draft.fallback !== null) return 0;
  return channels.filter(({ id }) => draft.channels[String(id)] === undefined).length;
}

/** Whether parked orders of channels that have a store now are still on their way. */
export function ordersAreLeaving({ channels, mapping }: Pick<MappingView, 'channels' | 'mapping'>): boolean {
  return channels.some(({ id, parkedOrders }) => {
    return parkedOrders > 0 && (mapping.channels[String(id)] ?? mapping.fallback) !== null;
  });
}

/** Whether two mappings say the same. */
export function isSameMapping(one: StoreMapping, other: StoreMapping): boolean {
  const text = ({ channels, locations, fallback }: StoreMapping) =>
    JSON.stringify([Object.entries(channels).sort(), Object.entries(locations).sort(), fallback]);
  return text(one) === text(other);
}
