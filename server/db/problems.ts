import mongoose, { type Connection } from 'mongoose';
import { defineModel, withoutId } from './define-model.ts';
import { requireText } from './require-text.ts';
import type { ProblemRepository, ProblemRow } from './types/problems.ts';

export function defineProblems(connection: Connection) {
  return defineModel<ProblemRow>(
    connection,
    'problems',
    {
      store: String,
      code: String,
      key: String,
      params: mongoose.Schema.Types.Mixed,
      firstAt: Date,
      lastAt: Date,
      count: Number,
      resolvedAt: Date,
    },
    [{ name: 'problems_key', key: { store: 1, code: 1, key: 1 }, unique: true }],
  );
}

export function createProblems(
  connection: Connection,
  model: ReturnType<typeof defineProblems>,
): ProblemRepository {
  const collection = connection.collection<ProblemRow>(model.collection.collectionName);

  return {
    async raise(store, code, key, params, now) {
      // One that was resolved begins anew.
      const open = { $and: [{ $gt: ['$count', 0] }, { $eq: ['$resolvedAt', null] }] };
      await collection.updateOne(
        { store: requireText(store), code: requireText(code), key: requireText(key) },
        [
          {
            $set: {
              params: { $literal: params },
              firstAt: { $cond: [open, '$firstAt', now] },
              lastAt: now,
              count: { $cond: [open, { $add: ['$count', 1] }, 1] },
              resolvedAt: null,
            },
          },
        ],
        { upsert: true },
      );
    },
    async resolve(store, code, key, now) {
      await model.updateMany(
        { store, code, ...(key !== null && { key }), resolvedAt: null },
        { $set: { resolvedAt: now } },
      );
    },
    listOpen: (store) =>
      model.find({ store, resolvedAt: null }, withoutId).sort({ firstAt: 1 }).lean<ProblemRow[]>(),
    listStoresWith: (code) => model.distinct('store', { code, resolvedAt: null }),
    async deleteAll(store) {
      await model.deleteMany({ store });
    },
  };
}
