import type { Connection, mongo } from 'mongoose';
import { defineModel, withoutId } from './define-model.ts';
import { deleteInBatches } from './delete-in-batches.ts';
import { duplicatesOf } from './duplicate-key.ts';
import { createGroupCommit } from './group-commit.ts';
import { requireText } from './require-text.ts';
import { answeredWithin } from './answered-within.ts';
import type { ChangeKind, ChangeRepository, ChangeRow, WorkedChange } from './types/changes.ts';

type Noted = Pick<ChangeRow, 'store' | 'kind' | 'id'> & { at: Date };

const NOTE_AT_ONCE = 1_000;
/** A webhook that waits must hear 503; a frozen server would keep it until its socket times out. */
const NOTE_WITHIN_MS = 5_000;

/** What has waited longest is among those whose turn comes first, also when all were put off. */
const LOOKED_AT = 200;

/** Changes that are noted and not yet worked on: one row per entity however many events came. */
export function defineChanges(connection: Connection) {
  return defineModel<ChangeRow>(
    connection,
    'changes',
    {
      store: String,
      kind: String,
      id: String,
      rev: Number,
      dueAt: Date,
      firstSeenAt: Date,
      lastSeenAt: Date,
      attempts: Number,
      reason: String,
    },
    [
      { name: 'changes_key', key: { store: 1, kind: 1, id: 1 }, unique: true },
      { name: 'changes_due', key: { store: 1, dueAt: 1 } },
    ],
  );
}

export function createChanges(
  connection: Connection,
  model: ReturnType<typeof defineChanges>,
): ChangeRepository {
  const collection = connection.collection<ChangeRow>(model.collection.collectionName);
  const commit = createGroupCommit<Noted>((items) => upsert(collection, items), NOTE_AT_ONCE);

  return {
    async note(changes, now) {
      if (changes.length === 0) return;
      const items = changes.map(({ store, kind, id }) => ({
        store: requireText(store),
        kind: requireText(kind),
        id: requireText(id),
        at: now,
      }));
      await commit(items);
    },
    listDue: (store, now, limit) =>
      collection
        .find({ store: requireText(store), dueAt: { $lte: now } }, { projection: withoutId })
        .sort({ dueAt: 1 })
        .limit(limit)
        .toArray(),
    async clear(rows) {
      if (rows.length === 0) return 0;
      const result = await collection.bulkWrite(
        rows.map((row) => ({ deleteOne: { filter: untouched(row) } })),
        { ordered: false },
      );
      return result.deletedCount;
    },
    async postpone(rows, dueAt, reason) {
      if (rows.length === 0) return;
      const update = { $set: { dueAt, reason }, $inc: { attempts: 1 } };
      await collection.bulkWrite(
        rows.map((row) => ({ updateOne: { filter: untouched(row), update } })),
        { ordered: false },
      );
    },
    async hasten(store, now) {
      await collection.updateMany(
        { store: requireText(store), dueAt: { $gt: now } },
        { $set: { dueAt: now } },
      );
    },
    count: (store) => model.countDocuments({ store }),
    async countByKind(store) {
      const counts: Record<ChangeKind, number> = { order: 0, customer: 0, product: 0 };
      const groups = await model.aggregate<{ _id: ChangeKind; count: number }>([
        { $match: { store: requireText(store) } },
        { $group: { _id: '$kind', count: { $sum: 1 } } },
      ]);
      for (const { _id, count } of groups) counts[_id] = count;
      return counts;
    },
    get: (store, kind, id) => model.findOne({ store, kind, id }, withoutId).lean<ChangeRow>(),
    async listPending(store, kind, ids) {
      if (ids.length === 0) return [];
      const rows = await collection
        .find({ store: requireText(store), kind, id: { $in: [...ids] } }, { projection: { _id: 0, id: 1 } })
        .toArray();
      return rows.map(({ id }) => id);
    },
    listStoresDue: (now, limit) => listStoresDue(collection, now, limit),
    async waitingSince(store) {
      const rows = await model
        .find({ store }, { _id: 0, firstSeenAt: 1 })
        .sort({ dueAt: 1 })
        .limit(LOOKED_AT)
        .lean<Pick<ChangeRow, 'firstSeenAt'>[]>();
      return rows.reduce<Date | null>(
        (oldest, { firstSeenAt }) => (oldest === null || firstSeenAt < oldest ? firstSeenAt : oldest),
        null,
      );
    },
    async deleteAll(store) {
      await deleteInBatches(connection, model.collection.collectionName, store);
    },
  };
}

function untouched({ store, kind, id, rev, firstSeenAt }: WorkedChange): WorkedChange {
  return { store, kind, id, rev, firstSeenAt };
}

async function upsert(collection: mongo.Collection<ChangeRow>, items: Noted[]): Promise<void> {
  let pending = coalesce(items);
  // Two instances that insert the same row at the same moment: the second finds it when it tries again.
  while (pending.length > 0) {
    const writes = pending.map(noteToUpsert);
    try {
      await answeredWithin(NOTE_WITHIN_MS, collection.bulkWrite(writes, { ordered: false }));
      return;
    } catch (error) {
      const lost = duplicatesOf(error);
      pending = pending.filter((_, index) => lost.includes(index));
    }
  }
}

function coalesce(items: Noted[]): Noted[] {
  const byKey = new Map<string, Noted>();
  for (const item of items) byKey.set(`${item.store} ${item.kind} ${item.id}`, item);
  return [...byKey.values()];
}

function noteToUpsert({ store, kind, id, at }: Noted): mongo.AnyBulkWriteOperation<ChangeRow> {
  return {
    updateOne: {
      filter: { store, kind, id },
      update: {
        $inc: { rev: 1 },
        $min: { dueAt: at },
        $max: { lastSeenAt: at },
        $set: { attempts: 0, reason: 'queued' },
        $setOnInsert: { firstSeenAt: at },
      },
      upsert: true,
    },
  };
}

/** Sorted by the index's keys, grouped by first: MongoDB skips from store to store, however many rows each has. */
async function listStoresDue(
  collection: mongo.Collection<ChangeRow>,
  now: Date,
  limit: number,
): Promise<string[]> {
  const groups = await collection
    .aggregate<{ _id: string }>([
      { $sort: { store: 1, dueAt: 1 } },
      { $group: { _id: '$store', dueAt: { $first: '$dueAt' } } },
      { $match: { dueAt: { $lte: now } } },
      { $sort: { dueAt: 1 } },
      { $limit: limit },
    ])
    .toArray();
  return groups.map(({ _id }) => _id);
}
