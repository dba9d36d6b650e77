import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Nothing of the browser's own may call out; there is no user whose browser this is. */
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless Chromium: the one of `CHROMIUM_PATH`, one on the PATH, or the one that an npm package carries.
 * @throws Error that names each way and why it failed
 */
export async function startChromium(args: readonly string[] = []): Promise<Browser> {
  const failures: string[] = [];
  for (const [name, find] of ways) {
    try {
      const found = await find();
      if (found === null) {
        failures.push(`  ${name}: not there`);
        continue;
      }
      return await chromium.launch({
        executablePath: found.path,
        args: [...found.args, ...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args],
      });
    } catch (error) {
      failures.push(
        `  ${name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
      );
    }
  }
  throw new Error(
    `No Chromium could be started. Tried in this order:\n${failures.join('\n')}\nSet CHROMIUM_PATH to a Chromium or Chrome binary.`,
  );
}

type Found = { path: string; args: readonly string[] } | null;

const ways: readonly (readonly [string, () => Promise<Found>])[] = [
  ['CHROMIUM_PATH', async () => toFound(process.env['CHROMIUM_PATH'] || null)],
  ['a Chromium or Chrome on the PATH', async () => toFound(await findOnPath())],
  // Its own switches are made for a place without a display, graphics card or shared memory.
  [
    'npm package @sparticuz/chromium',
    async () => ({
      path: await sparticuz.executablePath(),
      args: sparticuz.args.filter((arg) => !arg.startsWith('--headless') && !unwanted.test(arg)),
    }),
  ],
];

/** These would weaken what the browser tests are there to prove: separate processes, same-site rules, security. */
const unwanted =
  /^--(disable-web-security|disable-site-isolation-trials|single-process|allow-running-insecure-content|disable-features)/;

function toFound(path: string | null): Found {
  return path === null ? null : { path, args: [] };
}

async function findOnPath(): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    for (const name of names) {
      const path = join(folder, name);
      const runs = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (runs) return path;
    }
  }
  return null;
}
