import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findCertificate } from './certificate-file.ts';
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
    'storefront-port': { type: 'string', default: '4005' },
    tls: { type: 'boolean', default: false },
    store: { type: 'string', default: 'demo123' },
    orders: { type: 'string' },
  },
});

const file = values.data === undefined ? undefined : join(values.data, 'sandbox.json');
const snapshot = file === undefined ? undefined : await readSnapshot(file);
const snapshotHashes = snapshot?.bigcommerce.stores.map(({ hash }) => hash);
const tls = await findCertificate({
  generate: values.tls,
  folder: values.data ?? join(tmpdir(), 'bigcommerce-sandbox'),
  storeHashes: snapshotHashes ?? [values.store],
  host: values.host,
});
const sandbox = await startSandbox({
  host: values.host,
  ports: {
    login: Number(values['login-port']),
    api: Number(values['api-port']),
    panel: Number(values['panel-port']),
    aiq: Number(values['aiq-port']),
    storefront: Number(values['storefront-port']),
  },
  stores: [{ hash: values.store, ...(values.orders ? { size: { orders: Number(values.orders) } } : {}) }],
  appUrl: values.app,
  ...(tls ? { certificate: tls.certificate } : {}),
  ...(snapshot ? { snapshot } : {}),
});

const { urls, storeHash } = sandbox;
const lines = [
  `Control panel  ${urls.panel(storeHash)}/manage`,
  `Storefront     ${urls.storefront(storeHash)}`,
  `AIQ            ${urls.aiq}`,
  `Control        ${urls.control}/sandbox/state`,
  '',
  `The app at ${values.app} needs:`,
  ...Object.entries(sandbox.appEnvironment()).map(([name, value]) => `  ${name}=${value}`),
  ...(tls ? [`  NODE_EXTRA_CA_CERTS=${tls.file}`] : []),
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
