import type { Connection } from 'mongoose';
import { defineModel, withoutId } from './define-model.ts';
import type { UserRepository, UserRow } from './types/users.ts';

export function defineUsers(connection: Connection) {
  return defineModel<UserRow>(
    connection,
    'users',
    {
      store: String,
      userId: Number,
      email: String,
      locale: String,
      isOwner: Boolean,
      firstSeenAt: Date,
      lastSeenAt: Date,
    },
    [{ name: 'users_key', key: { store: 1, userId: 1 }, unique: true }],
  );
}

export function createUsers(model: ReturnType<typeof defineUsers>): UserRepository {
  return {
    async upsert({ store, userId, email, locale, isOwner }, now) {
      await model.updateOne(
        { store, userId },
        { $set: { email, locale, isOwner, lastSeenAt: now }, $setOnInsert: { firstSeenAt: now } },
        { upsert: true },
      );
    },
    get: (store, userId) => model.findOne({ store, userId }, withoutId).lean<UserRow>(),
    async remove(store, userId) {
      return (await model.deleteOne({ store, userId })).deletedCount === 1;
    },
    list: (store) => model.find({ store }, withoutId).sort({ userId: 1 }).lean<UserRow[]>(),
  };
}
