import mongoose, { type Connection } from 'mongoose';
import { AppError } from '../errors.ts';
import { defineModel, withoutId } from './define-model.ts';
import { requireText } from './require-text.ts';
import type { Setup, StoreRepository, StoreRow } from './types/stores.ts';

const { trusted } = mongoose;
// Their shape is the row type's; the repository's callers have checked it.
const { Mixed } = mongoose.Schema.Types;

/** `purged` marks a tombstone: nothing of the store is left to delete. */
type StoredStore = StoreRow & { purged: boolean };
type StoreModel = ReturnType<typeof defineStores>;

const PAGE = 200;
const sealedPaths = {
  'access-token': 'tokenSealed',
  'aiq-key': 'aiq.keySealed',
  'hook-secret': 'hookSecretSealed',
} as const;
const hidden = { ...withoutId, purged: 0 } as const;

export const emptySetup: Setup = {
  ageGate: null,
  otherConnectionOff: false,
  mappingSavedAt: null,
  history: null,
  historyStart: null,
  historySavedAt: null,
  historyFollowed: null,
  trialStartedAt: null,
  trialFinishedAt: null,
  startedAt: null,
};

/** What a store has that was never installed before, and what a purge leaves of one. */
export const emptyStore = {
  scopes: [],
  owner: null,
  bigcommerceState: 'ok',
  profile: null,
  aiq: null,
  sentTo: null,
  setup: emptySetup,
  freeze: null,
  lastWebhookAt: null,
  lastSweepAt: null,
  hooksCheckedAt: null,
  hooksMadeAt: null,
  remediedAt: null,
} satisfies Partial<StoreRow>;

export function defineStores(connection: Connection) {
  return defineModel<StoredStore>(
    connection,
    'stores',
    {
      hash: String,
      generation: Number,
      state: String,
      installedAt: Date,
      uninstalledAt: Date,
      purged: Boolean,
      tokenSealed: String,
      scopes: [String],
      owner: Mixed,
      hookSecretSealed: String,
      bigcommerceState: String,
      profile: Mixed,
      aiq: Mixed,
      sentTo: String,
      setup: Mixed,
      freeze: Mixed,
      lastWebhookAt: Date,
      lastSweepAt: Date,
      hooksCheckedAt: Date,
      hooksMadeAt: Date,
      remediedAt: Date,
    },
    [
      { name: 'stores_hash', key: { hash: 1 }, unique: true },
      { name: 'stores_state', key: { state: 1, hash: 1 } },
      {
        name: 'stores_aiq',
        key: { 'aiq.uid': 1 },
        partialFilterExpression: { 'aiq.uid': { $gt: '' } },
      },
    ],
  );
}

