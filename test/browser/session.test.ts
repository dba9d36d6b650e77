import { describe, expect } from 'vitest';
import { demoAccount } from '../sandbox/aiq/demo-account.ts';
import { expectGood, unexpected } from './expect-good.ts';
import { fillLink, openApp } from './panel-driver.ts';
import { stageTest } from './stage-test.ts';
import { startBrowserOrSkip, type Stage } from './stage.ts';

const browser = await startBrowserOrSkip();
const it = stageTest(browser, (stage) => stage.merchant.install());

describe.skipIf(browser === null)('sessions and faults', () => {
  const account = ({ sandbox }: Stage) => sandbox.bigcommerce.login.account(sandbox.storeHash);

  it('an ended session keeps what was typed and goes on when the app is opened in another tab', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    await stage.open(page);
    await fillLink(page, { uid: demoAccount.uid, apiKey: demoAccount.key });
    await stage.db.users.remove(stage.sandbox.storeHash, account(stage).ownerId);
    await button('Connect').click();
    await page.getByRole('alert').getByText('Your session has ended').waitFor();
    await expectGood(page, 'session ended');
    expect(await page.getByRole('textbox', { name: 'UID' }).inputValue()).toBe(demoAccount.uid);

    const second = (await stage.newPage({ context: page.context() })).page;
    await stage.open(second);
    await page.getByText('Your session has ended').waitFor({ state: 'detached' });
    await button('Connect').click();
    await page.getByText('1 of 5 steps done').waitFor();
    await second.reload();
    await second.getByText('1 of 5 steps done').waitFor();
    expect(unexpected(faults)).toEqual([]);
  });

  it('a user who was removed from the app sees that the session has ended', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    const staff = account(stage).users[2]?.id ?? 0;
    const { login } = stage.sandbox.bigcommerce;
    await stage.open(page, { userId: staff });
    await page.getByText('1 of 5 steps done').waitFor();
    const clientId = login.apps.list()[0]?.clientId ?? '';
    await login.installations.removeUser(clientId, stage.sandbox.storeHash, staff);
    await stage.sandbox.deliveriesSettled();
    await page.getByRole('checkbox', { name: /age gate/ }).press('Space');
    await button('Confirm').click();
    await page.getByRole('alert').getByText('Your session has ended').waitFor();
    expect(unexpected(faults)).toEqual([]);
  });

  it('an answer that fails is told with a button that asks again', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    await stage.open(page, { route: '/privacy' });
    await page.getByText('What is stored').waitFor();
    await page.route('**/api/records*', (route) => route.fulfill({ status: 500, body: 'Oops' }));
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    await page.getByText('Something went wrong on our side').waitFor();
    await expectGood(page, 'activity, API 500');
    await page.unroute('**/api/records*');
    await button('Try again').click();
    await page.getByText('Nothing here yet').waitFor();

    await page.context().setOffline(true);
    await page.getByRole('searchbox').fill('1');
    await button('Search').click();
    await page.getByText('No answer from the app').waitFor();
    await page.context().setOffline(false);
    await button('Try again').click();
    await page.getByText('No record fits these filters.').waitFor();
    expect(unexpected(faults)).toEqual([]);
  });

  it('a page without a session says where to go', async ({ stage }) => {
    const fresh = (await stage.newPage()).page;
    await fresh.goto(stage.appUrl);
    await fresh.getByText('Open AIQ from your control panel').waitFor();
    await expectGood(fresh, 'never opened');
  });

  it('is in Spanish for a user whose control panel is', async ({ stage, page, faults }) => {
    const user = account(stage).users[1];
    if (user) user.locale = 'es-MX';
    await stage.open(page, { route: '/options', userId: user?.id ?? 0 });
    await page.getByRole('heading', { name: 'Opciones de lealtad', level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    for (const route of ['/options', '/set-up', '/mapping', '/activity', '/privacy']) {
      await stage.open(page, { route, userId: user?.id ?? 0 });
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('status', { name: 'Cargando' }).waitFor({ state: 'detached' });
      await expectGood(page, `${route} in Spanish`);
    }
    expect(faults).toEqual([]);
  });

  it('once uninstalled, opening the app leads to a page that says what to do', async ({ stage, page }) => {
    const late = stage.sandbox.loadUrl();
    await stage.sandbox.uninstall();
    await stage.sandbox.deliveriesSettled();
    await page.goto(late);
    await page.getByRole('heading', { name: 'The app is not installed in this store' }).waitFor();
    await expectGood(page, 'reinstall needed');
    const frame = await openApp(page, stage.controlPanel);
    await frame.locator('#accept').click();
    await frame.getByRole('heading', { name: 'Set-up', level: 1 }).waitFor();
  });
});
