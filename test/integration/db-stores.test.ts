import mongoose from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../server/db/types/db.ts';
import type { StoreRow } from '../../server/db/types/stores.ts';
import { testDatabaseUri } from '../support/test-database.ts';
import { buildLink, buildRecord, installStore, openTestDb } from './db-support.ts';

const minute = 60_000;
const installedAt = new Date('2026-01-10T12:00:00.500Z');
const later = new Date(installedAt.getTime() + 5 * minute);

describe('stores', () => {
  const uri = testDatabaseUri();
  let db: Db;
  let hash: string;
  let stores = 0;

  beforeAll(async () => {
    db = await openTestDb(uri);
  });
  beforeEach(() => {
    hash = `store${++stores}`;
  });
  afterAll(() => db.close());

  async function hashes(rows: AsyncIterable<StoreRow>): Promise<string[]> {
    const found: string[] = [];
    for await (const row of rows) found.push(row.hash);
    return found;
  }

  it('lose token and AIQ key when uninstalled and keep the rest, which a reinstall goes on with', async () => {
    await installStore(db, hash);
    await db.stores.linkAiq(hash, buildLink());
    await db.stores.updateSetup(hash, { mappingSavedAt: later });
    const gone = await db.stores.uninstall(hash, later, later);
    expect(gone).toMatchObject({
      state: 'uninstalled',
      uninstalledAt: later,
      tokenSealed: null,
      aiq: { uid: '1234', keySealed: null, keyLast4: '', state: 'refused' },
    });
    expect(JSON.stringify(await db.stores.get(hash))).not.toContain('sealed-key');
    const back = await installStore(db, hash, new Date(later.getTime() + minute));
    expect(back).toMatchObject({
      generation: 2,
      state: 'installed',
      uninstalledAt: null,
      aiq: { uid: '1234', keySealed: null },
      setup: { mappingSavedAt: later, startedAt: null },
    });
  });

  it('ignore an uninstall that was issued before the current install, but not one of the same second', async () => {
    await installStore(db, hash);
    expect(await db.stores.uninstall(hash, new Date('2026-01-10T11:59:59Z'), later)).toBeNull();
    expect(await db.stores.get(hash)).toMatchObject({
      state: 'installed',
      tokenSealed: `token-${installedAt.getTime()}`,
    });
    expect(await db.stores.uninstall(hash, new Date('2026-01-10T12:00:00Z'), later)).not.toBeNull();
    const again = await db.stores.uninstall(hash, later, new Date(later.getTime() + minute));
    expect(again?.uninstalledAt).toEqual(later);
    expect(await db.stores.uninstall('unknown', later, later)).toBeNull();
  });

  it('take no AIQ key from a request that was under way while they were uninstalled', async () => {
    await installStore(db, hash);
    await db.stores.uninstall(hash, later, later);
    await expect(db.stores.linkAiq(hash, buildLink())).rejects.toMatchObject({ code: 'store-not-installed' });
    await db.stores.setBigcommerceState(hash, 'token-refused', 1);
    expect(await db.stores.get(hash)).toMatchObject({ aiq: null, bigcommerceState: 'ok' });
  });

  it('are marked refused only for the key and the generation that were refused', async () => {
    await installStore(db, hash);
    await db.stores.linkAiq(hash, buildLink({ keySealed: 'newer' }));
    await db.stores.setAiqState(hash, 'refused', 'older');
    await installStore(db, hash, later);
    await db.stores.setBigcommerceState(hash, 'token-refused', 1);
    expect(await db.stores.get(hash)).toMatchObject({ aiq: { state: 'ok' }, bigcommerceState: 'ok' });
    await db.stores.setAiqState(hash, 'refused', 'newer');
    await db.stores.setBigcommerceState(hash, 'scope-missing', 2);
    expect(await db.stores.get(hash)).toMatchObject({
      aiq: { state: 'refused' },
      bigcommerceState: 'scope-missing',
    });
  });

  it('that share an AIQ account know of each other while installed', async () => {
    for (const name of ['share-a', 'share-b', 'share-c']) {
      await installStore(db, name);
      await db.stores.linkAiq(name, buildLink({ uid: '77' }));
    }
    await db.stores.uninstall('share-c', later, later);
    expect(await db.stores.listByAiqUid('77', 'share-a')).toEqual(['share-b']);
  });

  it('are all listed, however many pages that takes', async () => {
    const many = Array.from({ length: 405 }, (_, index) => `page${String(index).padStart(3, '0')}`);
    await Promise.all(many.map((name) => installStore(db, name)));
    const listed = (await hashes(db.stores.listInstalled())).filter((name) => name.startsWith('page'));
    expect(listed).toEqual(many);
    expect((await db.stores.countByState())['installed']).toBeGreaterThanOrEqual(405);
  });

  it('are purged down to a tombstone, once, and other stores keep everything', async () => {
    await installStore(db, hash);
    for (const store of [hash, 'neighbour']) {
      await db.records.writeMany(store, [buildRecord()], 1, later);
      await db.changes.note([{ store, kind: 'order', id: '1' }], later);
      await db.users.upsert({ store, userId: 7, email: 'a@example.com', locale: null, isOwner: true }, later);
      await db.settings.save(store, { syncContactsSince: later }, 0, 7, later);
      await db.streams.reset(store, 'live', { total: null, nextRunAt: null, now: later });
      await db.problems.raise(store, 'records-parked', '', {}, later);
      await db.audit.add({ store, at: later, userId: 7, action: 'x', details: {} });
      await db.daily.add(store, '2026-01-10', { sent: 1 });
    }
    const contents = async (store: string) => [
      (await db.records.count(store, null)).length,
      await db.changes.count(store),
      (await db.users.list(store)).length,
      (await db.settings.get(store)).version,
      (await db.streams.list(store)).length,
      (await db.problems.listOpen(store)).length,
      (await db.audit.list(store, { limit: 5, before: null })).length,
      (await db.daily.list(store, '2026-01-01')).length,
    ];
    await db.purgeStore(hash);
    expect(await contents(hash)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);

    await db.stores.uninstall(hash, later, later);
    const due = new Date(later.getTime() + minute);
    expect(await hashes(db.stores.listUninstalledBefore(due))).toContain(hash);
    await db.purgeStore(hash);
    expect(await contents(hash)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await contents('neighbour')).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(await db.stores.get(hash)).toMatchObject({
      state: 'uninstalled',
      owner: null,
      aiq: null,
      scopes: [],
    });
    expect(await hashes(db.stores.listUninstalledBefore(due))).not.toContain(hash);
    expect((await installStore(db, hash, due)).generation).toBe(2);
  });

  it('that come back after their purge ask nobody again, and do not know any more whom they asked', async () => {
    const claims = Array.from({ length: 5_001 }, (_, index) => ({
      store: 'returning',
      phoneHash: `phone${index}`,
      customerId: String(index),
      orderId: String(index),
      state: 'requesting' as const,
      requestedAt: later,
      wording: 'asked',
    }));
    const claim = (row: (typeof claims)[number]) => db.consents.claim(row);
    await installStore(db, 'returning');
    const raw = await mongoose.createConnection(uri).asPromise();
    const rows = () => raw.collection('consents');
    await rows().insertMany(structuredClone(claims));
    await claim({ ...claims[0]!, store: 'staying' });
    await db.consents.settle('returning', 'phone0', 'requested');
    await db.stores.uninstall('returning', later, later);
    await db.purgeStore('returning');
    expect(await rows().findOne({ store: 'returning', phoneHash: 'phone0' })).toMatchObject({
      ...{ customerId: null, orderId: null, state: 'requested', requestedAt: later },
    });
    expect(await rows().countDocuments({ store: 'returning', customerId: null, orderId: null })).toBe(5_001);
    expect(await rows().findOne({ store: 'staying' })).toMatchObject({ customerId: '0', orderId: '0' });
    await raw.close();
    await installStore(db, 'returning', new Date(later.getTime() + minute));
    for (const row of [claims[0]!, claims[5_000]!]) expect(await claim(row)).toBe(false);
  });
});
