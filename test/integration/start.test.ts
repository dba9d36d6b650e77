import { expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';
import { startServer } from '../../server/start.ts';
import { testDatabaseUri } from '../support/test-database.ts';

const config = () => readConfig({ PORT: '0', MONGODB_URI: testDatabaseUri() });
const log = createLog('silent');

it('starts with nothing but a database, answers, and is gone when it is closed', async () => {
  const server = await startServer(config(), { log });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${server.url}/bigcommerce/load`)).status).toBe(401);
  const start = performance.now();
  await server.close();
  await server.close();
  expect(performance.now() - start).toBeLessThan(25_000);
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});

it('says so when its port is taken, and leaves nothing open', async () => {
  const first = await startServer(config(), { log });
  const port = Number(new URL(first.url).port);
  await expect(startServer(config(), { log, port })).rejects.toThrow(/EADDRINUSE/);
  await first.close();
});
