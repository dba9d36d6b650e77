import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createDb } from '../../server/db/db.ts';
import type { Db } from '../../server/db/types/db.ts';
import { createLog } from '../../server/log.ts';
import { demoAccount } from '../sandbox/aiq/demo-account.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/index.ts';
import { startAppProcess, type AppProcess } from '../support/app-process.ts';
import { findLeaks } from '../support/canaries.ts';
import { startChromium } from '../support/chromium.ts';
import { freePort } from '../support/free-port.ts';
import { createMerchant, type Merchant } from '../support/merchant.ts';
import { startDatabaseProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';

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

/** Enough of everything to fill each screen, and sent within seconds. */
export const smallStore = { hash: 'demo123', size: { orders: 160, customers: 40, products: 12 } };

export interface StageOptions extends SandboxOptions {
  /** A database of its own. */
  databaseUri: string;
  /** The app, and only it, reaches its database over a wire that can be cut. */
  wireToDatabase?: boolean;
}

export interface PageOptions {
  width?: number;
  height?: number;
  /** A window of the same browser profile; a profile of its own otherwise. */
  context?: BrowserContext;
}

export interface OpenTarget {
  route?: string;
  userId?: number;
}

export interface Stage {
  sandbox: Sandbox;
  app: () => AppProcess;
  appUrl: string;
  /** Looks at the app's database, beside the app. */
  db: Db;
  /** The app's way to its database. @throws Error unless the stage was started with one */
  wire: () => TcpProxy;
  /** The store's owner, over HTTP: for what a scene needs and does not show. */
  merchant: Merchant;
  controlPanel: string;
  /**
   * A page with third-party cookies blocked; errors of its console and scripts are collected in `faults`, and what its
   * content security policy has refused is known to the stage besides.
   */
  newPage(options?: PageOptions): Promise<{ page: Page; faults: string[] }>;
  /** Opens the app as BigCommerce does, but without the control panel around it. */
  open(page: Page, target?: OpenTarget): Promise<void>;
  /** What content security policies have refused in any page since this was last asked. */
  takeRefusedByPolicy(): string[];
  /** Installs, decides, and waits until all history is in AIQ. */
  setUp(): Promise<void>;
  startApp(): Promise<void>;
  /**
   * @throws Error when the app has written anything secret or personal into its log, or a content security policy has
   * refused anything that nobody has asked for
   */
  close(): Promise<void>;
}

/** Sandbox and app with a database of their own, and pages of one browser. */
export async function startStage(browser: Browser, options: StageOptions): Promise<Stage> {
  const { databaseUri, wireToDatabase = false, ...sandboxOptions } = options;
  const port = await freePort();
  const appUrl = `http://localhost:${port}`;
  const sandbox = await startSandbox({ ...sandboxOptions, appUrl });
  const { storeHash } = sandbox;
  const wire = wireToDatabase ? await startDatabaseProxy(databaseUri) : null;
  const environment = {
    ...sandbox.appEnvironment(),
    PORT: String(port),
    APP_URL: appUrl,
    MONGODB_URI: wire?.uri ?? databaseUri,
    LOG_LEVEL: 'warn',
  };
  let app = await startAppProcess(environment);
  const started = [app];
  const refusedByPolicy: string[] = [];
  const db = await createDb({ uri: databaseUri, log: createLog('silent') });
  const merchant = createMerchant({
    sandbox,
    appUrl,
    storeHash,
    uid: options.aiqAccounts?.[0]?.uid ?? demoAccount.uid,
  });
  return {
    sandbox,
    app: () => app,
    appUrl,
    db,
    wire() {
      if (wire === null) throw new Error('the app reaches its database directly');
      return wire;
    },
    merchant,
    controlPanel: sandbox.urls.panel(storeHash),
    async newPage({ width = 1280, height = 900, context } = {}) {
      const profile =
        context ??
        (await browser.newContext({ viewport: { width, height }, locale: 'en-US', reducedMotion: 'reduce' }));
      const page = await profile.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() !== 'error') return;
        faults.push(message.text());
        if (message.text().includes('Content Security Policy')) refusedByPolicy.push(message.text());
      });
      await blockThirdPartyCookies(page);
      return { page, faults };
    },
    async open(page, { route, userId } = {}) {
      const target = { ...(route ? { url: route } : {}), ...(userId ? { userId } : {}) };
      await page.goto(sandbox.loadUrl(target));
    },
    takeRefusedByPolicy: () => refusedByPolicy.splice(0),
    async setUp() {
      await merchant.install();
      await merchant.setUp();
      await until('the history is in AIQ', async () => {
        for (const name of ['backfill-orders', 'backfill-customers'] as const) {
          if ((await db.streams.get(storeHash, name))?.status !== 'done') return false;
        }
        return (await merchant.call('getOverview')).health === 'ok';
      });
    },
    async startApp() {
      app = await startAppProcess(environment);
      started.push(app);
    },
    async close() {
      await app.stop();
      const leaks = findLeaks(sandbox, started.map((one) => one.output()).join('\n'));
      await wire?.close();
      await db.close();
      await sandbox.close();
      if (leaks.length > 0) throw new Error(`the app has written ${leaks.slice(0, 10).join(', ')}`);
      if (refusedByPolicy.length > 0) throw new Error(`refused in a page: ${refusedByPolicy.join('\n')}`);
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
