import mongoose, { type Connection } from 'mongoose';
import { defineModel, withoutId } from './define-model.ts';
import type { AuditRepository, AuditRow } from './types/audit.ts';

const { trusted } = mongoose;

export function defineAudit(connection: Connection) {
  return defineModel<AuditRow>(
    connection,
    'audit',
    { store: String, at: Date, userId: Number, action: String, details: mongoose.Schema.Types.Mixed },
    [{ name: 'audit_at', key: { store: 1, at: -1, _id: -1 } }],
  );
}

export function createAudit(model: ReturnType<typeof defineAudit>): AuditRepository {
  const list = (filter: Record<string, unknown>, limit: number) =>
    model.find(filter, withoutId).sort({ at: -1, _id: -1 }).limit(limit).lean<AuditRow[]>();

  return {
    async add({ store, at, userId, action, details }) {
      await model.collection.insertOne({ store, at, userId, action, details });
    },
    async list(store, { limit, before }) {
      const rows = await list({ store, ...(before && { at: trusted({ $lt: before }) }) }, limit);
      const last = rows.at(-1);
      if (last === undefined || rows.length < limit) return rows;
      const ofLastInstant = await list({ store, at: last.at }, 0);
      return [...rows.filter(({ at }) => at > last.at), ...ofLastInstant];
    },
  };
}
