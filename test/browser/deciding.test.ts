import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { demoAccount } from '../sandbox/aiq/demo-account.ts';
import { expectGood, unexpected } from './expect-good.ts';
import { fillLink } from './panel-driver.ts';
import { stageTest } from './stage-test.ts';
import { smallStore, startBrowserOrSkip } from './stage.ts';

const browser = await startBrowserOrSkip();
const it = stageTest(browser, (stage) => stage.merchant.install());
const { uid, key } = demoAccount;

describe.skipIf(browser === null)('the set-up', () => {
  it('points at the field that is wrong, and saves nothing that AIQ did not accept', async ({
    stage,
    page,
    button,
    faults,
  }) => {
    const { aiq } = stage.sandbox;
    const savedLink = async () => (await stage.db.stores.get(smallStore.hash))?.aiq ?? null;
    await stage.open(page);
    await button('Connect').click();
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(3);
    await expect.poll(() => page.getByRole('textbox', { name: 'UID' }).evaluate(hasFocus)).toBe(true);
    await expectGood(page, 'link, nothing filled in');

    await fillLink(page, { uid, apiKey: 'a-key-of-somebody-else' });
    await button('Connect').click();
    await page.getByRole('alert').getByText('AIQ refused the API key').waitFor();
    expect(await page.getByLabel('API key').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('textbox', { name: 'UID' }).inputValue()).toBe(uid);
    await expectGood(page, 'link, wrong key');

    aiq.setSwitches({ wrongUidStatus: 404 });
    await fillLink(page, { uid: '9999', apiKey: key });
    await button('Connect').click();
    await page.getByRole('alert').getByText('The UID and the API key do not belong together').waitFor();
    expect(await page.getByRole('textbox', { name: 'UID' }).getAttribute('aria-invalid')).toBe('true');

    aiq.setSwitches({ failWith: '503' });
    await fillLink(page, { uid, apiKey: key });
    await button('Connect').click();
    await page.getByRole('alert').getByText('AIQ does not answer').waitFor();
    await expectGood(page, 'link, AIQ down');
    expect(await savedLink()).toBeNull();

    aiq.resetSwitches();
    await button('Try again').click();
    await page.getByRole('heading', { name: 'Step 2: Age gate' }).waitFor();
    await expect.poll(savedLink).toMatchObject({ uid, state: 'ok' });
    expect(unexpected(faults)).toEqual([]);
  });

  it('goes on with the next step on another computer', async ({ stage, page, button, faults }) => {
    await stage.open(page, {
      userId: stage.sandbox.bigcommerce.login.account(smallStore.hash).users[1]?.id ?? 0,
    });
    await page.getByText('1 of 5 steps done').waitFor();
    await button('Confirm').click();
    await page.getByText('Tick the box to confirm.').waitFor();
    await expectGood(page, 'age gate, not ticked');
    expect(unexpected(faults)).toEqual([]);
  });

  it('is done without a mouse', async ({ stage, page, button, faults }) => {
    await stage.merchant.open();
    await stage.merchant.call('unlinkAiq');
    await stage.open(page);
    await button('Connect').waitFor();

    const name = page.getByRole('textbox', { name: 'Connection name' });
    await tabTo(page, name);
    if ((await name.inputValue()) === '') await page.keyboard.type('Green Mesa');
    await tabTo(page, page.getByRole('textbox', { name: 'UID' }));
    await page.keyboard.type(uid);
    await tabTo(page, page.getByLabel('API key'));
    await page.keyboard.type(key);
    const off = page.getByRole('checkbox', { name: /own BigCommerce connection is off/ });
    await tabTo(page, off);
    if (!(await off.isChecked())) await page.keyboard.press('Space');
    await tabTo(page, button('Connect'));
    await page.keyboard.press('Enter');

    await headingHasFocus(page, 'Step 2: Age gate');
    await tabTo(page, page.getByRole('checkbox', { name: /have passed an age gate/ }));
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');

    await headingHasFocus(page, 'Step 3: Map stores');
    await button('Save mapping').waitFor();
    await expectGood(page, 'mapping as suggested');
    const fallbackStore = page.getByRole('combobox', { name: 'AIQ store for everything that is not mapped' });
    await tabTo(page, fallbackStore);
    await page.keyboard.press('ArrowDown');
    const online = page.getByRole('option', { name: 'Online' });
    await online.waitFor();
    await page.keyboard.press('End');
    const onlineId = await online.getAttribute('id');
    await expect.poll(() => fallbackStore.getAttribute('aria-activedescendant')).toBe(onlineId);
    await page.keyboard.press('Enter');
    await expect.poll(() => fallbackStore.inputValue()).toBe('Online');
    await tabTo(page, button('Save mapping'));
    await page.keyboard.press('Enter');

    await headingHasFocus(page, 'Step 4: History');
    await tabTo(page, page.getByRole('radio', { name: 'Since a date' }));
    await page.keyboard.press('ArrowDown');
    await page.getByText(/Takes (about|less)/).waitFor();
    await expectGood(page, 'history, counted');
    expect(await page.getByRole('radio', { name: 'Everything' }).isChecked()).toBe(true);
    await page.keyboard.press('Enter');

    await headingHasFocus(page, 'Step 5: Trial');
    for (const step of ['Step 3: Map stores', 'Step 4: History']) {
      const card = page.getByRole('listitem', { name: step });
      await card.getByRole('button', { name: 'Change' }).press('Enter');
      await headingHasFocus(page, step);
      await card.getByRole('button', { name: 'Cancel' }).press('Enter');
      await headingHasFocus(page, 'Step 5: Trial');
    }
    await tabTo(page, button('Send ten orders'));
    await page.setViewportSize({ width: 1280, height: 500 });
    await page.keyboard.press('Enter');
    await page.getByText('The trial is done').waitFor();
    const isInSight = () =>
      button('Send the rest').evaluate(
        (element) => Math.floor(element.getBoundingClientRect().bottom) <= window.innerHeight,
      );
    await expect.poll(isInSight).toBe(true);
    await expectGood(page, 'trial, done');
    await tabTo(page, button('Send the rest'));
    await page.keyboard.press('Enter');

    await page.getByText('Everything that counts is in AIQ.').waitFor({ timeout: 40_000 });
    const { fallback } = (await stage.merchant.call('getMapping')).mapping;
    expect(fallback).toBe('Online');
    await expectGood(page, 'overview, all well');
    await page.getByRole('link', { name: 'Set-up' }).press('Enter');
    await page.getByText('Set-up is finished').waitFor();
    await expectGood(page, 'set-up, finished');
    expect(unexpected(faults)).toEqual([]);
  });
});

function hasFocus(element: Element): boolean {
  return element === document.activeElement;
}

/** Presses Tab until the element has the focus, as somebody would who sees the focus move. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate(hasFocus)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${target.toString()}`);
}

async function headingHasFocus(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.getByRole('heading', { name }).evaluate(hasFocus)).toBe(true);
}
