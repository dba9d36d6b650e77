import type { mongo } from 'mongoose';
import { duplicatesOf } from './duplicate-key.ts';
import type { RecordRow, RecordWrite } from './types.ts';

/**
 * Upserts rows, each only when its stored fence is not higher.
 * @returns false when at least one was refused
 */
export async function writeFenced(
  collection: mongo.Collection<RecordRow>,
  store: string,
  rows: RecordWrite[],
  fence: number,
  now: Date,
): Promise<boolean> {
  let pending = rows;
  let refused = false;
  while (pending.length > 0) {
    try {
      await collection.bulkWrite(
        pending.map((row) => rowToUpsert(store, row, fence, now)),
        { ordered: false },
      );
      return !refused;
    } catch (error) {
      // A row that the filter does not see because of its fence is inserted once more, and so is a row that
      // somebody else inserts at this moment. The stored fence tells which it was.
      const duplicates = duplicatesOf(error);
      const met = pending.filter((_, index) => duplicates.includes(index));
      const fenced = await listFenced(collection, store, met, fence);
      refused ||= fenced.size > 0;
      pending = met.filter((row) => !fenced.has(keyOf(row)));
    }
  }
  return !refused;
}

async function listFenced(
  collection: mongo.Collection<RecordRow>,
  store: string,
  rows: RecordWrite[],
  fence: number,
): Promise<Set<string>> {
  const keys = rows.map(({ kind, id }) => ({ kind, id }));
  const higher = await collection
    .find({ store, $or: keys, fence: { $gt: fence } }, { projection: { _id: 0, kind: 1, id: 1 } })
    .toArray();
  return new Set(higher.map(keyOf));
}

function keyOf({ kind, id }: Pick<RecordRow, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

function rowToUpsert(
  store: string,
  row: RecordWrite,
  fence: number,
  now: Date,
): mongo.AnyBulkWriteOperation<RecordRow> {
  const { kind, id, ...outcome } = writtenFields(row);
  return {
    updateOne: {
      filter: { store, kind, id, fence: { $lte: fence } },
      update: { $set: { ...outcome, fence, updatedAt: now }, $setOnInsert: { firstSeenAt: now } },
      upsert: true,
    },
  };
}

/** Named one by one: a wider object must not carry personal data into the database. */
function writtenFields(row: RecordWrite): RecordWrite {
  return {
    kind: row.kind,
    id: row.id,
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    warnings: row.warnings,
    hash: row.hash,
    createdAt: row.createdAt,
    sourceAt: row.sourceAt,
    parentId: row.parentId,
    channelId: row.channelId,
    customerId: row.customerId,
    emailHash: row.emailHash,
    amount: row.amount,
    currency: row.currency,
    receivedAt: row.receivedAt,
    fetchedAt: row.fetchedAt,
    sentAt: row.sentAt,
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt,
    ...(row.archived !== undefined && { archived: row.archived }),
  };
}
