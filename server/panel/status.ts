import type { Status } from '../../shared/views/status.ts';
import { AppError } from '../errors.ts';
import type { AiqLink, Setup, StoreProfile, StoreRow } from '../db/types/stores.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { currentAgeGate } from '../sync/age-gate.ts';
import { panelPatience, type PanelDeps } from './deps.ts';
import type { RouteHandlers } from './route-handler.ts';

export function createStatusHandlers(deps: PanelDeps): Pick<RouteHandlers, 'getStatus'> {
  return {
    async getStatus({ session: { store } }) {
      return presentStatus(store.profile === null ? await readProfile(deps, store) : store);
    },
  };
}

/** The store as it is now, for answers after a change. @throws AppError when it was uninstalled meanwhile */
export async function reloadStore({ db }: PanelDeps, hash: string): Promise<StoreRow> {
  const store = await db.stores.get(hash);
  if (store?.state === 'installed') return store;
  throw new AppError(
    409,
    'store-not-installed',
    'The app was uninstalled from this store meanwhile. Install it again from the BigCommerce marketplace.',
  );
}

/** Makes up for an installation during which BigCommerce did not tell the store's name, currency and time zone. */
async function readProfile(deps: PanelDeps, store: StoreRow): Promise<StoreRow> {
  try {
    const profile = await deps.bigcommerceFor(store, 'panel', panelPatience()).getStore();
    await deps.db.stores.setProfile(store.hash, profile);
    return { ...store, profile };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    deps.log.warn({ store: store.hash, failure: error.failure }, 'the profile of a store could not be read');
    return store;
  }
}

export function presentStatus(store: StoreRow): Status {
  const { name, currency, timezone, countryCode, controlPanelUrl } = store.profile ?? unknownProfile(store);
  return {
    store: {
      hash: store.hash,
      name,
      currency,
      timezone,
      countryCode,
      controlPanelUrl,
      bigcommerceState: store.bigcommerceState,
    },
    aiq: store.aiq && presentAiqLink(store.aiq),
    setup: presentSetup(store),
    freeze: store.freeze && { since: store.freeze.since.toISOString() },
  };
}

function presentAiqLink(link: AiqLink): NonNullable<Status['aiq']> {
  const { connectionName, uid, keyLast4, state } = link;
  const stores = link.stores.map(({ id, name }) => ({ id, name }));
  return { connectionName, uid, keyLast4, stores, linkedAt: link.linkedAt.toISOString(), state };
}

function presentSetup(store: StoreRow): Status['setup'] {
  const setup: Setup = store.setup;
  const ageGate = currentAgeGate(store);
  return {
    ageGate: ageGate && {
      confirmedAt: ageGate.confirmedAt.toISOString(),
      confirmedBy: ageGate.confirmedBy,
    },
    otherConnectionOff: setup.otherConnectionOff,
    mappingSavedAt: presentInstant(setup.mappingSavedAt),
    history: setup.history,
    trialStartedAt: presentInstant(setup.trialStartedAt),
    trialFinishedAt: presentInstant(setup.trialFinishedAt),
    startedAt: presentInstant(setup.startedAt),
  };
}

export function presentInstant(instant: Date | null): string | null {
  return instant && instant.toISOString();
}

/** Stands in until BigCommerce has told; the panel needs a currency and a time zone that exist. */
function unknownProfile({ hash }: StoreRow): StoreProfile {
  return {
    name: `Store ${hash}`,
    domain: '',
    countryCode: '',
    currency: 'USD',
    timezone: 'UTC',
    controlPanelUrl: `https://store-${hash}.mybigcommerce.com`,
    taxInclusive: false,
  };
}
