import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabaseUri } from '../support/test-database.ts';
import { expectGood, unexpected } from './expect-good.ts';
import { choose, tick } from './panel-driver.ts';
import { smallStore, startBrowserOrSkip, startStage, type Stage } from './stage.ts';

const browser = await startBrowserOrSkip();

describe.skipIf(browser === null)('options and mapping', () => {
  let stage: Stage;
  let page: Page;
  let faults: string[];
  beforeAll(async () => {
    stage = await startStage(browser!, { databaseUri: testDatabaseUri(), stores: [smallStore] });
    await stage.setUp();
  });
  beforeEach(async () => {
    ({ page, faults } = await stage.newPage());
  });
  afterAll(async () => {
    await stage.close();
    await browser!.close();
  });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const savedOptions = async () => (await stage.db.settings.get(stage.sandbox.storeHash)).options;
  const enrol = 'Enrol shoppers who purchased after a date';

  it('count whom an option touches before it is saved, and save it', async () => {
    await stage.open(page, { route: '/options' });
    await tick(page, enrol);
    await page.getByLabel('Enrol since').fill('2000-01-01');
    await page
      .getByText(/^[1-9]\d* shoppers\. (All have a phone or an|\d+ ha(s|ve) neither phone nor) e-mail\.$/)
      .waitFor();
    await expectGood(page, 'options, with a preview');
    expect((await savedOptions()).enrolSince).toBeNull();
    await button('Save options').click();
    await page.getByText('The options are saved.').first().waitFor();
    expect((await savedOptions()).enrolSince).toBe('2000-01-01');
    expect(faults).toEqual([]);
  });

  it('let nobody lose a membership without a typed confirmation', async () => {
    await stage.open(page, { route: '/options' });
    await tick(page, enrol);
    await page.getByText(/may lose the membership/).waitFor();
    await button('Save options').click();
    const typed = page.getByLabel('Type REMOVE to confirm');
    await typed.waitFor();
    await expectGood(page, 'options, typed confirmation');
    expect(await button('Save anyway').isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    expect((await savedOptions()).enrolSince).toBe('2000-01-01');
    await button('Save options').click();
    await typed.fill('remove');
    await button('Save anyway').click();
    await page.getByText('The options are saved.').first().waitFor();
    expect((await savedOptions()).enrolSince).toBeNull();
    expect(unexpected(faults)).toEqual([]);
  });

  it('overwrite nothing that another admin saved meanwhile, and ask before changes are left behind', async () => {
    await stage.open(page, { route: '/options' });
    await tick(page, 'Dynamic content');

    const users = stage.sandbox.bigcommerce.login.account(stage.sandbox.storeHash).users;
    const other = (await stage.newPage()).page;
    await stage.open(other, { route: '/options', userId: users[1]?.id ?? 0 });
    await other.getByRole('radio', { name: 'Do not send', exact: true }).press('Space');
    await other.getByRole('button', { name: 'Save options' }).click();
    await other.getByText('The options are saved.').first().waitFor();

    // The window is looked at again, which loads what the other saved without a word.
    const loadedAgain = page.waitForResponse(/\/api\/options$/);
    await page.evaluate(() => {
      setInterval(() => window.dispatchEvent(new Event('visibilitychange')), 500);
    });
    await loadedAgain;
    await button('Save options').click();
    await page.getByText('Somebody else saved in the meantime').waitFor();
    await expectGood(page, 'options, conflict');
    expect(await savedOptions()).toMatchObject({ guestOrders: 'skip', dynamicContent: false });
    expect(await page.getByRole('checkbox', { name: 'Dynamic content' }).isChecked()).toBe(true);

    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await expectGood(page, 'options, leaving');
    await button('Stay here').click();
    await button('Show what they saved').click();
    expect(await page.getByRole('radio', { name: 'Do not send', exact: true }).isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Is everything there?' }).waitFor();
    expect(unexpected(faults)).toEqual([]);
  });

  it('send the parked orders of a channel as soon as it is mapped', async () => {
    const { sandbox, merchant, db } = stage;
    const { actions } = sandbox.bigcommerce.store(sandbox.storeHash);
    const { mapping, version } = await merchant.call('getMapping');
    await merchant.call('saveMapping', { mapping: { ...mapping, fallback: null }, version });
    const orderId = String(
      actions.placeOrder({ statusId: 11, channelId: actions.createChannel('Pop-up store') }),
    );
    const state = async () => {
      const [row] = await db.records.getMany(sandbox.storeHash, [{ kind: 'order', id: orderId }]);
      return row?.state;
    };
    await expect.poll(state, { timeout: 20_000 }).toBe('parked');

    await stage.open(page, { route: '/mapping' });
    await page.getByText('1 order waits for this mapping').waitFor();
    await expectGood(page, 'mapping, with a parked order');
    await choose(page, 'AIQ store for Pop-up store', 'Online');
    await button('Save mapping').click();
    await page.getByText('The mapping is saved.').first().waitFor();
    await expect.poll(state, { timeout: 20_000 }).toBe('sent');
    expect(faults).toEqual([]);
  });
});