export function createStores(connection: Connection, model: StoreModel): StoreRepository {
  const collection = connection.collection<StoredStore>(model.collection.collectionName);

  /** @throws AppError `store-not-installed`: a request that was under way must not bring secrets back */
  async function changeInstalled(hash: string, set: Record<string, unknown>): Promise<StoreRow> {
    const row = await model
      .findOneAndUpdate({ hash, state: 'installed' }, { $set: set }, { returnDocument: 'after' })
      .select(hidden)
      .lean<StoreRow>();
    if (row === null)
      throw new AppError(409, 'store-not-installed', 'The app is not installed in this store.');
    return completeStore(row);
  }

  return {
    async get(hash) {
      const row = await model.findOne({ hash }, hidden).lean<StoreRow>();
      return row && completeStore(row);
    },
    async getMany(hashes) {
      if (hashes.length === 0) return [];
      const rows = await model.find({ hash: trusted({ $in: [...hashes] }) }, hidden).lean<StoreRow[]>();
      return rows.map(completeStore);
    },
    async install({ hash, tokenSealed, scopes, owner, hookSecretSealed, now }) {
      const { scopes: _scopes, owner: _owner, bigcommerceState, ...kept } = emptyStore;
      const row = await collection.findOneAndUpdate(
        { hash: requireText(hash) },
        {
          $set: {
            state: 'installed',
            installedAt: now,
            uninstalledAt: null,
            purged: false,
            tokenSealed,
            scopes,
            owner,
            hookSecretSealed,
            bigcommerceState,
          },
          $inc: { generation: 1 },
          $setOnInsert: kept,
        },
        { upsert: true, returnDocument: 'after', projection: hidden },
      );
      if (row === null) throw new Error('MongoDB gave no row for an upsert.');
      return completeStore(row);
    },
    async uninstall(hash, issuedAt, now) {
      // Tokens are issued in whole seconds, so one of the install's own second counts as later.
      const endOfSecond = new Date(Math.floor(issuedAt.getTime() / 1000) * 1000 + 1000);
      const row = await collection.findOneAndUpdate(
        { hash: requireText(hash), installedAt: { $lt: endOfSecond } },
        eraseSecrets(now),
        { returnDocument: 'after', projection: hidden },
      );
      return row && completeStore(row);
    },
    async setProfile(hash, profile) {
      await model.updateOne({ hash, state: 'installed' }, { $set: { profile } });
    },
    async setOwner(hash, owner, ageGate, generation) {
      const set = { owner, ...(ageGate === null ? {} : { 'setup.ageGate': ageGate }) };
      await model.updateOne({ hash, generation, state: 'installed' }, { $set: set });
    },
    async linkAiq(hash, link) {
      await changeInstalled(hash, { aiq: link });
    },
    async unlinkAiq(hash) {
      await changeInstalled(hash, { aiq: null });
    },
    async setAiqStores(hash, stores) {
      await model.updateOne({ hash, aiq: trusted({ $ne: null }) }, { $set: { 'aiq.stores': stores } });
    },
    async setAiqState(hash, state, keySealed) {
      await model.updateOne({ hash, 'aiq.keySealed': keySealed }, { $set: { 'aiq.state': state } });
    },
    async setSentTo(hash, uid) {
      await model.updateOne({ hash, state: 'installed' }, { $set: { sentTo: uid } });
    },
    async setBigcommerceState(hash, state, generation) {
      await model.updateOne({ hash, generation, state: 'installed' }, { $set: { bigcommerceState: state } });
    },
    updateSetup: (hash, changes) =>
      changeInstalled(
        hash,
        Object.fromEntries(Object.entries(changes).map(([field, value]) => [`setup.${field}`, value])),
      ),
    async setFreeze(hash, freeze) {
      await changeInstalled(hash, { freeze });
    },
    async touch(hash, changes) {
      await model.updateOne({ hash }, { $set: changes });
    },
    async listByAiqUid(uid, exceptHash) {
      const rows = await model
        .find({ 'aiq.uid': uid, state: 'installed', hash: trusted({ $ne: exceptHash }) }, { _id: 0, hash: 1 })
        .sort({ hash: 1 })
        .lean<Pick<StoreRow, 'hash'>[]>();
      return rows.map(({ hash }) => hash);
    },
    async replaceSealed(hash, field, before, after) {
      const path = sealedPaths[field];
      const result = await model.updateOne({ hash, [path]: before }, { $set: { [path]: after } });
      return result.matchedCount === 1;
    },
    listInstalled: () => listByHash(model, { state: 'installed' }),
    listUninstalledBefore: (before) =>
      listByHash(model, { state: 'uninstalled', uninstalledAt: trusted({ $lt: before }), purged: false }),
    async countByState() {
      const groups = await model.aggregate<{ _id: string; count: number }>([
        { $group: { _id: '$state', count: { $sum: 1 } } },
      ]);
      return Object.fromEntries(groups.map(({ _id, count }) => [_id, count]));
    },
  };
}

/** Rows that an older version wrote lack what came later. */
function completeStore(row: StoreRow): StoreRow {
  return { ...emptyStore, ...row, setup: { ...emptySetup, ...row.setup } };
}

function eraseSecrets(now: Date): Record<string, unknown>[] {
  const linked = { $eq: [{ $type: '$aiq' }, 'object'] };
  const keyless = { $mergeObjects: ['$aiq', { keySealed: null, keyLast4: '', state: 'refused' }] };
  return [
    {
      $set: {
        state: 'uninstalled',
        uninstalledAt: { $ifNull: ['$uninstalledAt', now] },
        tokenSealed: null,
        aiq: { $cond: [linked, keyless, null] },
      },
    },
  ];
}

/** In pages by hash, so that no cursor of the server is held while the caller works. */
async function* listByHash(model: StoreModel, filter: Record<string, unknown>): AsyncIterable<StoreRow> {
  let after = '';
  for (;;) {
    const rows = await model
      .find({ ...filter, hash: trusted({ $gt: after }) }, hidden)
      .sort({ hash: 1 })
      .limit(PAGE)
      .lean<StoreRow[]>();
    yield* rows.map(completeStore);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.hash;
  }
}
