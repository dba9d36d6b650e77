import express, { type Express } from 'express';
import request from 'supertest';
import { expect, vi } from 'vitest';
import type { AiqClient } from '../../server/aiq/types.ts';
import type { BigcommerceClient } from '../../server/bigcommerce/types.ts';
import { createDb } from '../../server/db/db.ts';
import { createHasher } from '../../server/db/hasher.ts';
import { createSealer } from '../../server/db/sealer.ts';
import type { Db } from '../../server/db/types/db.ts';
import type { RecordWrite } from '../../server/db/types/records.ts';
import type { AiqStore, StoreRow } from '../../server/db/types/stores.ts';
import type { UserRow } from '../../server/db/types/users.ts';
import { createErrorHandler, notFound } from '../../server/http/error-handler.ts';
import { createSessions } from '../../server/http/session.ts';
import { createLog } from '../../server/log.ts';
import { buildRecord } from '../../server/panel/fixtures.ts';
import type { PanelLimits } from '../../server/panel/rate-limits.ts';
import { createPanelRouter, type PanelDeps } from '../../server/panel/router.ts';
import { UpstreamError, type UpstreamFailure, type UpstreamService } from '../../server/upstream/errors.ts';
import { ageGateWording } from '../../shared/settings.ts';
import { testDatabaseUri } from '../support/test-database.ts';
import { refuseUnscripted, scriptOperations, type ScriptedOperations } from './panel-scripts.ts';

export const sessionKey = 'session-key-of-the-tests-0123456789abcdef';
/** Kept out of every answer. */
export const accessToken = 'access-token-canary';
export const apiKey = 'aiq-key-canary-7777';
/** Stores of the AIQ account that `link` links. */
export const aiqStores: AiqStore[] = [
  { id: 1, name: 'Denver' },
  { id: 2, name: 'Boulder' },
];

export interface Panel {
  app: Express;
  db: Db;
  deps: PanelDeps;
  /** Methods that a test has scripted; any other call throws. */
  bigcommerce: { [M in keyof BigcommerceClient]?: BigcommerceClient[M] };
  aiq: { [M in keyof AiqClient]?: AiqClient[M] };
  operations: ScriptedOperations;
  engine: { nudge: ReturnType<typeof vi.fn>; halt: ReturnType<typeof vi.fn> };
  sealer: ReturnType<typeof createSealer>;
  /** Instant of the panel's clock; a test may move it. */
  time: { now: Date };
  /** A test may say that the server is about to end. */
  stopping: { now: boolean };
  tokenOf(store: string, userId: number): string;
  /** A request of user 7 of store `abc`. */
  as(token?: string): {
    get(path: string): request.Test;
    post(path: string, body?: object): request.Test;
    put(path: string, body?: object): request.Test;
    del(path: string, body?: object): request.Test;
  };
  store(hash?: string): Promise<StoreRow>;
  /** What the audit log of store `abc` says was done, newest first; looks that it holds no secret. */
  auditActions(): Promise<string[]>;
  /** Writes records as a worker would. */
  record(rows: Partial<RecordWrite>[], store?: string): Promise<void>;
  link(hash?: string): Promise<void>;
  /** Everything up to "Send the rest". */
  completeSetup(hash?: string): Promise<void>;
  close(): Promise<void>;
}

