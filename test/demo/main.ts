import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from '../sandbox/index.ts';
import { readSnapshot, saveSnapshot } from '../sandbox/snapshot-file.ts';
import { runToEnd, startAppProcess } from '../support/app-process.ts';
import { startMongo } from '../support/mongo.ts';

/*
 * The whole app with a simulated BigCommerce and AIQ around it:
 *   npm run demo               goes on where the last one ended
 *   npm run demo -- --fresh    starts over
 *   npm run demo -- --no-build serves the panel as it was built last
 */
const { values } = parseArgs({
  allowNegative: true,
  options: {
    fresh: { type: 'boolean', default: false },
    port: { type: 'string', default: '4000' },
    build: { type: 'boolean', default: true },
  },
});
const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '.demo');
const snapshotFile = join(folder, 'sandbox.json');
const port = Number(values.port);
const appUrl = `http://localhost:${port}`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (values.fresh) await rm(folder, { recursive: true, force: true });
if (values.build || !existsSync(join(root, 'dist', 'client', 'index.html'))) {
  say('Building the panel …');
  await runToEnd('vite', ['build', '--logLevel', 'warn']);
}

const mongo = await startMongo({ dbPath: join(folder, 'mongo'), say });
const snapshot = await readSnapshot(snapshotFile);
const sandbox = await startSandbox({
  ports: { login: port + 1, api: port + 2, panel: port + 3, aiq: port + 4, storefront: port + 5 },
  appUrl,
  ...(snapshot && { snapshot }),
});
const app = await startAppProcess({
  ...sandbox.appEnvironment(),
  PORT: String(port),
  APP_URL: appUrl,
  MONGODB_URI: databaseUri(mongo.uri),
  LOG_LEVEL: 'warn',
});

const { demoAccount } = await import('../sandbox/aiq/demo-account.ts');
say(`
The demo is running${snapshot ? ' with the data of the last time (--fresh starts over)' : ''}.

  BigCommerce control panel   ${sandbox.urls.panel(sandbox.storeHash)}/manage
  Storefront                  ${sandbox.urls.storefront(sandbox.storeHash)}
  AIQ dashboard               ${sandbox.urls.aiq}

1. Open the control panel and click Install, then accept the scopes.
2. In the app: link AIQ with UID ${demoAccount.uid} and key ${demoAccount.key}, and follow the set-up.
3. Place an order beside the app and watch it arrive in AIQ.

Ctrl-C ends the demo.`);

const saving = setInterval(() => void saveSnapshot(snapshotFile, sandbox.snapshot()), 20_000);
let stopping: Promise<void> | null = null;

function stop(exitCode: number): Promise<void> {
  return (stopping ??= stopAll(exitCode));
}

async function stopAll(exitCode: number): Promise<void> {
  say('\nEnding …');
  clearInterval(saving);
  await app.stop();
  await sandbox.deliveriesSettled();
  await saveSnapshot(snapshotFile, sandbox.snapshot());
  await sandbox.close();
  await mongo.close();
  process.exit(exitCode);
}

process.once('SIGINT', () => void stop(0));
process.once('SIGTERM', () => void stop(0));
await app.ended;
// Does nothing when it was stopped from here.
await stop(1);

function databaseUri(uri: string): string {
  const url = new URL(uri);
  if (url.pathname.length <= 1) url.pathname = '/aiq-demo';
  return url.toString();
}
