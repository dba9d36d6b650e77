import mongoose, { type Connection } from 'mongoose';
import { forgetAllShoppers, type defineConsents } from './consents.ts';
import { deleteInBatches } from './delete-in-batches.ts';
import { forgetSending, type defineLeases } from './leases.ts';
import { emptyStore, type defineStores } from './stores.ts';

/**
 * Deletes a store's rows of the given collections and leaves a tombstone, unless the store is installed (again). That a
 * phone was asked for its opt-in outlives it, without whose phone it was. The tombstone is written last: a purge that
 * was cut off is begun again.
 */
export async function purgeStore(
  connection: Connection,
  collections: {
    stores: ReturnType<typeof defineStores>;
    consents: ReturnType<typeof defineConsents>;
    leases: ReturnType<typeof defineLeases>;
    /** Names of those that are deleted from. */
    purged: readonly string[];
  },
  store: string,
): Promise<void> {
  const { stores, consents, leases, purged } = collections;
  const notInstalled = async () => (await stores.exists({ hash: store, state: 'installed' })) === null;
  for (const collection of purged) {
    if (!(await deleteInBatches(connection, collection, store, notInstalled))) return;
  }
  await forgetAllShoppers(consents, store);
  await forgetSending(leases, store);
  await stores.updateOne(
    { hash: store, state: mongoose.trusted({ $ne: 'installed' }) },
    { $set: { ...emptyStore, tokenSealed: null, hookSecretSealed: '', purged: true } },
  );
}
