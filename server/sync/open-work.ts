import type { BigcommerceClient, Lane } from '../bigcommerce/types.ts';
import type { StoreProfile, StoreRow } from '../db/types/stores.ts';
import { followAccount } from './account-change.ts';
import { readGate, type Closed } from './gate.ts';
import type { LeaseHold } from './lease-hold.ts';
import type { MappingContext } from './mapping/types.ts';
import { readOpenProblems } from './open-problems.ts';
import { settleFormer } from './settle-former.ts';
import type { StoreMemory } from './store-memory.ts';
import type { SyncDeps } from './types.ts';
import { GateClosedError, type StoreWork } from './work.ts';

export type OpenedWork = { work: StoreWork; lanes: 'all' | 'trial' } | { closed: Closed };

/** Reads everything about a store that is to be worked on, or why it is not to be. Calls nobody but the database. */
export async function openWork(
  deps: SyncDeps,
  hash: string,
  lease: LeaseHold,
  memory: StoreMemory,
): Promise<OpenedWork> {
  const row = await deps.db.stores.get(hash);
  memory.remediedAt = row?.remediedAt?.getTime() ?? null;
  const gate = readGate(row);
  if (!gate.open || row === null) return { closed: gate.open ? 'not-installed' : gate.why };
  const settings = await deps.db.settings.get(hash);
  const now = (): Date => deps.clock.now();
  const problems = await readOpenProblems(deps.db, hash, now);
  const aiq = deps.aiqFor(row, lease.signal);
  if (aiq === null) return { closed: 'aiq-not-linked' };
  await settleFormer({ hash, deps, lease, now });
  await followAccount(deps, row, gate.link, lease);
  // The gate is open, so what these say is over.
  await problems.resolve('aiq-key-refused');
  await problems.resolve('bigcommerce-token-refused');
  await problems.resolve('bigcommerce-scope-missing');
  await problems.resolve('secrets-unreadable');

  const clients = new Map<Lane, BigcommerceClient>();
  const store = row;
  function bigcommerce(lane: Lane): BigcommerceClient {
    const known = clients.get(lane);
    if (known !== undefined) return known;
    const client = deps.bigcommerceFor(store, lane, lease.signal);
    clients.set(lane, client);
    return client;
  }
  const profile = row.profile ?? (await readProfile(deps, hash, bigcommerce('live')));
  const { catalogue } = memory;
  const context: MappingContext = {
    storeHash: hash,
    countryCode: profile.countryCode,
    currency: profile.currency,
    storefrontUrl: `https://${profile.domain}`,
    options: settings.options,
    mapping: settings.mapping,
    historyStart: row.setup.historyStart,
    syncContactsSince: settings.syncContactsSince,
    hasher: deps.hasher,
    categoryNames: (productId) => catalogue.categoryNames(productId),
    brandName: (brandId) => catalogue.brandName(brandId),
  };
  const work: StoreWork = {
    hash,
    store: row,
    settings,
    link: gate.link,
    context,
    deps,
    lease,
    memory,
    problems,
    aiq,
    bigcommerce,
    now,
    letLiveThrough: async () => false,
  };
  return { work, lanes: gate.lanes };
}

/**
 * Looks at the store once more while it is worked on.
 * @throws GateClosedError when it may not be worked on any more, or was changed so that work has to begin anew
 */
export async function confirmUnchanged(work: StoreWork): Promise<void> {
  work.lease.check();
  const { db } = work.deps;
  const [row, settings] = await Promise.all([db.stores.get(work.hash), db.settings.get(work.hash)]);
  if (!readGate(row).open || row === null) throw new GateClosedError('the gate has closed');
  const same =
    row.generation === work.store.generation &&
    row.aiq?.keySealed === work.link.keySealed &&
    settings.version === work.settings.version &&
    row.setup.historyStart?.getTime() === work.store.setup.historyStart?.getTime() &&
    row.setup.startedAt?.getTime() === work.store.setup.startedAt?.getTime();
  if (!same) throw new GateClosedError('settings have changed');
}

async function readProfile(
  deps: SyncDeps,
  hash: StoreRow['hash'],
  bigcommerce: BigcommerceClient,
): Promise<StoreProfile> {
  const profile = await bigcommerce.getStore();
  await deps.db.stores.setProfile(hash, profile);
  return profile;
}
