import mongoose, { type Connection } from 'mongoose';
import { defineModel, withoutId } from './define-model.ts';
import type { DailyRepository, DailyRow } from './types/daily.ts';

export function defineDaily(connection: Connection) {
  return defineModel<DailyRow>(
    connection,
    'daily',
    {
      store: String,
      day: String,
      counts: { sent: Number, waiting: Number, parked: Number, skipped: Number },
    },
    [{ name: 'daily_key', key: { store: 1, day: 1 }, unique: true }],
  );
}

export function createDaily(model: ReturnType<typeof defineDaily>): DailyRepository {
  return {
    async add(store, day, counts) {
      const increments = Object.entries(counts).filter(([, count]) => count !== 0);
      if (increments.length === 0) return;
      await model.updateOne(
        { store, day },
        { $inc: Object.fromEntries(increments.map(([state, count]) => [`counts.${state}`, count])) },
        { upsert: true },
      );
    },
    list: (store, fromDay) =>
      model
        .find({ store, day: mongoose.trusted({ $gte: fromDay }) }, withoutId)
        .sort({ day: 1 })
        .lean<DailyRow[]>(),
  };
}
