import { ConfigError, readConfig } from './config.ts';
import { createCrashPoint } from './crash-points.ts';
import { createDb } from './db/db.ts';
import { resealSecrets } from './db/reseal-secrets.ts';
import { createSealer } from './db/sealer.ts';
import { createLog } from './log.ts';

/** `npm run reseal`: after a new key was put in front of SECRET_KEYS, seals every stored secret with it. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const [newest] = config.secretKeys;
  if (newest === undefined) throw new ConfigError([{ variable: 'SECRET_KEYS', message: 'has no key' }]);
  const db = await createDb({ uri: config.mongodbUri, log });
  try {
    const counts = await resealSecrets(
      db,
      createSealer(config.secretKeys),
      newest.kid,
      createCrashPoint(config.crashPoint, log),
    );
    log.info(counts, 'stored secrets are sealed with the first key of SECRET_KEYS');
    if (counts.unreadable > 0) {
      log.error(
        counts,
        'no key of SECRET_KEYS opens some of the secrets; keep the old keys and look for the right one',
      );
      process.exitCode = 1;
    }
  } finally {
    await db.close();
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
