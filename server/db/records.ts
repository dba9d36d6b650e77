import mongoose, { type Connection, type mongo } from 'mongoose';
import { recordKinds, type RecordKind, type RecordReason, type RecordState } from '../../shared/sync.ts';
import { defineModel, withoutId } from './define-model.ts';
import { deleteInBatches } from './delete-in-batches.ts';
import type { FencedLeases } from './leases.ts';
import {
  cursorToPosition,
  planSearch,
  plansAfter,
  positionToCursor,
  type SearchPlan,
} from './records-search.ts';
import { writeFenced } from './records-write.ts';
import { requireText } from './require-text.ts';
import type { OrdersOfDay, RecordKey, RecordRepository, RecordRow } from './types/records.ts';

const { trusted } = mongoose;

type StoredRecord = RecordRow & { _id: mongoose.Types.ObjectId };
type RecordModel = ReturnType<typeof defineRecords>;

const STREAM_PAGE = 500;
const FORGET_PAGE = 1_000;
const newestFirst = { createdAt: -1, _id: -1 } as const;
const kindsBesidesOptIns = recordKinds.filter((kind) => kind !== 'opt-in');

export function defineRecords(connection: Connection) {
  return defineModel<RecordRow>(
    connection,
    'records',
    {
      store: String,
      kind: String,
      id: String,
      state: String,
      reason: String,
      detail: String,
      warnings: [String],
      hash: String,
      createdAt: Date,
      sourceAt: Date,
      parentId: String,
      channelId: Number,
      customerId: String,
      emailHash: String,
      amount: String,
      currency: String,
      firstSeenAt: Date,
      receivedAt: Date,
      fetchedAt: Date,
      sentAt: Date,
      attempts: Number,
      nextAttemptAt: Date,
      archived: Boolean,
      fence: Number,
      updatedAt: Date,
    },
    [
      { name: 'records_key', key: { store: 1, kind: 1, id: 1 }, unique: true },
      { name: 'records_created', key: { store: 1, ...newestFirst } },
      { name: 'records_reason', key: { store: 1, kind: 1, state: 1, reason: 1, ...newestFirst } },
      // Greater than '' is "any text, not null".
      {
        name: 'records_email',
        key: { store: 1, emailHash: 1, ...newestFirst },
        partialFilterExpression: { emailHash: { $gt: '' } },
      },
      {
        name: 'records_customer',
        key: { store: 1, customerId: 1, ...newestFirst },
        partialFilterExpression: { customerId: { $gt: '' } },
      },
      {
        name: 'records_parent',
        key: { store: 1, parentId: 1 },
        partialFilterExpression: { parentId: { $gt: '' } },
      },
      {
        name: 'records_archived',
        key: { store: 1, createdAt: 1 },
        partialFilterExpression: { archived: true },
      },
      {
        name: 'records_due_kind',
        key: { store: 1, kind: 1, nextAttemptAt: 1 },
        partialFilterExpression: { state: 'waiting' },
      },
    ],
  );
}

/** @param leases tell whether a writer's fence is still the newest of its store */
export function createRecords(
  connection: Connection,
  model: RecordModel,
  leases: Pick<FencedLeases, 'newestToken'>,
): RecordRepository {
  const collection = connection.collection<RecordRow>(model.collection.collectionName);

  const search: RecordRepository['search'] = async (store, filter, { limit, cursor }) => {
    const plan = planSearch(store, filter);
    const plans = cursor === null ? [plan] : plansAfter(plan, filter, cursorToPosition(cursor));
    const found: StoredRecord[] = [];
    // One more than asked for tells whether there is a next page.
    for (const part of plans) {
      if (found.length <= limit) found.push(...(await find(model, part, limit + 1 - found.length)));
    }
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      rows: found.slice(0, limit).map(({ _id, ...row }) => row),
      next: last ? positionToCursor({ createdAt: last.createdAt, rowId: last._id.toHexString() }) : null,
    };
  };

  return {
    async getMany(store, keys) {
      if (keys.length === 0) return [];
      return collection
        .find({ store: requireText(store), $or: keysByKind(keys) }, { projection: withoutId })
        .toArray();
    },
    async writeMany(store, rows, fence, now, isNew = () => false) {
      if ((await leases.newestToken(store)) > fence) return false;
      return writeFenced(collection, requireText(store), rows, fence, now, isNew);
    },
    async forgetSent(store, fence) {
      for (;;) {
        if ((await leases.newestToken(store)) > fence) return false;
        const rows = await collection
          .find(sentRecords(requireText(store)), { projection: { _id: 1 } })
          .limit(FORGET_PAGE)
          .toArray();
        if (rows.length === 0) return true;
        await collection.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } });
      }
    },
    search,
    async *stream(store, filter) {
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof search>> = await search(store, filter, {
          limit: STREAM_PAGE,
          cursor,
        });
        yield* page.rows;
        cursor = page.next;
      } while (cursor !== null);
    },
    countUpTo(store, filter, limit) {
      const { filter: conditions, index } = planSearch(requireText(store), filter);
      return model.countDocuments(conditions, { limit, ...(index !== undefined && { hint: index }) });
    },
    count: (store, createdFrom) => countByReason(model, store, createdFrom),
    countArchived: (store, createdFrom) =>
      model.countDocuments({
        store,
        archived: true,
        reason: trusted({ $ne: 'deleted-in-bigcommerce' }),
        createdAt: trusted({ $gte: createdFrom ?? new Date(0) }),
      }),
    countOrdersByDay: (store, from, to) => countOrdersByDay(model, store, from, to),
    listRefundsOf: (store, orderIds) =>
      collection
        .find(
          { store: requireText(store), kind: 'refund', parentId: { $in: orderIds.map(requireText) } },
          { projection: withoutId },
        )
        .toArray(),
    listDue: (store, now, limit) => listDue(model, store, kindsBesidesOptIns, now, limit),
    listOptInsDue: (store, now, limit) => listDue(model, store, ['opt-in'], now, limit),
    async postpone(store, keys, since, until, fence) {
      if (keys.length === 0) return;
      await collection.updateMany(
        {
          store: requireText(store),
          state: 'waiting',
          nextAttemptAt: { $lte: since },
          fence: { $lte: fence },
          $or: keysByKind(keys),
        },
        { $set: { nextAttemptAt: until } },
      );
    },
    async firstDueAt(store) {
      const row = await model
        .findOne(
          {
            store,
            state: 'waiting',
            kind: trusted({ $in: kindsBesidesOptIns }),
            nextAttemptAt: trusted({ $gt: new Date(0) }),
          },
          { nextAttemptAt: 1 },
        )
        .sort({ nextAttemptAt: 1 })
        .lean<Pick<RecordRow, 'nextAttemptAt'>>();
      return row?.nextAttemptAt ?? null;
    },
    async listKeys(store, filter, limit) {
      const rows = await find(model, planSearch(store, filter), limit);
      return rows.map(({ kind, id }) => ({ kind, id }));
    },
    async deleteAll(store) {
      await deleteInBatches(connection, model.collection.collectionName, store);
    },
  };
}

