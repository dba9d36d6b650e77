import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { createDb } from '../../server/db/db.ts';
import { createSealer } from '../../server/db/sealer.ts';
import { createLog } from '../../server/log.ts';
import { testDatabaseUri } from '../support/test-database.ts';

const now = new Date('2026-06-01T12:00:00Z');

it('one command, killed in between and run again, seals every stored secret with the new key, and the old key may be removed', async () => {
  const uri = testDatabaseUri();
  const db = await createDb({ uri, log: createLog('silent') });
  const [old, fresh] = ['old', 'fresh'].map((kid) => ({ kid, key: randomBytes(32) }));
  if (old === undefined || fresh === undefined) throw new Error('no keys');
  const before = createSealer([old]);
  for (const hash of ['reseal1', 'reseal2']) {
    await db.stores.install({
      hash,
      tokenSealed: before.seal(hash, 'access-token', `token of ${hash}`),
      scopes: [],
      owner: null,
      hookSecretSealed: before.seal(hash, 'hook-secret', `hook of ${hash}`),
      now,
    });
    await db.stores.linkAiq(hash, {
      ...{
        connectionName: 'Shop',
        uid: '1234',
        keyLast4: 'f1',
        stores: [],
        linkedAt: now,
        linkedBy: 1,
        state: 'ok',
      },
      keySealed: before.seal(hash, 'aiq-key', `key of ${hash}`),
    });
  }
  // Its token and its key are erased, its webhook secret stays.
  await db.stores.uninstall('reseal2', now, now);

  const keys = [fresh, old].map(({ kid, key }) => `${kid}:${key.toString('base64')}`).join(',');
  const run = (env: Record<string, string> = {}) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'server/reseal.ts'], {
      env: {
        ...process.env,
        APP_URL: 'http://127.0.0.1:9',
        BC_CLIENT_ID: 'client-id',
        BC_CLIENT_SECRET: 'client-secret-of-the-tests-0123456789',
        MONGODB_URI: uri,
        SECRET_KEYS: keys,
        SESSION_KEY: 'session-key-of-the-tests-32-characters',
        HASH_KEY: 'hash-key-of-the-tests-with-32-characters',
        ...env,
      },
      encoding: 'utf8',
    });
  // Killed in the middle, it leaves some sealed with the one key and some with the other.
  expect(run({ CRASH_POINT: 'mid-rotation:2' }).signal).toBe('SIGKILL');
  const half = await db.stores.get('reseal1');
  const kids = [half?.tokenSealed, half?.aiq?.keySealed, half?.hookSecretSealed].map(
    (sealed) => sealed?.split('.')[1],
  );
  expect(kids).toEqual(['fresh', 'fresh', 'old']);

  const first = run();
  expect(first.stderr).toBe('');
  expect(first.status).toBe(0);

  const after = createSealer([fresh]);
  const one = await db.stores.get('reseal1');
  const two = await db.stores.get('reseal2');
  expect([
    after.open('reseal1', 'access-token', one?.tokenSealed ?? ''),
    after.open('reseal1', 'aiq-key', one?.aiq?.keySealed ?? ''),
    after.open('reseal1', 'hook-secret', one?.hookSecretSealed ?? ''),
    after.open('reseal2', 'hook-secret', two?.hookSecretSealed ?? ''),
  ]).toEqual(['token of reseal1', 'key of reseal1', 'hook of reseal1', 'hook of reseal2']);
  expect(two?.tokenSealed).toBeNull();

  expect(run().status).toBe(0);
  expect((await db.stores.get('reseal1'))?.tokenSealed).toBe(one?.tokenSealed);
  await db.close();
});
