import { readConfig } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';
import { startServer } from '../../server/start.ts';
import { hastyTimes } from './hasty-times.ts';

/*
 * The server as `server/main.ts` starts it, but with leases that run out soon: for tests that kill it many times, or
 * stop it for longer than its lease.
 */
const config = readConfig(process.env);
const log = createLog(config.logLevel);
const server = await startServer(config, { log, engineTimes: hastyTimes });
process.once('SIGTERM', () => {
  void server.close().then(() => process.exit(0));
});
