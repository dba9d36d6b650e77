import { randomBytes } from 'node:crypto';
import manifest from '../../package.json' with { type: 'json' };
import { createDb } from '../../server/db/db.ts';
import type { Db } from '../../server/db/types/db.ts';
import { createLog } from '../../server/log.ts';
import { demoAccount } from '../sandbox/aiq/demo-account.ts';
import { startSandbox, type NewStore, type Sandbox } from '../sandbox/index.ts';
import { startAppProcess, type AppProcess } from '../support/app-process.ts';
import { freePort } from '../support/free-port.ts';
import { createMerchant, type Merchant } from '../support/merchant.ts';
import type { RunningMongo } from '../support/mongo.ts';
import { until } from '../support/until.ts';

/** What all benchmarks share. */
export interface Machine {
  mongo: RunningMongo;
  /** The compiled server's main module, from the project's root: what runs in production. */
  entry: string;
  /** Where the app's processor profiles are written to; null for none. */
  profileFolder: string | null;
}

/** Simulated BigCommerce and AIQ in this process, and the app in another, or in two. */
export interface Stage {
  sandbox: Sandbox;
  /** What answers webhooks. */
  app: AppProcess;
  appUrl: string;
  databaseUri: string;
  /** Looks at the app's database, beside the app. */
  db: Db;
  merchant(storeHash: string): Merchant;
  uidOf(storeHash: string): string;
  /** The whole set-up of a store; history begins to be read. */
  begin(storeHash: string): Promise<void>;
  /** Waits until a store's history, orders and customers, was read. */
  historyRead(storeHash: string, timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param options.instant BigCommerce and AIQ have no limits, and AIQ keeps no more than numbers
 * @param options.apart one process answers webhooks and callers, another works on the stores
 */
export async function openStage(
  machine: Machine,
  options: { stores: NewStore[]; env?: Record<string, string>; instant?: boolean; apart?: boolean },
): Promise<Stage> {
  const { stores, env = {}, instant = false, apart = false } = options;
  const webPort = await freePort();
  const appUrl = `http://127.0.0.1:${webPort}`;
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
    keepWrites: instant ? 'count' : 'last',
  });
  if (instant) sandbox.bigcommerce.api.setSwitches({ quota: 1_000_000, limitConcurrency: false });
  const uri = new URL(machine.mongo.uri);
  uri.pathname = `/bench-${randomBytes(6).toString('hex')}`;
  const databaseUri = uri.toString();
  const db = await createDb({ uri: databaseUri, log: createLog('silent') });
  const profiling =
    machine.profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${machine.profileFolder}`];
  // What `npm start` gives to Node decides how much garbage may pile up.
  const nodeArguments = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));
  const start = (port: number, roles: Record<string, string>): Promise<AppProcess> =>
    startAppProcess(
      {
        ...sandbox.appEnvironment(),
        APP_URL: appUrl,
        PORT: String(port),
        MONGODB_URI: databaseUri,
        LOG_LEVEL: 'info',
        ...(instant ? { AIQ_CALLS_PER_SECOND: '100' } : {}),
        ...env,
        ...roles,
      },
      machine.entry,
      [...nodeArguments, ...profiling],
    );
  const app = await start(webPort, apart ? { ROLES: 'web' } : {});
  const worker = apart ? await start(await freePort(), { ROLES: 'worker' }) : null;

  const stage: Stage = {
    sandbox,
    app,
    appUrl,
    databaseUri,
    db,
    uidOf: (storeHash) => uids.get(storeHash) ?? '',
    merchant: (storeHash) => createMerchant({ sandbox, appUrl, storeHash, uid: stage.uidOf(storeHash) }),
    async begin(storeHash) {
      const merchant = stage.merchant(storeHash);
      await merchant.install();
      await merchant.setUp();
    },
    async historyRead(storeHash, timeoutMs) {
      const isRead = async (): Promise<boolean> => {
        const streams = await db.streams.list(storeHash);
        return ['backfill-orders', 'backfill-customers'].every(
          (name) => streams.find((stream) => stream.name === name)?.status === 'done',
        );
      };
      await until(`the history of ${storeHash} is read`, isRead, timeoutMs, () => app.output().slice(-2_000));
    },
    async close() {
      await app.stop();
      await worker?.stop();
      await db.close();
      await sandbox.close();
    },
  };
  return stage;
}
