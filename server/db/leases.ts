import { Schema, type Connection } from 'mongoose';
import { defineModel } from './define-model.ts';
import { requireText } from './require-text.ts';
import type { Lease, LeaseRepository, Unsettled } from './types/leases.ts';

interface LeaseRow {
  store: string;
  owner: string | null;
  token: number;
  expiresAt: Date;
  /** What the holder of that token is sending, or was. */
  sending?: Unsettled;
}

export interface FencedLeases extends LeaseRepository {
  /** The newest token of a store, revocations counted; 0 when it was never leased. */
  newestToken(store: string): Promise<number>;
}

const longAgo = new Date(0);

/** The row of a store stays for ever, so that its tokens never start again; what it was sending does not. */
export function defineLeases(connection: Connection) {
  return defineModel<LeaseRow>(
    connection,
    'leases',
    { store: String, owner: String, token: Number, expiresAt: Date, sending: Schema.Types.Mixed },
    [{ name: 'leases_store', key: { store: 1 }, unique: true }],
  );
}

export function createLeases(connection: Connection, model: ReturnType<typeof defineLeases>): FencedLeases {
  const collection = connection.collection<LeaseRow>(model.collection.collectionName);

  return {
    async acquire(store, owner, ttlMs) {
      // A filter on the store alone: MongoDB itself repeats an upsert that lost the race for the first row.
      const row = await collection.findOneAndUpdate(
        { store: requireText(store) },
        takeWhenFree(owner, ttlMs),
        { upsert: true, returnDocument: 'after' },
      );
      if (row?.owner !== owner) return null;
      return { store, owner, token: row.token, unsettled: row.sending ?? null };
    },
    async renew(lease, ttlMs) {
      const result = await collection.updateOne(held(lease), [
        { $set: { expiresAt: { $add: ['$$NOW', ttlMs] } } },
      ]);
      return result.matchedCount === 1;
    },
    async noteSending(lease, batches) {
      const sending = { token: lease.token, batches };
      const result = await collection.updateOne(held(lease), { $set: { sending } });
      return result.matchedCount === 1;
    },
    async release(lease, settled = false) {
      await collection.updateOne(held(lease), {
        $set: { owner: null, expiresAt: longAgo },
        ...(settled && { $unset: { sending: '' } }),
      });
    },
    async revoke(store) {
      // The token moves on, so that the holder's fence is stale at once.
      await model.updateOne({ store }, { $set: { owner: null, expiresAt: longAgo }, $inc: { token: 1 } });
    },
    async newestToken(store) {
      const row = await collection.findOne(
        { store: requireText(store) },
        { projection: { _id: 0, token: 1 } },
      );
      return row?.token ?? 0;
    },
  };
}

/** For a store that is purged. */
export async function forgetSending(model: ReturnType<typeof defineLeases>, store: string): Promise<void> {
  await model.updateOne({ store }, { $unset: { sending: '' } });
}

function held({ store, owner, token }: Lease) {
  return { store, owner, token };
}

function takeWhenFree(owner: string, ttlMs: number): Record<string, unknown>[] {
  const name = { $literal: owner };
  const expired = { $lte: [{ $ifNull: ['$expiresAt', longAgo] }, '$$NOW'] };
  const when = (then: unknown, otherwise: unknown) => ({ $cond: [free, then, otherwise] });
  const free = { $or: [expired, { $eq: ['$owner', name] }] };
  return [
    {
      $set: {
        owner: when(name, '$owner'),
        token: when({ $add: [{ $ifNull: ['$token', 0] }, 1] }, '$token'),
        expiresAt: when({ $add: ['$$NOW', ttlMs] }, '$expiresAt'),
      },
    },
  ];
}
