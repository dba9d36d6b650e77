import type { mongo } from 'mongoose';
import { duplicatesOf } from './duplicate-key.ts';
import type { RecordRow, RecordWrite } from './types/records.ts';

/**
 * Upserts rows, each only when its stored fence is not higher.
 * @param isNew rows believed not to be there yet: inserted, which costs MongoDB far less than an upsert. The unique key
 *   tells when one is there after all, and then it is upserted like the others.
 * @returns false when at least one was refused
 */
export async function writeFenced(
  collection: mongo.Collection<RecordRow>,
  store: string,
  rows: RecordWrite[],
  fence: number,
  now: Date,
  isNew: (row: RecordWrite) => boolean,
): Promise<boolean> {
  let toWrite = (row: RecordWrite): mongo.AnyBulkWriteOperation<RecordRow> =>
    isNew(row) ? rowToInsert(store, row, fence, now) : rowToUpsert(store, row, fence, now);
  let pending = rows;
  let refused = false;
  while (pending.length > 0) {
    try {
      await collection.bulkWrite(pending.map(toWrite), { ordered: false });
      return !refused;
    } catch (error) {
      // A row that the filter does not see because of its fence is inserted once more, and so is a row that
      // somebody else inserts at this moment. The stored fence tells which it was.
      const duplicates = duplicatesOf(error);
      const met = pending.filter((_, index) => duplicates.includes(index));
      const fenced = await listFenced(collection, store, met, fence);
      refused ||= fenced.size > 0;
      pending = met.filter((row) => !fenced.has(keyOf(row)));
      toWrite = (row) => rowToUpsert(store, row, fence, now);
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

function rowToInsert(
  store: string,
  row: RecordWrite,
  fence: number,
  now: Date,
): mongo.AnyBulkWriteOperation<RecordRow> {
  return {
    insertOne: { document: { store, ...writtenFields(row), firstSeenAt: now, fence, updatedAt: now } },
  };
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
