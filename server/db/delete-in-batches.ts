import type { Connection } from 'mongoose';
import { requireText } from './require-text.ts';

const BATCH = 5_000;

/**
 * Deletes a store's rows, a bounded number at a time: one command over a million rows would outlast the socket's
 * time-out.
 * @param mayGoOn asked before each batch; when it says no, the rest stays
 * @returns false when it was told to stop
 */
export async function deleteInBatches(
  connection: Connection,
  collectionName: string,
  store: string,
  mayGoOn: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  const collection = connection.collection<{ store: string }>(collectionName);
  const filter = { store: requireText(store) };
  while (await mayGoOn()) {
    const found = await collection
      .find(filter, { projection: { _id: 1 } })
      .limit(BATCH)
      .toArray();
    if (found.length === 0) return true;
    await collection.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } });
  }
  return false;
}
