import mongoose, { type Connection } from 'mongoose';
import { defineModel, withoutId } from './define-model.ts';
import { isDuplicateKey } from './duplicate-key.ts';
import type { ConsentRepository, ConsentRow } from './types/consents.ts';

const { trusted } = mongoose;

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
    count: (store) => model.countDocuments({ store }),
  };
}
