import mongoose, { type Connection } from 'mongoose';
import { deleteInBatches } from './delete-in-batches.ts';
import { emptyStore, type defineStores } from './stores.ts';

/**
 * Deletes a store's rows of the given collections and leaves a tombstone, unless the store is installed (again).
 * The tombstone is written last: a purge that was cut off is begun again.
 */
export async function purgeStore(
  connection: Connection,
  stores: ReturnType<typeof defineStores>,
  collections: readonly string[],
  store: string,
): Promise<void> {
  const notInstalled = async () => (await stores.exists({ hash: store, state: 'installed' })) === null;
  for (const collection of collections) {
    if (!(await deleteInBatches(connection, collection, store, notInstalled))) return;
  }
  await stores.updateOne(
    { hash: store, state: mongoose.trusted({ $ne: 'installed' }) },
    { $set: { ...emptyStore, tokenSealed: null, hookSecretSealed: '', purged: true } },
  );
}
