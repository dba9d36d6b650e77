import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccount } from '../sandbox/aiq/demo-account.ts';
import { compareSales } from '../support/agreement.ts';
import { testDatabaseUri } from '../support/test-database.ts';
import { completeSetUp, openApp } from './panel-driver.ts';
import { startBrowserOrSkip, startStage, type Stage } from './stage.ts';

const browser = await startBrowserOrSkip();

describe.skipIf(browser === null)('a merchant in the control panel, third-party cookies blocked', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage(browser!, { databaseUri: testDatabaseUri() });
  });
  afterAll(async () => {
    await stage.close();
    await browser!.close();
  });

  it('installs, takes five decisions and has the whole history and each new order in AIQ', async () => {
    const { sandbox, controlPanel } = stage;
    const { page, faults } = await stage.newPage();
    const frame = await openApp(page, controlPanel);
    await frame.locator('#accept').click();

    await frame.getByRole('heading', { name: 'Set-up', level: 1 }).waitFor();
    const cookie = await frame.locator('body').evaluate(() => {
      document.cookie = 'probe=1; SameSite=None; Secure';
      return document.cookie;
    });
    expect(cookie).toBe('');

    const { uid, key } = demoAccount;
    await completeSetUp(frame, { uid, apiKey: ` ${key} `, fallback: 'Online' });
    await frame.getByRole('link', { name: 'Overview' }).click();
    await frame
      .getByText('Everything that counts is in AIQ. There is nothing to do.')
      .waitFor({ timeout: 60_000 });

    const agreement = await compareSales(sandbox, stage.db, sandbox.storeHash, uid);
    expect(agreement.differences).toEqual([]);
    expect(agreement.sales).toBeGreaterThan(2_000);

    const orderId = sandbox.bigcommerce.store(sandbox.storeHash).actions.placeOrder({ statusId: 11 });
    const placedAt = Date.now();
    const posId = `bc-${sandbox.storeHash}-${orderId}`;
    await sandbox.waitFor('the new order in AIQ', () => sandbox.aiq.state(uid).sale(posId)?.visible === true);
    process.stdout.write(`A new order was in AIQ ${Date.now() - placedAt} ms after it was placed.\n`);

    await page.goto(`${sandbox.urls.aiq}/#sales`);
    await page.getByText(posId).first().waitFor();
    expect(sandbox.judge().findings).toEqual([]);
    expect(faults).toEqual([]);
  });
});
