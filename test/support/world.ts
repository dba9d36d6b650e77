import { createDb } from '../../server/db/db.ts';
import type { Db } from '../../server/db/types/db.ts';
import type { StreamRow } from '../../server/db/types/streams.ts';
import type { ProblemCode } from '../../shared/sync.ts';
import { readConfig } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';
import { startServer, type RunningServer, type StartOverrides } from '../../server/start.ts';
import { demoAccount } from '../sandbox/aiq/demo-account.ts';
import { startSandbox, type NewStore, type Sandbox } from '../sandbox/index.ts';
import { compareSales } from './agreement.ts';
import { startAppProcess, type AppProcess } from './app-process.ts';
import { findLeaks, metricsToken } from './canaries.ts';
import { faultSeed } from './fault-seed.ts';
import { freePort } from './free-port.ts';
import { hastyTimes } from './hasty-times.ts';
import { createMerchant, type Merchant } from './merchant.ts';
import { testDatabaseUri } from './test-database.ts';
import { until } from './until.ts';

export interface InstanceOptions {
  /** Further variables, or others, of the app. */
  env?: Record<string, string>;
  /** On a port of its own, beside the instance that the world knows the app by. */
  beside?: boolean;
  /** Leases that run out after two seconds. */
  hasty?: boolean;
}

/** Simulated BigCommerce and AIQ, a database, and as many instances of the app as a test starts. */
export interface World {
  sandbox: Sandbox;
  /** Looks at the app's database, beside the app. */
  db: Db;
  /** Where everybody reaches the app: the port of the instance that is not `beside`. */
  appUrl: string;
  /** A process of its own, to be killed as the test likes. */
  startProcess(options?: InstanceOptions): Promise<AppProcess>;
  /** In this process, hasty, under the sandbox's clock: a jump of it is a jump for the app. */
  startInside(overrides?: StartOverrides, env?: Record<string, string>): Promise<RunningServer>;
  merchant(storeHash?: string): Merchant;
  /** The AIQ account of a store; each has its own. */
  uidOf(storeHash?: string): string;
  /** Installs the app in a store and does the whole set-up. */
  begin(storeHash?: string): Promise<Merchant>;
  stream(name: StreamRow['name'], storeHash?: string): Promise<StreamRow | null>;
  /** Makes both sweeps due now. */
  wakeSweeps(storeHash?: string): Promise<void>;
  /** Resolves when no sweep is due or under way. */
  sweepsEnded(storeHash?: string): Promise<void>;
  /** @returns milliseconds until history was read and AIQ had exactly what it should */
  converged(storeHash?: string, timeoutMs?: number): Promise<number>;
  /** Records that are parked or wait. AIQ may have one a moment before the app has noted it: to be polled. */
  unsettled(storeHash?: string): ReturnType<Db['records']['count']>;
  /** Problems that are open, without those that tell of the shoppers' own details, which differ from seed to seed. */
  troubles(storeHash?: string): Promise<ProblemCode[]>;
  /** Everything that instances have written so far. */
  output(): string;
  /**
   * Ends everything.
   * @throws Error when an instance has shown anything secret or personal in its log or its metrics
   */
  close(): Promise<void>;
}

/**
 * @param input.database another database than one of the run's server
 * @param input.databaseUri another way to the database, such as through a proxy, for the app alone
 */
