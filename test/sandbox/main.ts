import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './index.ts';
import { readSnapshot, saveSnapshot } from './snapshot-file.ts';

/*
 * The sandbox alone, for an app that is started elsewhere:
 *   npm run sandbox -- --app http://localhost:3000 --data ./sandbox-data
 */
const { values } = parseArgs({
  options: {
    app: { type: 'string', default: process.env['APP_URL'] ?? 'http://localhost:3000' },
    data: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    'login-port': { type: 'string', default: '4001' },
    'api-port': { type: 'string', default: '4002' },
    'panel-port': { type: 'string', default: '4003' },
    'aiq-port': { type: 'string', default: '4004' },
    store: { type: 'string', default: 'demo123' },
    orders: { type: 'string' },
  },
});

const file = values.data === undefined ? undefined : join(values.data, 'sandbox.json');
const snapshot = file === undefined ? undefined : await readSnapshot(file);
const sandbox = await startSandbox({
  host: values.host,
  ports: {
    login: Number(values['login-port']),
    api: Number(values['api-port']),
    panel: Number(values['panel-port']),
    aiq: Number(values['aiq-port']),
  },
  stores: [{ hash: values.store, ...(values.orders ? { size: { orders: Number(values.orders) } } : {}) }],
  appUrl: values.app,
  ...(snapshot ? { snapshot } : {}),
});

const { urls, storeHash } = sandbox;
const lines = [
  `Control panel  ${urls.panel(storeHash)}/manage`,
  `AIQ            ${urls.aiq}`,
  `Control        ${urls.control}/sandbox/state`,
  '',
  `The app at ${values.app} needs:`,
  ...Object.entries(sandbox.appEnvironment()).map(([name, value]) => `  ${name}=${value}`),
];
process.stdout.write(`${lines.join('\n')}\n`);

const saving =
  file === undefined ? undefined : setInterval(() => void saveSnapshot(file, sandbox.snapshot()), 20_000);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  clearInterval(saving);
  if (file !== undefined) await saveSnapshot(file, sandbox.snapshot());
  await sandbox.close();
}
