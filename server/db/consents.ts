import mongoose, { type Connection } from 'mongoose';
import { defineModel, withoutId } from './define-model.ts';
import { isDuplicateKey } from './duplicate-key.ts';
import { requireText } from './require-text.ts';
import type { ConsentRepository, ConsentRow } from './types/consents.ts';

const { trusted } = mongoose;

const BATCH = 5_000;
const forgotten = { customerId: null, orderId: null };

export function defineConsents(connection: Connection) {
  return defineModel<ConsentRow>(
    connection,
    'consents',
    {
      store: String,
      phoneHash: String,
      customerId: String,
      orderId: String,
      state: String,
      requestedAt: Date,
      wording: String,
    },
    [
      { name: 'consents_phone', key: { store: 1, phoneHash: 1 }, unique: true },
      { name: 'consents_state', key: { store: 1, state: 1, requestedAt: 1 } },
    ],
  );
}

export function createConsents(model: ReturnType<typeof defineConsents>): ConsentRepository {
  return {
    async claim({ store, phoneHash, customerId, orderId, state, requestedAt, wording }) {
      try {
        await model.collection.insertOne({
          store,
          phoneHash,
          customerId,
          orderId,
          state,
          requestedAt,
          wording,
        });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async settle(store, phoneHash, state) {
      await model.updateOne({ store, phoneHash }, { $set: { state } });
    },
    async release({ store, phoneHash, requestedAt }) {
      await model.deleteOne({ store, phoneHash, requestedAt, state: 'requesting' });
    },
    listUnsettled: (store, before) =>
      model
        .find({ store, state: 'requesting', requestedAt: trusted({ $lt: before }) }, withoutId)
        .sort({ requestedAt: 1 })
        .lean<ConsentRow[]>(),
    async forgetShoppers(store, customerIds) {
      const ofShoppers = { store, customerId: trusted({ $in: customerIds.map(requireText) }) };
      await model.updateMany(ofShoppers, { $set: forgotten });
    },
    count: (store) => model.countDocuments({ store }),
  };
}

/**
 * Leaves of a store's consents what keeps a phone from being asked again: its fingerprint, what became of the request,
 * and when that was. A bounded number at a time, so that no command outlasts the socket's time-out.
 */
export async function forgetAllShoppers(
  model: ReturnType<typeof defineConsents>,
  store: string,
): Promise<void> {
  let after = '';
  for (;;) {
    const batch = await model
      .find({ store, phoneHash: trusted({ $gt: after }) }, { _id: 0, phoneHash: 1 })
      .sort({ phoneHash: 1 })
      .limit(BATCH)
      .lean<Pick<ConsentRow, 'phoneHash'>[]>();
    const last = batch.at(-1)?.phoneHash;
    if (last === undefined) return;
    await model.updateMany({ store, phoneHash: trusted({ $gt: after, $lte: last }) }, { $set: forgotten });
    after = last;
  }
}
