import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { measured } from '../support/measured.ts';
import { expectGood, unexpected } from './expect-good.ts';
import { tick } from './panel-driver.ts';
import { stageTest } from './stage-test.ts';
import { smallStore, startBrowserOrSkip } from './stage.ts';

const browser = await startBrowserOrSkip();
const it = stageTest(browser, (stage) => stage.setUp(), { stores: [smallStore], wireToDatabase: true });

/** The app waits five seconds for its database, and the panel asks three times. */
const whenAskedThrice = { timeout: 60_000 };

describe.skipIf(browser === null)('while the database is down', () => {
  it('every page says so and keeps what it shows and what was typed, and goes on when it is back', async ({
    stage,
    page: overview,
    faults,
  }) => {
    const options = await stage.newPage();
    const activity = await stage.newPage();
    const arriving = await stage.newPage();
    const contacts = options.page.getByRole('checkbox', { name: 'Sync contacts' });
    const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
    const told = (page: Page, role: 'status' | 'alert') =>
      page.getByRole(role).filter({ hasText: 'The app is not available right now' });
    const loadUrl = stage.sandbox.loadUrl();
    await stage.open(overview);
    await stage.open(options.page, { route: '/options' });
    await tick(options.page, 'Sync contacts');
    await stage.open(activity.page, { route: '/privacy' });
    await activity.page.getByText('What is stored').waitFor();
    await overview.getByText('Everything that counts is in AIQ.').waitFor();

    stage.wire().cut();
    await button(options.page, 'Save options').click();
    await activity.page.getByRole('link', { name: 'Activity', exact: true }).click();
    await arriving.page.goto(loadUrl);
    await arriving.page.getByRole('heading', { name: 'The app is not available right now' }).waitFor();
    await expectGood(arriving.page, 'opening the app, database down');
    await told(options.page, 'alert').first().waitFor();
    await told(activity.page, 'alert').waitFor(whenAskedThrice);
    await told(overview, 'status').waitFor(whenAskedThrice);

    expect(await overview.getByRole('table', { name: 'Records by type and state' }).isVisible()).toBe(true);
    await overview.getByText('Nothing is lost: your orders will be sent later').waitFor();
    await expectGood(overview, 'overview, database down');
    expect(await contacts.isChecked()).toBe(true);
    expect((await stage.db.settings.get(stage.sandbox.storeHash)).options.syncContacts).toBe(false);
    await expectGood(options.page, 'options, database down');
    await expectGood(activity.page, 'activity, database down');

    stage.wire().mend();
    const from = performance.now();
    await told(overview, 'status').waitFor({ state: 'detached' });
    measured(`database back: the overview was, after ${Math.round(performance.now() - from)} ms`);
    await button(options.page, 'Save options').click();
    await options.page.getByText('The options are saved.').first().waitFor();
    expect((await stage.db.settings.get(stage.sandbox.storeHash)).options.syncContacts).toBe(true);
    await button(activity.page, 'Try again').click();
    await activity.page.getByText(/^25 of \d+ records$/).waitFor();
    await arriving.page.goto(loadUrl);
    await arriving.page.getByText('Everything that counts is in AIQ.').waitFor();
    for (const seen of [faults, options.faults, activity.faults, arriving.faults]) {
      expect(unexpected(seen)).toEqual([]);
    }
  });
});
