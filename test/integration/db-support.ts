import { createDb } from '../../server/db/db.ts';
import type { Db } from '../../server/db/types/db.ts';
import type { RecordWrite } from '../../server/db/types/records.ts';
import type { AiqLink, StoreRow } from '../../server/db/types/stores.ts';
import { createLog } from '../../server/log.ts';
import { newRecord } from '../../server/sync/new-record.ts';
import { testDatabaseUri } from '../support/test-database.ts';

export const log = createLog('silent');

export function openTestDb(uri: string = testDatabaseUri()): Promise<Db> {
  return createDb({ uri, log });
}

export function buildRecord(overrides: Partial<RecordWrite> = {}): RecordWrite {
  return newRecord({
    kind: 'order',
    id: '100',
    state: 'sent',
    reason: 'accepted',
    hash: 'h1',
    createdAt: new Date('2026-01-10T00:00:00Z'),
    sourceAt: new Date('2026-01-11T00:00:00Z'),
    channelId: 1,
    amount: '10.00',
    currency: 'USD',
    attempts: 1,
    ...overrides,
  });
}

export function buildLink(overrides: Partial<AiqLink> = {}): AiqLink {
  return {
    connectionName: 'Main',
    uid: '1234',
    keySealed: 'sealed-key',
    keyLast4: 'abcd',
    stores: [{ id: 1, name: 'Main street' }],
    linkedAt: new Date('2026-01-10T00:00:00Z'),
    linkedBy: 7,
    state: 'ok',
    ...overrides,
  };
}

export function installStore(
  db: Db,
  hash: string,
  now = new Date('2026-01-10T12:00:00.500Z'),
): Promise<StoreRow> {
  return db.stores.install({
    hash,
    tokenSealed: `token-${now.getTime()}`,
    scopes: ['store_v2_orders'],
    owner: { id: 7, email: null },
    hookSecretSealed: 'sealed-secret',
    now,
  });
}
