import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';
import { startServer } from '../../server/start.ts';
import { startAppProcess } from '../support/app-process.ts';
import { freePort } from '../support/free-port.ts';
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

// `npm start` on Heroku: both the platform and npm pass the signal on.
it('finishes the requests under way when it is told twice to stop', async () => {
  const port = await freePort();
  const app = await startAppProcess({ PORT: String(port), MONGODB_URI: testDatabaseUri() });
  const request = connect(port, '127.0.0.1');
  request.write('POST /api/session HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n');
  const answer = text(request);
  // Answered only once the one above has arrived as well.
  await fetch(`http://127.0.0.1:${port}/healthz`);
  app.kill('SIGTERM');
  await expect.poll(app.output).toContain('"stopping"');
  app.kill('SIGTERM');
  request.write('{}');
  expect(await answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(await app.ended).toBe(0);
  expect(app.output()).toContain('"stopped"');
});
