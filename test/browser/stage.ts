import type { Browser, Page } from 'playwright-core';
import { createDb } from '../../server/db/db.ts';
import type { Db } from '../../server/db/types.ts';
import { createLog } from '../../server/log.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/index.ts';
import { startAppProcess, type AppProcess } from '../support/app-process.ts';
import { startChromium } from '../support/chromium.ts';
import { freePort } from '../support/free-port.ts';
import { testDatabaseUri } from '../support/test-database.ts';

/**
 * The browser, or null where none starts; then the tests are skipped, and it is said loudly.
 * @throws Error where none starts although `CI` promises one
 */
export async function startBrowserOrSkip(): Promise<Browser | null> {
  try {
    return await startChromium();
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`\n!!! THE BROWSER TESTS DO NOT RUN: ${why}\n\n`);
    return null;
  }
}

export interface Stage {
  sandbox: Sandbox;
  app: AppProcess;
  /** Looks at the app's database, beside the app. */
  db: Db;
  controlPanel: string;
  /** A page with third-party cookies blocked; errors of its console and scripts are collected in `faults`. */
  newPage(size?: { width: number; height: number }): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
}

/** Sandbox and app with a database of their own, and pages of one browser. */
export async function startStage(browser: Browser, options: SandboxOptions = {}): Promise<Stage> {
  const port = await freePort();
  const appUrl = `http://localhost:${port}`;
  const sandbox = await startSandbox({ ...options, appUrl });
  const databaseUri = testDatabaseUri();
  const app = await startAppProcess({
    ...sandbox.appEnvironment(),
    PORT: String(port),
    APP_URL: appUrl,
    MONGODB_URI: databaseUri,
    LOG_LEVEL: 'warn',
  });
  const db = await createDb({ uri: databaseUri, log: createLog('silent') });
  return {
    sandbox,
    app,
    db,
    controlPanel: sandbox.urls.panel(sandbox.storeHash),
    async newPage(size = { width: 1280, height: 900 }) {
      const context = await browser.newContext({ viewport: size, locale: 'en-US' });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      await blockThirdPartyCookies(page);
      return { page, faults };
    },
    async close() {
      await app.stop();
      await db.close();
      await sandbox.close();
    },
  };
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Network/#method-setCookieControls */
async function blockThirdPartyCookies(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  // Chromium up to 147 wants all three, later ones know only the first.
  const restriction = {
    enableThirdPartyCookieRestriction: true,
    disableThirdPartyCookieMetadata: true,
    disableThirdPartyCookieHeuristics: true,
  };
  await session.send('Network.setCookieControls', restriction);
}
