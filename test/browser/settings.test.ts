import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { expectGood, unexpected } from './expect-good.ts';
import { choose, tick } from './panel-driver.ts';
import { stageTest } from './stage-test.ts';
import { startBrowserOrSkip, type Stage } from './stage.ts';

const browser = await startBrowserOrSkip();
const it = stageTest(browser, (stage) => stage.setUp());

describe.skipIf(browser === null)('options and mapping', () => {
  const savedOptions = async (stage: Stage) => (await stage.db.settings.get(stage.sandbox.storeHash)).options;
  const savedElsewhere = (page: Page) => page.getByText('This page was saved elsewhere in the meantime');
  const enrol = 'Enrol shoppers who purchased after a date';

  it('count whom an option touches before it is saved, and save it', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    await stage.open(page, { route: '/options' });
    await tick(page, enrol);
    await page.getByLabel('Enrol since').fill('2000-01-01');
    await page
      .getByText(/^[1-9]\d* shoppers\. (All have a phone or an|\d+ ha(s|ve) neither phone nor) e-mail\.$/)
      .waitFor();
    await expectGood(page, 'options, with a preview');
    expect((await savedOptions(stage)).enrolSince).toBeNull();
    await button('Save options').click();
    await page.getByText('The options are saved.').first().waitFor();
    expect((await savedOptions(stage)).enrolSince).toBe('2000-01-01');
    expect(faults).toEqual([]);
  });

  it('let nobody lose a membership without a typed confirmation', async ({ stage, page, button, faults }) => {
    await stage.open(page, { route: '/options' });
    await tick(page, enrol);
    await page.getByText(/may lose the membership/).waitFor();
    await button('Save options').click();
    const typed = page.getByLabel('Type REMOVE to confirm');
    await typed.waitFor();
    await expectGood(page, 'options, typed confirmation');
    expect(await button('Save anyway').isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    expect((await savedOptions(stage)).enrolSince).toBe('2000-01-01');
    await button('Save options').click();
    await typed.fill('remove');
    await button('Save anyway').click();
    await page.getByText('The options are saved.').first().waitFor();
    expect((await savedOptions(stage)).enrolSince).toBeNull();
    expect(unexpected(faults)).toEqual([]);
  });

  it('overwrite nothing that another admin saved meanwhile, and ask before changes are left behind', async ({
    stage,
    page,
    button,
    faults,
  }) => {
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
    await savedElsewhere(page).waitFor();
    await expectGood(page, 'options, conflict');
    expect(await savedOptions(stage)).toMatchObject({ guestOrders: 'skip', dynamicContent: false });
    expect(await page.getByRole('checkbox', { name: 'Dynamic content' }).isChecked()).toBe(true);

    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await expectGood(page, 'options, leaving');
    await button('Stay here').click();
    await button('Show what was saved').click();
    expect(await page.getByRole('radio', { name: 'Do not send', exact: true }).isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Is everything there?' }).waitFor();
    expect(unexpected(faults)).toEqual([]);
  });

  it('tell the second of two tabs of one admin, who saves his own or takes what the first has saved', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    const first = await stage.newPage({ context: page.context() });
    const saveInFirst = async (name: string) => {
      await first.page.getByRole('button', { name, exact: true }).click();
      await first.page
        .getByText(/^The (options are|mapping is) saved\./)
        .first()
        .waitFor();
    };
    await stage.open(first.page, { route: '/options' });
    await stage.open(page, { route: '/options' });
    await tick(page, 'Dynamic content');
    await tick(first.page, 'Sync contacts');
    await saveInFirst('Save options');
    await button('Save options').click();
    await savedElsewhere(page).waitFor();
    expect(await savedOptions(stage)).toMatchObject({ dynamicContent: false, syncContacts: true });
    await button('Save mine instead').click();
    await page.getByText('The options are saved.').first().waitFor();
    expect(await savedOptions(stage)).toMatchObject({ dynamicContent: true, syncContacts: false });

    const fallback = 'AIQ store for everything that is not mapped';
    await stage.open(first.page, { route: '/mapping' });
    await stage.open(page, { route: '/mapping' });
    await choose(page, fallback, 'Front Street');
    await choose(first.page, fallback, 'Airport');
    await saveInFirst('Save mapping');
    await button('Save mapping').click();
    await savedElsewhere(page).waitFor();
    await expectGood(page, 'mapping, conflict');
    const shown = page.getByRole('combobox', { name: fallback });
    await expect.poll(() => shown.inputValue()).toBe('Front Street');
    await button('Show what was saved').click();
    await expect.poll(() => shown.inputValue()).toBe('Airport');
    await choose(page, fallback, 'Online');
    await button('Save mapping').click();
    await page.getByText('The mapping is saved.').first().waitFor();
    expect((await stage.db.settings.get(stage.sandbox.storeHash)).mapping.fallback).toBe('Online');
    expect(unexpected([...faults, ...first.faults])).toEqual([]);
  });

  it('leave each step of the set-up as it was when its change is cancelled', async ({
    stage,
    page,
    faults,
  }) => {
    const { storeHash } = stage.sandbox;
    const saved = async () => ({
      link: (await stage.db.stores.get(storeHash))?.aiq,
      settings: await stage.db.settings.get(storeHash),
      audit: await stage.db.audit.list(storeHash, { limit: 50, before: null }),
    });
    const before = await saved();
    const sent: string[] = [];
    const reading = ['/api/session', '/api/setup/history/preview'];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (request.method() !== 'GET' && !reading.includes(pathname)) sent.push(pathname);
    });
    const uid = page.getByRole('textbox', { name: 'UID' });
    const fallback = page.getByRole('combobox', { name: 'AIQ store for everything that is not mapped' });
    const nothing = page.getByRole('radio', { name: 'Nothing' });

    await stage.open(page, { route: '/set-up' });
    for (const [name, edit, read] of [
      ['Step 1: Link AIQ', () => uid.fill('1'), () => uid.inputValue()],
      [
        'Step 3: Map stores',
        () => choose(page, 'AIQ store for everything that is not mapped', 'Airport'),
        () => fallback.inputValue(),
      ],
      ['Step 4: History', () => nothing.press('Space'), async () => String(await nothing.isChecked())],
    ] as const) {
      const step = page.getByRole('listitem', { name });
      const change = step.getByRole('button', { name: 'Change' });
      const cancel = step.getByRole('button', { name: 'Cancel' });
      await change.click();
      await cancel.waitFor();
      const value = await read();
      await edit();
      await expect.poll(read).not.toBe(value);
      await cancel.click();
      await change.click();
      await cancel.waitFor();
      await expect.poll(read).toBe(value);
      await cancel.click();
      await change.waitFor();
    }
    expect(sent).toEqual([]);
    expect(await saved()).toEqual(before);
    expect(faults).toEqual([]);
  });

  it('send the parked orders of a channel as soon as it is mapped', async ({
    stage,
    page,
    button,
    faults,
  }) => {
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
