import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDb } from '../../server/db/db.ts';
import type { Db } from '../../server/db/types/db.ts';
import { createLog } from '../../server/log.ts';
import { ageGateWording } from '../../shared/settings.ts';
import { createDueStores } from '../../server/sync/due-stores.ts';
import { testDatabaseUri } from '../support/test-database.ts';

const frozenStores = Array.from({ length: 10_000 }, (_, index) => `frozen${index}`);

describe('among ten thousand frozen stores with changes', () => {
  let db: Db;
  beforeAll(async () => {
    const uri = testDatabaseUri();
    db = await createDb({ uri, log: createLog('silent') });
    const longAgo = new Date('2026-01-01T00:00:00Z');
    // Both lists begin with the same thousand, so that short looks alone never come to the others.
    const after = (index: number): Date => new Date(longAgo.getTime() + Math.floor(index / 1_000));
    const connection = await mongoose.createConnection(uri).asPromise();
    const row = (hash: string, freeze: object | null) => ({
      ...{
        hash,
        state: 'installed',
        generation: 1,
        tokenSealed: 'x',
        owner: null,
        freeze,
        bigcommerceState: 'ok',
      },
      aiq: { state: 'ok', keySealed: 'x' },
      setup: { startedAt: longAgo, ageGate: { wording: ageGateWording } },
    });
    const frozen = frozenStores.map((hash) => row(hash, { since: longAgo, by: 1 }));
    await connection.collection<object>('stores').insertMany([...frozen, row('open1', null)]);
    await connection
      .collection<object>('streams')
      .insertMany(frozenStores.map((store, at) => ({ store, name: 'live', nextRunAt: after(at) })));
    await connection.close();
    const changes = frozenStores.map((store) => ({ store, kind: 'order' as const, id: '1' }));
    for (let start = 0; start < changes.length; start += 1_000) {
      await db.changes.note(changes.slice(start, start + 1_000), after(start));
    }
    await db.changes.note([{ store: 'open1', kind: 'order', id: '1' }], new Date());
  }, 60_000);
  afterAll(() => db.close());

  it('the one that is open is found, and the others are not asked for all the time', async () => {
    let read = 0;
    const getMany = db.stores.getMany.bind(db.stores);
    db.stores.getMany = (hashes) => {
      read += hashes.length;
      return getMany(hashes);
    };
    let at = Date.now() + 1_000;
    const due = createDueStores({ db, clock: { now: () => new Date(at) } });
    const found: string[] = [];
    for (let look = 0; look < 24; look += 1) {
      found.push(...(await due.find()).keys());
      at += 1_000;
    }
    expect(new Set(found)).toEqual(new Set(['open1']));
    // Each frozen one once in half a minute, and the open one in each look that comes to it.
    expect(read).toBeLessThanOrEqual(frozenStores.length + 24);
  }, 60_000);
});
