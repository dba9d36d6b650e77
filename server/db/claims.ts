import mongoose, { type Connection } from 'mongoose';
import { defineModel } from './define-model.ts';
import { isDuplicateKey } from './duplicate-key.ts';
import { requireText } from './require-text.ts';
import type { ClaimRepository } from './types/claims.ts';

interface ClaimRow {
  key: string;
  expireAt: Date;
  value?: Record<string, unknown>;
}

const { trusted } = mongoose;
/** Clocks of the database and of instances differ; a claim must never be forgotten early. */
const EXTRA_SECONDS = 86_400;
const KEPT_LONGER_MS = 3_600_000;

export function defineClaims(connection: Connection) {
  return defineModel<ClaimRow>(
    connection,
    'claims',
    { key: String, expireAt: Date, value: mongoose.Schema.Types.Mixed },
    [
      { name: 'claims_key', key: { key: 1 }, unique: true },
      { name: 'claims_expiry', key: { expireAt: 1 }, expireAfterSeconds: EXTRA_SECONDS },
    ],
  );
}

export function createClaims(
  model: ReturnType<typeof defineClaims>,
): ClaimRepository & { purgeExpired(now: Date): Promise<number> } {
  return {
    async claim(key, expireAt) {
      try {
        await model.collection.insertOne({ key: requireText(key), expireAt });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async isClaimed(key) {
      return (await model.exists({ key })) !== null;
    },
    async put(key, value, expireAt) {
      await model.collection.insertOne({ key: requireText(key), value, expireAt });
    },
    async take(key, now) {
      const row = await model
        .findOneAndDelete({ key, value: trusted({ $type: 'object' }), expireAt: trusted({ $gt: now }) })
        .lean<ClaimRow>();
      return row?.value ?? null;
    },
    async purgeExpired(now) {
      const before = new Date(now.getTime() - KEPT_LONGER_MS);
      return (await model.deleteMany({ expireAt: trusted({ $lte: before }) })).deletedCount;
    },
  };
}
