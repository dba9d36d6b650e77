import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import { hookScopes } from './bigcommerce/hook-scopes.ts';
import type { Config } from './config.ts';
import { createContext, type Context, type ContextOverrides } from './context.ts';
import type { StoreRow } from './db/types/stores.ts';
import { createJobs } from './schedule/jobs.ts';
import { createSchedule, type Schedule } from './schedule/schedule.ts';
import { createSyncEngine, type EngineTimes } from './sync/engine.ts';
import { superviseHooks } from './sync/hook-supervisor.ts';
import { createSyncOperations } from './sync/operations/operations.ts';
import type { SyncEngine, SyncOperations } from './sync/types.ts';

export interface RunningServer {
  /** Where it listens on this machine, without a slash at the end. */
  url: string;
  context: Context;
  engine: SyncEngine;
  operations: SyncOperations;
  schedule: Schedule;
  /** Takes no more requests, finishes the steps under way, gives leases back, closes the database. */
  close(): Promise<void>;
}

export interface StartOverrides extends ContextOverrides {
  /** Instead of the configured one; 0 takes a free one. */
  port?: number;
  /** Instead of the times of real work, for tests that cannot wait for a lease to run out. */
  engineTimes?: EngineTimes;
}

/** Built by `vite build`; beside the compiled server, or in `dist` when the sources run as they are. */
const clientFolder = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/client' : '../client', import.meta.url),
);

/** Requests that are still under way after this long are cut off, so that the rest of the stop has its time. */
const drainMs = 10_000;

/**
 * Builds everything, listens, and starts the work of the configured roles.
 * @throws when the database cannot be reached or the port is taken; then nothing is left open
 */
export async function startServer(config: Config, overrides: StartOverrides = {}): Promise<RunningServer> {
  const context = await createContext(config, overrides);
  try {
    return await startParts(context, overrides);
  } catch (error) {
    await context.close();
    throw error;
  }
}

async function startParts(context: Context, overrides: StartOverrides): Promise<RunningServer> {
  const { config, db, clock, log, metrics, syncDeps, sealer } = context;
  let stopping = false;
  const engine = createSyncEngine(syncDeps, overrides.engineTimes);
  const operations = createSyncOperations({
    ...syncDeps,
    nudge: (store) => engine.nudge(store),
    aiqCallsPerSecond: config.aiq.callsPerSecond,
  });
  const supervise = (store: StoreRow, hookSecret: string) =>
    superviseHooks(syncDeps, store, { appUrl: config.appUrl, hookSecret, scopes: hookScopes });
  const schedule = createSchedule({
    claims: db.claims,
    clock,
    log,
    metrics,
    jobs: createJobs({
      db,
      clock,
      log,
      metrics,
      engine,
      operations,
      superviseHooks: async (store) =>
        supervise(store, sealer.open(store.hash, 'hook-secret', store.hookSecretSealed)),
      readProfile: (store) => context.bigcommerceFor(store, 'sweep').getStore(),
    }),
  });
  const app = createApp(context, {
    engine,
    operations,
    superviseHooks: supervise,
    clientFolder,
    stopping: () => stopping,
  });
  const server = createServer(
    // Above the idle time of the usual proxies, so that it is they who hang up.
    { keepAliveTimeout: 95_000, headersTimeout: 15_000, requestTimeout: 30_000 },
    app,
  );
  const url = await listen(server, overrides.port ?? config.port, config.host);
  if (config.roles.worker) {
    engine.start();
    schedule.start();
  }
  log.info({ url, roles: config.roles, instance: syncDeps.instance }, 'started');

  let closing: Promise<void> | null = null;
  async function close(): Promise<void> {
    stopping = true;
    await Promise.all([drain(server), schedule.stop(), engine.stop()]);
    await context.close();
    log.info('stopped');
  }
  return { url, context, engine, operations, schedule, close: () => (closing ??= close()) };
}

async function listen(server: Server, port: number, host: string | null): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host !== null && { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** Answers what was asked, then hangs up; connections that go idle on the way would otherwise stay. */
async function drain(server: Server): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const limit = setTimeout(() => server.closeAllConnections(), drainMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(idle);
  clearTimeout(limit);
}
