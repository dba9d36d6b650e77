import { randomBytes } from 'node:crypto';
import { ageGateWording, type Options } from '../../shared/settings.ts';
import { oauthScopes } from '../../server/bigcommerce/scopes.ts';
import type { Clock } from '../../server/clock.ts';
import { readConfig } from '../../server/config.ts';
import { createContext, type Context } from '../../server/context.ts';
import type { StoreRow } from '../../server/db/types/stores.ts';
import type { StreamRow } from '../../server/db/types/streams.ts';
import { createLog } from '../../server/log.ts';
import { createSyncEngine } from '../../server/sync/engine.ts';
import { createSyncOperations } from '../../server/sync/operations/operations.ts';
import type { SyncDeps, SyncEngine, SyncOperations } from '../../server/sync/types.ts';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { startSandbox, type NewStore, type Sandbox } from '../sandbox/index.ts';
import { startTamperingProxy, type TamperingProxy } from '../support/tampering-proxy.ts';
import { testDatabaseUri } from '../support/test-database.ts';

const ownerId = 12345;
const times = { pollMs: 50, lookAgainMs: 100, longTurnMs: 30_000, haltMs: 5_000, stopMs: 20_000 };

/** The sync alone, between a simulated BigCommerce, a simulated AIQ and a real database. */
export interface SyncBench {
  sandbox: Sandbox;
  context: Context;
  operations: SyncOperations;
  engine: SyncEngine;
  hash: string;
  /** Stands between the app and BigCommerce's API when the bench was opened with `tampering`. */
  proxy: TamperingProxy | null;
  /** Another instance on the same database; not started. */
  anotherEngine(instance: string, changes?: Partial<SyncDeps>): SyncEngine;
  store(): Promise<StoreRow>;
  stream(name: StreamRow['name']): Promise<StreamRow | null>;
  setOptions(changes: Partial<Options>): Promise<void>;
  /** "Send the rest", without the waiting. */
  startSync(): Promise<void>;
  /** BigCommerce tells of an order. */
  announce(...orderIds: number[]): Promise<void>;
  /** Calls of BigCommerce and of AIQ so far. */
  calls(): { bigcommerce: number; aiq: number };
  /** Waits until the engines have looked for due stores so many times more. */
  looks(times: number): Promise<void>;
  close(): Promise<void>;
}

export async function openSyncBench(
  input: {
    size?: NonNullable<NewStore['size']>;
    crashPoint?: (name: string) => void;
    clock?: Clock;
    tampering?: true;
  } = {},
): Promise<SyncBench> {
  const hash = 'demo123';
  const size = { orders: 120, customers: 40, products: 12, ...input.size };
  const sandbox = await startSandbox({ stores: [{ hash, size }], appUrl: 'http://127.0.0.1:9' });
  const environment = sandbox.appEnvironment();
  const proxy = input.tampering ? await startTamperingProxy(String(environment['BC_API_URL'])) : null;
  const context = await createContext(
    readConfig({
      ...environment,
      ...(proxy === null ? {} : { BC_API_URL: proxy.url }),
      BC_FRAME_ANCESTORS: 'http://127.0.0.1:9',
      APP_URL: 'http://127.0.0.1:9',
      MONGODB_URI: testDatabaseUri(),
      SECRET_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      SESSION_KEY: 'session-key-of-the-tests-32-characters',
      HASH_KEY: 'hash-key-of-the-tests-with-32-characters',
      AIQ_CALLS_PER_SECOND: '100',
    }),
    {
      log: createLog('silent'),
      crashPoint: input.crashPoint ?? (() => undefined),
      instance: 'first',
      ...(input.clock === undefined ? {} : { clock: input.clock }),
    },
  );
  const { db, sealer, syncDeps } = context;
  const scopes = oauthScopes.map(({ scope }) => scope);
  const { token } = sandbox.bigcommerce.login.tokens.grant({
    clientId: String(sandbox.appEnvironment()['BC_CLIENT_ID']),
    storeHash: hash,
    scopes,
  });
  const now = new Date();
  await db.stores.install({
    hash,
    tokenSealed: sealer.seal(hash, 'access-token', token),
    scopes,
    owner: { id: ownerId, email: null },
    hookSecretSealed: sealer.seal(hash, 'hook-secret', 'secret'),
    now,
  });
  await db.stores.linkAiq(hash, {
    connectionName: 'Test',
    uid: demoAccount.uid,
    keySealed: sealer.seal(hash, 'aiq-key', demoAccount.key),
    keyLast4: '1234',
    stores: demoAccount.stores.map(({ id, name }) => ({ id, name })),
    linkedAt: now,
    linkedBy: ownerId,
    state: 'ok',
  });
  await db.stores.updateSetup(hash, {
    ageGate: { wording: ageGateWording, confirmedAt: now, confirmedBy: ownerId, ownerId },
    otherConnectionOff: true,
    mappingSavedAt: now,
    history: { from: 'everything' },
    historyStart: null,
  });
  const saved = await db.settings.get(hash);
  await db.settings.save(
    hash,
    { mapping: { channels: {}, locations: {}, fallback: 'Online' } },
    saved.version,
    ownerId,
    now,
  );

  let looked = 0;
  const { changes } = db;
  const listStoresDue = changes.listStoresDue.bind(changes);
  changes.listStoresDue = (at, limit) => {
    looked += 1;
    return listStoresDue(at, limit);
  };
  const engines: SyncEngine[] = [];
  function makeEngine(deps: SyncDeps): SyncEngine {
    const made = createSyncEngine(deps, times);
    engines.push(made);
    return made;
  }
  const engine = makeEngine(syncDeps);
  const operations = createSyncOperations({ ...syncDeps, nudge: (store) => engine.nudge(store) });

  async function store(): Promise<StoreRow> {
    const row = await db.stores.get(hash);
    if (row === null) throw new Error('the store is gone');
    return row;
  }

  return {
    sandbox,
    context,
    operations,
    engine,
    hash,
    proxy,
    anotherEngine: (instance, changes = {}) => makeEngine({ ...syncDeps, ...changes, instance }),
    store,
    stream: (name) => db.streams.get(hash, name),
    async setOptions(changes) {
      const current = await db.settings.get(hash);
      const options = { ...current.options, ...changes };
      await db.settings.save(hash, { options }, current.version, ownerId, new Date());
      await operations.optionsSaved(await store(), current.options, options);
    },
    async startSync() {
      await operations.startSync(await store());
    },
    async announce(...orderIds) {
      const changes = orderIds.map((id) => ({ store: hash, kind: 'order' as const, id: String(id) }));
      await db.changes.note(changes, new Date());
      engine.nudge(hash);
    },
    async looks(more) {
      const until = looked + more;
      await sandbox.waitFor('the engine looks for due stores', () => looked >= until);
    },
    calls: () => ({
      bigcommerce: sandbox.bigcommerce.api.requests.total(hash),
      aiq: sandbox.aiq.requests.list().reduce((sum, { requests }) => sum + requests, 0),
    }),
    async close() {
      await Promise.all(engines.map((made) => made.stop()));
      await context.close();
      await proxy?.close();
      await sandbox.close();
    },
  };
}
