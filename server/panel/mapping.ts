import type { MappingView } from '../../shared/views/mapping.ts';
import { limits, type StoreMapping } from '../../shared/settings.ts';
import type { BcChannel, BcLocation } from '../bigcommerce/types.ts';
import type { SettingsRow } from '../db/types/settings.ts';
import type { AiqStore, StoreRow } from '../db/types/stores.ts';
import { AppError } from '../errors.ts';
import { invalidInput } from '../http/validate.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { panelPatience, type PanelDeps } from './deps.ts';
import type { RouteHandlers } from './route-handler.ts';
import { suggestStore } from './suggest-store.ts';

/** Parked orders of a channel are counted no further than this. */
const mostParkedCounted = 10_000;

export function createMappingHandlers(deps: PanelDeps): Pick<RouteHandlers, 'getMapping' | 'saveMapping'> {
  const { db, clock, operations } = deps;

  async function readMapping(store: StoreRow): Promise<MappingView> {
    const bigcommerce = deps.bigcommerceFor(store, 'panel', panelPatience());
    const [channels, locations, aiqStores, settings] = await Promise.all([
      bigcommerce.listChannels(),
      bigcommerce.listLocations(),
      readAiqStores(deps, store),
      db.settings.get(store.hash),
    ]);
    const parked = await Promise.all(channels.map(({ id }) => countParked(store.hash, id)));
    const withParked = channels.map((channel, at) => ({ ...channel, parkedOrders: parked[at] ?? 0 }));
    return presentMapping(settings, aiqStores, withParked, locations);
  }

  function countParked(store: string, channelId: number): Promise<number> {
    const filter = { kind: 'order', state: 'parked', reason: 'channel-unmapped', channelId } as const;
    return db.records.countUpTo(store, filter, mostParkedCounted);
  }

  return {
    getMapping: ({ session: { store } }) => readMapping(store),

    async saveMapping({ session: { store, user }, body: { mapping, version } }) {
      requireKnownStores(store, mapping);
      const before = await db.settings.get(store.hash);
      const now = clock.now();
      const saved = await db.settings.save(store.hash, { mapping }, version, user.userId, now);
      if (saved === null) throw savedMeanwhile();
      const mapped = await db.stores.updateSetup(store.hash, { mappingSavedAt: now });
      await db.audit.add({
        store: store.hash,
        at: now,
        userId: user.userId,
        action: 'mapping-saved',
        details: { from: before.mapping, to: saved.mapping },
      });
      await operations.mappingSaved(mapped);
      return readMapping(mapped);
    },
  };
}

/** The refusal of a save that was prepared on an older version. */
export function savedMeanwhile(): AppError {
  return new AppError(
    409,
    'conflict',
    'These settings were saved elsewhere in the meantime. Load the page again and make your change once more.',
  );
}

/** AIQ's stores as they are now; as last seen when AIQ cannot be asked. */
async function readAiqStores(deps: PanelDeps, store: StoreRow): Promise<AiqStore[]> {
  if (store.aiq === null || store.aiq.state === 'refused') return store.aiq?.stores ?? [];
  try {
    const stores = await deps.aiqFor(store, panelPatience())?.listStores();
    if (stores === undefined) return store.aiq.stores;
    if (JSON.stringify(stores) !== JSON.stringify(store.aiq.stores))
      await deps.db.stores.setAiqStores(store.hash, stores);
    return stores;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    deps.log.warn({ store: store.hash, failure: error.failure }, 'the stores of AIQ could not be read');
    return store.aiq.stores;
  }
}

function requireKnownStores(store: StoreRow, mapping: StoreMapping): void {
  const places = [
    ...Object.entries(mapping.channels).map(([id, name]) => [`mapping.channels.${id}`, name] as const),
    ...Object.entries(mapping.locations).map(([id, name]) => [`mapping.locations.${id}`, name] as const),
  ];
  if (places.length > limits.mappings)
    throw invalidInput({ mapping: `At most ${limits.mappings} channels and locations can be mapped.` });
  const known = new Set(store.aiq?.stores.map(({ name }) => name));
  const all =
    mapping.fallback === null ? places : [...places, ['mapping.fallback', mapping.fallback] as const];
  const unknown = all.filter(([, name]) => !known.has(name));
  if (unknown.length === 0) return;
  throw invalidInput(
    Object.fromEntries(
      unknown.map(([field, name]) => [field, `AIQ has no store named “${name}”. Choose one of the list.`]),
    ),
  );
}

export function presentMapping(
  { version, mapping }: Pick<SettingsRow, 'version' | 'mapping'>,
  aiqStores: readonly AiqStore[],
  channels: readonly (BcChannel & { parkedOrders: number })[],
  locations: readonly BcLocation[],
): MappingView {
  const names = aiqStores.map(({ name }) => name);
  return {
    version,
    mapping,
    aiqStores: aiqStores.map(({ id, name }) => ({ id, name })),
    channels: channels
      .filter(({ id, status, parkedOrders }) => isInUse(status) || parkedOrders > 0 || id in mapping.channels)
      .map(({ id, name, type, parkedOrders }) => ({
        id,
        name,
        type,
        suggestion: suggestStore(name, names),
        parkedOrders,
      })),
    locations: locations
      .filter(({ id, enabled }) => enabled || id in mapping.locations)
      .map(({ id, label }) => ({ id, name: label, suggestion: suggestStore(label, names) })),
  };
}

/** https://developer.bigcommerce.com/docs/rest-management/channels: a channel that is gone keeps its row. */
function isInUse(channelStatus: string): boolean {
  return channelStatus !== 'deleted' && channelStatus !== 'terminated' && channelStatus !== 'archived';
}