export async function openWorld(
  input: { stores?: NewStore[]; database?: string; databaseUri?: (uri: string) => Promise<string> } = {},
): Promise<World> {
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const stores = input.stores ?? [{ hash: 'demo123', size: { orders: 300, customers: 60, products: 12 } }];
  const aiqAccounts = stores.map((_store, index) => ({
    ...demoAccount,
    uid: String(Number(demoAccount.uid) + index),
    key: `sandbox-key-of-account-${index}`,
  }));
  const uids = new Map(stores.map(({ hash }, index) => [hash, aiqAccounts[index]?.uid ?? '']));
  const sandbox = await startSandbox({
    appUrl,
    stores,
    aiqAccounts,
    signedTimes: 'sandbox',
    ...(faultSeed === null ? {} : { seed: faultSeed }),
  });
  const databaseUri = input.database ?? testDatabaseUri();
  const db = await createDb({ uri: databaseUri, log: createLog('silent') });
  const processes: AppProcess[] = [];
  const servers: RunningServer[] = [];
  const lines: string[] = [];
  /** What `/metrics` showed at the end of each instance; one that was killed shows nothing more. */
  const metrics: string[] = [];
  const running = new Map<AppProcess, string>();
  const environment = {
    ...sandbox.appEnvironment(),
    APP_URL: appUrl,
    PORT: String(port),
    MONGODB_URI: (await input.databaseUri?.(databaseUri)) ?? databaseUri,
    AIQ_CALLS_PER_SECOND: '100',
    LOG_LEVEL: 'info',
    METRICS_TOKEN: metricsToken,
  };

  async function keepMetrics(app: AppProcess): Promise<void> {
    const url = running.get(app);
    if (url === undefined) return;
    const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
    metrics.push(await response.text());
  }

  const world: World = {
    sandbox,
    db,
    appUrl,
    async startProcess({ env = {}, beside = false, hasty = false } = {}) {
      const own = beside ? { PORT: String(await freePort()) } : {};
      const entry = hasty ? 'test/support/hasty-app.ts' : 'server/main.ts';
      const variables = { ...environment, ...own, ...env };
      const app = await startAppProcess(variables, entry);
      processes.push(app);
      running.set(app, `http://127.0.0.1:${variables.PORT}`);
      void app.ended.then(() => running.delete(app));
      return {
        ...app,
        async stop() {
          await keepMetrics(app);
          return app.stop();
        },
      };
    },
    async startInside(overrides = {}, env = {}) {
      const server = await startServer(readConfig({ ...environment, ...env }), {
        clock: { now: () => new Date(sandbox.clock.now()) },
        log: createLog('info', { write: (line) => void lines.push(line) }),
        engineTimes: hastyTimes,
        crashPoint: () => undefined,
        ...overrides,
      });
      servers.push(server);
      return server;
    },
    merchant: (storeHash = sandbox.storeHash) =>
      createMerchant({ sandbox, appUrl, storeHash, uid: world.uidOf(storeHash) }),
    uidOf: (storeHash = sandbox.storeHash) => uids.get(storeHash) ?? '',
    async begin(storeHash = sandbox.storeHash) {
      const merchant = world.merchant(storeHash);
      await merchant.install();
      await merchant.setUp();
      return merchant;
    },
    stream: (name, storeHash = sandbox.storeHash) => db.streams.get(storeHash, name),
    async wakeSweeps(storeHash = sandbox.storeHash) {
      const now = new Date(sandbox.clock.now());
      await db.streams.wake(storeHash, 'sweep-orders', now);
      await db.streams.wake(storeHash, 'sweep-customers', now);
    },
    async sweepsEnded(storeHash = sandbox.storeHash) {
      await until(
        'the sweeps have ended',
        async () => {
          const rows = await Promise.all([
            world.stream('sweep-orders', storeHash),
            world.stream('sweep-customers', storeHash),
          ]);
          return rows.every((row) => (row?.nextRunAt?.getTime() ?? 0) > sandbox.clock.now());
          // Longer than a circuit stays open, which is waited for in real time.
        },
        60_000,
      );
    },
    async converged(storeHash = sandbox.storeHash, timeoutMs = 120_000) {
      return until(
        `AIQ has what ${storeHash} has sold`,
        async () => {
          for (const name of ['backfill-orders', 'backfill-customers'] as const) {
            if ((await world.stream(name, storeHash))?.status !== 'done') return false;
          }
          if ((await db.changes.count(storeHash)) > 0) return false;
          return (await compareSales(sandbox, db, storeHash, world.uidOf(storeHash))).agrees;
        },
        timeoutMs,
        async () => {
          const streams = await db.streams.list(storeHash);
          const { sales, differences } = await compareSales(sandbox, db, storeHash, world.uidOf(storeHash));
          const state = streams.map(({ name, status, error }) => `${name} ${status} ${error ?? ''}`);
          return [
            ...state,
            `${await db.changes.count(storeHash)} changes wait`,
            `${differences.length} of ${sales} differ:`,
            ...differences.slice(0, 10),
            world.output().slice(-3_000),
          ].join('\n');
        },
      );
    },
    async unsettled(storeHash = sandbox.storeHash) {
      const groups = await db.records.count(storeHash, null);
      return groups.filter(({ state }) => state === 'parked' || state === 'waiting');
    },
    async troubles(storeHash = sandbox.storeHash) {
      const codes = (await db.problems.listOpen(storeHash)).map(({ code }) => code);
      return codes.filter((code) => code !== 'phones-unusable');
    },
    output: () => [...processes.map((app) => app.output()), ...lines].join(''),
    async close() {
      for (const server of servers) metrics.push(await server.context.metrics.registry.metrics());
      await Promise.all([...running.keys()].map(keepMetrics));
      for (const app of processes) app.kill('SIGKILL');
      await Promise.all([
        ...processes.map((app) => app.ended),
        ...servers.map(async (server) => server.close()),
      ]);
      const leaks = findLeaks(sandbox, [world.output(), ...metrics].join('\n'));
      await db.close();
      await sandbox.close();
      if (leaks.length > 0) throw new Error(`an instance has shown ${leaks.slice(0, 10).join(', ')}`);
    },
  };
  return world;
}