/** The panel's routes over a real database, with two stores, and upstream clients that a test scripts. */
export async function startPanel(limits?: PanelLimits): Promise<Panel> {
  const log = createLog('silent');
  const db = await createDb({ uri: testDatabaseUri(), log });
  const time = { now: new Date('2026-03-01T10:00:00.000Z') };
  const clock = { now: () => time.now };
  const sealer = createSealer([{ kid: 'k1', key: Buffer.alloc(32, 7) }]);
  const hasher = createHasher('hash-key-of-the-tests-0123456789abcdef');
  const sessions = createSessions<StoreRow, UserRow>({
    sessionKey,
    claims: db.claims,
    users: db.users,
    stores: db.stores,
    clock,
  });
  const bigcommerce: Panel['bigcommerce'] = {};
  const aiq: Panel['aiq'] = {};
  const operations = scriptOperations(db);
  const stopping = { now: false };
  const engine = { nudge: vi.fn(), halt: vi.fn(async () => undefined) };
  const deps: PanelDeps = {
    db,
    clock,
    log,
    sessions,
    sealer,
    hasher,
    operations,
    engine,
    bigcommerceFor: () => refuseUnscripted<BigcommerceClient>('bigcommerce', bigcommerce),
    aiqFor: (store) => (store.aiq === null ? null : refuseUnscripted<AiqClient>('aiq', aiq)),
    aiqForCredentials: () => refuseUnscripted<AiqClient>('aiq', aiq),
    stopping: () => stopping.now,
  };
  const app = express();
  app.use(createPanelRouter(deps, limits));
  app.use(notFound);
  app.use(createErrorHandler({ log, isOutage: () => false }));
  await install(db, 'abc', 7, time.now);
  await install(db, 'other', 9, time.now);

  const tokenOf = (store: string, userId: number) =>
    sessions.sign({ store, userId, startedAt: time.now }).token;

  async function store(hash = 'abc'): Promise<StoreRow> {
    const row = await db.stores.get(hash);
    if (row === null) throw new Error(`no store ${hash}`);
    return row;
  }

  async function link(hash = 'abc'): Promise<void> {
    await db.stores.linkAiq(hash, {
      connectionName: `Shop ${hash}`,
      uid: '1234',
      keySealed: sealer.seal(hash, 'aiq-key', apiKey),
      keyLast4: '7777',
      stores: aiqStores,
      linkedAt: time.now,
      linkedBy: 7,
      state: 'ok',
    });
  }

  return {
    app,
    db,
    deps,
    bigcommerce,
    aiq,
    operations,
    engine,
    sealer,
    time,
    stopping,
    tokenOf,
    as(token = tokenOf('abc', 7)) {
      const sign = (test: request.Test) => test.set('authorization', `Bearer ${token}`);
      return {
        get: (path) => sign(request(app).get(path)),
        post: (path, body = {}) => sign(request(app).post(path)).send(body),
        put: (path, body = {}) => sign(request(app).put(path)).send(body),
        del: (path, body = {}) => sign(request(app).delete(path)).send(body),
      };
    },
    store,
    async auditActions() {
      const rows = await db.audit.list('abc', { limit: 50, before: null });
      expect(JSON.stringify(rows)).not.toContain('canary');
      return rows.map(({ action }) => action);
    },
    async record(rows, hash = 'abc') {
      const lease = await db.leases.acquire(hash, 'test', 10_000);
      if (lease === null) throw new Error('the lease is held');
      const full = rows.map((row): RecordWrite => ({ ...recordWrite(), ...row }));
      if (!(await db.records.writeMany(hash, full, lease.token, time.now))) throw new Error('fenced off');
      await db.leases.release(lease);
    },
    link,
    async completeSetup(hash = 'abc') {
      await link(hash);
      await db.stores.updateSetup(hash, {
        ageGate: { wording: ageGateWording, confirmedAt: time.now, confirmedBy: 7, ownerId: 7 },
        otherConnectionOff: true,
        mappingSavedAt: time.now,
        history: { from: 'everything' },
        historyStart: null,
      });
    },
    close: () => db.close(),
  };
}

/** An error as the clients of BigCommerce and AIQ throw it, with words that must not reach the panel. */
export function upstreamError(
  service: UpstreamService,
  failure: UpstreamFailure,
  detail: string | null = 'upstream-canary',
): UpstreamError {
  return new UpstreamError({
    service,
    failure,
    detail,
    message: 'upstream-canary',
    method: 'GET',
    path: '/x',
  });
}

function recordWrite(): RecordWrite {
  const { store: _store, firstSeenAt: _seen, fence: _fence, updatedAt: _updated, ...write } = buildRecord();
  return write;
}

async function install(db: Db, hash: string, ownerId: number, now: Date): Promise<void> {
  await db.stores.install({
    hash,
    tokenSealed: accessToken,
    scopes: [],
    owner: { id: ownerId, email: 'owner-canary@example.com' },
    hookSecretSealed: 'hook-secret-canary',
    now,
  });
  await db.stores.setProfile(hash, {
    name: `Shop ${hash}`,
    domain: 'shop.example',
    countryCode: 'US',
    currency: 'USD',
    timezone: 'America/Denver',
    controlPanelUrl: `https://store-${hash}.mybigcommerce.com`,
    taxInclusive: false,
  });
  await db.users.upsert(
    {
      store: hash,
      userId: ownerId,
      // Users of a store may see each other; those of `abc` nobody else.
      email: hash === 'abc' ? 'user-canary@example.com' : `user-of-${hash}@example.com`,
      locale: 'en-US',
      isOwner: true,
    },
    now,
  );
}
