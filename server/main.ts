import { ConfigError, readConfig, type Config } from './config.ts';
import { createLog } from './log.ts';
import { startServer } from './start.ts';

/** A platform kills what has not ended half a minute after SIGTERM. */
const stopWithinMs = 25_000;

async function main(config: Config): Promise<void> {
  const log = createLog(config.logLevel);

  function die(error: unknown, message: string): void {
    log.fatal({ err: error }, message);
    process.exit(1);
  }
  process.on('unhandledRejection', (error) => die(error, 'a rejection that nobody handled'));
  process.on('uncaughtException', (error) => die(error, 'an error that nobody caught'));

  const server = await startServer(config, { log });
  let stopping = false;
  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => die(null, 'could not stop in time'), stopWithinMs).unref();
    await server.close();
    process.exit(0);
  }
  // Not once: a signal that comes again, as from a platform and from npm, would kill what is being finished.
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

/** Null after telling what is wrong. */
function readConfigOrExplain(): Config | null {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return null;
  }
}

const config = readConfigOrExplain();
if (config === null) {
  process.exitCode = 1;
} else {
  await main(config).catch((error: unknown) => {
    createLog(config.logLevel).fatal({ err: error }, 'could not start');
    process.exit(1);
  });
}
