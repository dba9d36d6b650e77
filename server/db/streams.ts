import type { Connection } from 'mongoose';
import mongoose from 'mongoose';
import type { StreamName } from '../../shared/sync.ts';
import { defineModel, withoutId } from './define-model.ts';
import { deleteInBatches } from './delete-in-batches.ts';
import { isDuplicateKey } from './duplicate-key.ts';
import type { FencedLeases } from './leases.ts';
import { requireText } from './require-text.ts';
import type { StreamCounts, StreamRepository, StreamRow } from './types/streams.ts';

export function defineStreams(connection: Connection) {
  return defineModel<StreamRow>(
    connection,
    'streams',
    {
      store: String,
      name: String,
      status: String,
      // Plain JSON whose meaning is the stream's own.
      cursor: mongoose.Schema.Types.Mixed,
      counts: { read: Number, sent: Number, waiting: Number, parked: Number, skipped: Number },
      total: Number,
      fence: Number,
      startedAt: Date,
      finishedAt: Date,
      nextRunAt: Date,
      wokenFor: Date,
      updatedAt: Date,
      error: String,
    },
    [
      { name: 'streams_key', key: { store: 1, name: 1 }, unique: true },
      { name: 'streams_due', key: { nextRunAt: 1, store: 1 } },
    ],
  );
}

/** @param leases tell whether a writer's fence is still the newest of its store */
export function createStreams(
  connection: Connection,
  model: ReturnType<typeof defineStreams>,
  leases: Pick<FencedLeases, 'newestToken'>,
): StreamRepository {
  const collection = connection.collection<StreamRow>(model.collection.collectionName);

  return {
    get: (store, name) => model.findOne({ store, name }, withoutId).lean<StreamRow>(),
    list: (store) => collection.find({ store: requireText(store) }, { projection: withoutId }).toArray(),
    async reset(store, name, { total, nextRunAt, now, fence }) {
      const { fence: _, ...fresh } = freshStream(now);
      for (;;) {
        const newest = await leases.newestToken(store);
        const row = await collection.findOneAndUpdate(
          { store: requireText(store), name: requireText(name) },
          {
            $set: { ...fresh, total, nextRunAt },
            // One more than the lease's token: only a lease that is acquired after this may write.
            $max: { fence: fence ?? newest + 1 },
          },
          { upsert: true, returnDocument: 'after', projection: withoutId },
        );
        if (row === null) throw new Error('MongoDB gave no row for an upsert.');
        // The holder of a lease that was acquired meanwhile may have read the row as it was before.
        if (fence !== undefined || (await leases.newestToken(store)) === newest) return row;
      }
    },
    async checkpoint(store, name, changes, add, fence, now) {
      if ((await leases.newestToken(store)) > fence) return false;
      const { counts: none, fence: _fence, updatedAt: _updatedAt, ...fresh } = freshStream(now);
      const set = {
        ...kept(fresh),
        ...literal(changes),
        counts: added({ ...none, ...add }),
        fence,
        updatedAt: now,
      };
      const nextRunAt =
        changes.nextRunAt === undefined ? {} : { nextRunAt: earlier(changes.nextRunAt, '$wokenFor') };
      const write = () =>
        collection.updateOne(
          { store: requireText(store), name: requireText(name), fence: { $lte: fence } },
          [{ $set: { ...set, ...nextRunAt } }],
          { upsert: true },
        );
      return writeUnlessFenced(write);
    },
    async wake(store, name, at) {
      await collection.updateOne({ store: requireText(store), name: requireText(name) }, [
        { $set: { nextRunAt: earlier(at, '$nextRunAt'), wokenFor: earlier(at, '$wokenFor') } },
      ]);
    },
    async heedWake(store, name, now) {
      await collection.updateOne(
        { store: requireText(store), name: requireText(name), wokenFor: { $lte: now } },
        { $set: { wokenFor: null } },
      );
    },
    async listStoresDue(now, limit) {
      const groups = await collection
        .aggregate<{ _id: string; streams: StreamName[] }>([
          { $match: { nextRunAt: { $lte: now } } },
          { $group: { _id: '$store', nextRunAt: { $min: '$nextRunAt' }, streams: { $push: '$name' } } },
          { $sort: { nextRunAt: 1 } },
          { $limit: limit },
        ])
        .toArray();
      return groups.map(({ _id, streams }) => ({ store: _id, streams }));
    },
    async deleteAll(store) {
      await deleteInBatches(connection, model.collection.collectionName, store);
    },
  };
}

function freshStream(now: Date): Omit<StreamRow, 'store' | 'name'> {
  return {
    status: 'waiting',
    cursor: null,
    counts: { read: 0, sent: 0, waiting: 0, parked: 0, skipped: 0 },
    total: null,
    fence: 0,
    startedAt: null,
    finishedAt: null,
    nextRunAt: null,
    wokenFor: null,
    updatedAt: now,
    error: null,
  };
}

/** As they are, or else as in a fresh stream: what a checkpoint does not speak of. */
function kept(fresh: Partial<StreamRow>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fresh).map(([field, value]) => [field, { $ifNull: [`$${field}`, { $literal: value }] }]),
  );
}

/** Values, not expressions: a cursor may hold any text. */
function literal(changes: Partial<StreamRow>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([field, value]) => [field, { $literal: value }]));
}

/** All five, so that a row that is created has all five. */
function added(add: StreamCounts): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(add).map(([name, count]) => [
      name,
      { $add: [{ $ifNull: [`$counts.${name}`, 0] }, count] },
    ]),
  );
}

/** As an expression, $min passes over null. */
function earlier(at: Date | null, field: string): Record<string, unknown> {
  return { $min: [at, field] };
}

/**
 * A row that the filter does not see because of its fence is inserted once more, and so is a row that somebody else
 * creates at this moment; only the former happens twice.
 * @returns false when the row has a higher fence
 */
async function writeUnlessFenced(write: () => Promise<unknown>): Promise<boolean> {
  for (let attempt = 1; attempt <= 2; attempt++) {
    try {
      await write();
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
  return false;
}
