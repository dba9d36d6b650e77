import { describe, expect } from 'vitest';
import { unexpected } from './expect-good.ts';
import { choose, openApp, tick } from './panel-driver.ts';
import { stageTest } from './stage-test.ts';
import { startBrowserOrSkip } from './stage.ts';

const browser = await startBrowserOrSkip();
const it = stageTest(browser, (stage) => stage.setUp());

/** As merchants see the app: in a frame of another site, which gets no cookie. */
describe.skipIf(browser === null)('in the control panel', () => {
  it('every screen shows what it has, and does what it is for', async ({ stage, page, faults }) => {
    const frame = await openApp(page, stage.controlPanel);
    const button = (name: string) => frame.getByRole('button', { name, exact: true });
    const go = (name: string) => frame.getByRole('link', { name, exact: true }).click();
    const dialogButton = (name: string) => frame.getByRole('dialog').getByRole('button', { name });
    const saved = async () => stage.db.settings.get(stage.sandbox.storeHash);

    await frame.getByText('Everything that counts is in AIQ.').waitFor();
    await button('Compare again').click();
    await frame.getByRole('rowheader', { name: 'Orders' }).waitFor();

    await go('Loyalty options');
    await tick(frame, 'Dynamic content');
    await button('Save options').click();
    await frame.getByText('The options are saved.').first().waitFor();
    expect((await saved()).options.dynamicContent).toBe(true);

    await go('Store mapping');
    await choose(frame, 'AIQ store for everything that is not mapped', 'Airport');
    await button('Save mapping').click();
    await frame.getByText('The mapping is saved.').first().waitFor();
    expect((await saved()).mapping.fallback).toBe('Airport');

    await go('Activity');
    await frame.getByText(/^25 of [\d,]+ records$/).waitFor();
    await choose(frame, 'State', 'Sent');
    await frame
      .getByRole('link', { name: /^Order \d+$/ })
      .first()
      .click();
    await frame.getByText('What happened, and when').waitFor();

    await go('Data & privacy');
    await button('Pause sync').click();
    await dialogButton('Pause sync').click();
    await button('Resume sync').click();
    await dialogButton('Resume sync').click();
    await frame.getByText('Sync is not paused.').waitFor();
    expect(unexpected(faults)).toEqual([]);
  });

  it('every screen says so when the app does not answer, and goes on when it does', async ({
    stage,
    page,
  }) => {
    const frame = await openApp(page, stage.controlPanel);
    const screens = ['Loyalty options', 'Store mapping', 'Activity', 'Data & privacy', 'Overview'];
    const go = (name: string) => frame.getByRole('link', { name, exact: true }).click();
    // Their scripts are there before the app goes away.
    for (const name of screens) {
      await go(name);
      await frame.getByRole('heading', { name, level: 1 }).waitFor();
      await frame.locator('.skeleton').first().waitFor({ state: 'detached' });
    }
    await stage.app().stop();
    for (const name of screens) {
      await go(name);
      await frame.getByText('No answer from the app').first().waitFor();
    }
    await stage.startApp();
    for (const name of screens) {
      await go(name);
      await frame.getByText('No answer from the app').first().waitFor({ state: 'detached' });
      await frame.getByRole('heading', { name, level: 1 }).waitFor();
    }
  });
});