/** What an AIQ account has or has refused; not what is kept out of every account. */
function sentRecords(store: string): mongo.Filter<RecordRow> {
  return {
    store,
    kind: { $in: kindsBesidesOptIns },
    reason: { $ne: 'erased' },
    $or: [{ state: { $ne: 'skipped' } }, { hash: { $gt: '' } }],
  };
}

function listDue(
  model: RecordModel,
  store: string,
  kinds: readonly RecordKind[],
  now: Date,
  limit: number,
): Promise<RecordRow[]> {
  return model
    .find(
      {
        store,
        state: 'waiting',
        kind: trusted({ $in: [...kinds] }),
        nextAttemptAt: trusted({ $lte: now }),
      },
      withoutId,
    )
    .sort({ nextAttemptAt: 1 })
    .limit(limit)
    .lean<RecordRow[]>();
}

async function find(
  model: RecordModel,
  { filter, index }: SearchPlan,
  limit: number,
): Promise<StoredRecord[]> {
  // Few rows match, and no index has this order: so the planner is not tempted to walk all rows in order instead.
  const sortedAfterwards = { ...newestFirst, kind: 1 } as const;
  const query = model.find(filter).limit(limit);
  return (index === undefined ? query.sort(sortedAfterwards) : query.sort(newestFirst).hint(index)).lean<
    StoredRecord[]
  >();
}

function keysByKind(keys: readonly RecordKey[]): mongo.Filter<RecordRow>[] {
  const idsOf = new Map<RecordKind, string[]>();
  for (const { kind, id } of keys) {
    const ids = idsOf.get(kind) ?? [];
    ids.push(requireText(id));
    idsOf.set(requireText(kind), ids);
  }
  return [...idsOf].map(([kind, ids]) => ({ kind, id: { $in: ids } }));
}

async function countByReason(model: RecordModel, store: string, createdFrom: Date | null) {
  const groups = await model
    .aggregate<{ _id: { kind: RecordKind; state: RecordState; reason: RecordReason }; count: number }>([
      { $match: { store: requireText(store), ...(createdFrom && { createdAt: { $gte: createdFrom } }) } },
      { $group: { _id: { kind: '$kind', state: '$state', reason: '$reason' }, count: { $sum: 1 } } },
    ])
    .hint('records_reason');
  return groups.map(({ _id, count }) => ({ ..._id, count }));
}

async function countOrdersByDay(model: RecordModel, store: string, from: Date, to: Date) {
  const day = { $dateToString: { date: '$createdAt', format: '%Y-%m-%d' } };
  const isGone = { $or: [{ $eq: ['$archived', true] }, { $eq: ['$reason', 'deleted-in-bigcommerce'] }] };
  const groups = await model
    .aggregate<{ _id: Pick<OrdersOfDay, 'day' | 'channelId'>; listed: number }>([
      { $match: { store: requireText(store), kind: 'order', createdAt: { $gte: from, $lt: to } } },
      { $group: { _id: { day, channelId: '$channelId' }, listed: { $sum: { $cond: [isGone, 0, 1] } } } },
    ])
    .hint('records_reason');
  return groups.map(({ _id, listed }) => ({ ..._id, listed }));
}
