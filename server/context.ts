import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { LRUCache } from 'lru-cache';
import { defaultOptions } from '../shared/settings.ts';
import { createAiqClients } from './aiq/clients.ts';
import type { AiqClient } from './aiq/types.ts';
import { createBigcommerceClients } from './bigcommerce/clients.ts';
import { createOauth, type Oauth } from './bigcommerce/oauth.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createCrashPoint, type CrashPoint } from './crash-points.ts';
import { createDb } from './db/db.ts';
import { createHasher } from './db/hasher.ts';
import { createSealer, type Sealer } from './db/sealer.ts';
import type { Db } from './db/types/db.ts';
import { AppError } from './errors.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { createLog, type Logger } from './log.ts';
import type { Hasher, SyncDeps } from './sync/types.ts';
import type { CallReport } from './upstream/calls.ts';

/** Everything that the parts of the server are built from. */
export interface Context {
  config: Config;
  db: Db;
  sealer: Sealer;
  hasher: Hasher;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  oauth: Oauth;
  crashPoint: CrashPoint;
  bigcommerceFor: SyncDeps['bigcommerceFor'];
  aiqFor: SyncDeps['aiqFor'];
  /** A client for credentials that are not saved yet. */
  aiqForCredentials: (input: { uid: string; key: string; store: string; signal?: AbortSignal }) => AiqClient;
  syncDeps: SyncDeps;
  /** Closes connections; the database last. */
  close(): Promise<void>;
}

export interface ContextOverrides {
  clock?: Clock;
  log?: Logger;
  /** Instead of killing the process. */
  crashPoint?: CrashPoint;
  /** Name of this instance in leases. */
  instance?: string;
}

/** Opens what has to be opened. Who calls this closes the context. */
export async function createContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  const log = overrides.log ?? createLog(config.logLevel);
  const clock = overrides.clock ?? systemClock;
  const metrics = createMetrics();
  const sealer = createSealer(config.secretKeys);
  const hasher = createHasher(config.hashKey);
  const crashPoint = overrides.crashPoint ?? createCrashPoint(config.crashPoint, log);
  const onCall = (report: CallReport) => observeCall(metrics, report);
  const oauth = createOauth({ ...config.bigcommerce, redirectUri: `${config.appUrl}/bigcommerce/auth` });
  const bigcommerce = createBigcommerceClients({ apiUrl: config.bigcommerce.apiUrl, clock, onCall });
  const aiq = createAiqClients({
    baseUrl: config.aiq.apiUrl,
    callsPerSecond: config.aiq.callsPerSecond,
    clock,
    onCall,
  });
  const db = await createDb({ uri: config.mongodbUri, log });
  const budgetOf = createBudgets(db.settings, log);

  const bigcommerceFor: SyncDeps['bigcommerceFor'] = (store, lane, signal) => {
    if (store.tokenSealed === null) throw notInstalled();
    return bigcommerce.forStore({
      hash: store.hash,
      token: sealer.open(store.hash, 'access-token', store.tokenSealed),
      generation: store.generation,
      lane,
      budgetPercent: budgetOf(store.hash),
      signal,
    });
  };
  const aiqFor: SyncDeps['aiqFor'] = (store, signal) => {
    if (store.aiq === null || store.aiq.keySealed === null) return null;
    const key = sealer.open(store.hash, 'aiq-key', store.aiq.keySealed);
    return aiq.forAccount({ uid: store.aiq.uid, key, store: store.hash, signal });
  };

  return {
    config,
    db,
    sealer,
    hasher,
    clock,
    log,
    metrics,
    oauth,
    crashPoint,
    bigcommerceFor,
    aiqFor,
    aiqForCredentials: (input) => aiq.forAccount(input),
    syncDeps: {
      db,
      clock,
      log,
      hasher,
      bigcommerceFor,
      aiqFor,
      storeConcurrency: config.storeConcurrency,
      instance: overrides.instance ?? `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`,
      crashPoint,
    },
    async close() {
      bigcommerce.close();
      aiq.close();
      await db.close();
    },
  };
}

const budgetKeptMs = 30_000;

/**
 * The share of BigCommerce's quota that a store's history may use. Clients are made without waiting, so a change counts
 * from the client after the next; until the first reading it is the default.
 */
function createBudgets(settings: Db['settings'], log: Logger): (store: string) => number {
  const known = new LRUCache<string, { percent: number; readAt: number }>({ max: 20_000 });

  async function read(store: string): Promise<void> {
    try {
      const { options } = await settings.get(store);
      known.set(store, { percent: options.historyBudgetPercent, readAt: performance.now() });
    } catch (error) {
      log.warn({ store, err: error }, 'the API budget of a store could not be read');
    }
  }

  return (store) => {
    const kept = known.get(store);
    const percent = kept?.percent ?? defaultOptions.historyBudgetPercent;
    if (kept === undefined || performance.now() - kept.readAt > budgetKeptMs) {
      known.set(store, { percent, readAt: performance.now() });
      void read(store);
    }
    return percent;
  };
}

function observeCall(metrics: Metrics, report: CallReport): void {
  const { service, lane, route, durationMs, failure } = report;
  metrics.upstreamCalls.observe(
    { service, lane: lane ?? 'none', route, outcome: failure ?? 'ok' },
    durationMs / 1000,
  );
}

function notInstalled(): AppError {
  return new AppError(
    403,
    'store-not-installed',
    'The app is not installed in this store. Install it again from the BigCommerce marketplace.',
  );
}
