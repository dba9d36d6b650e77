import type { FrameLocator, Page } from 'playwright-core';

/** The panel, in the control panel's frame or alone. */
export type Panel = FrameLocator | Page;

/** Opens the app in the control panel; the first time this is the consent page. */
export async function openApp(page: Page, controlPanel: string, path = ''): Promise<FrameLocator> {
  await page.goto(`${controlPanel}/manage${path}`);
  await page.click('#open');
  return page.frameLocator('#frame');
}

/** Ticks a box by keyboard, as BigDesign draws its own box above the real one. */
export async function tick(frame: Panel, label: string | RegExp): Promise<void> {
  await frame.getByRole('checkbox', { name: label }).press('Space');
}

export async function choose(frame: Panel, label: string, option: string): Promise<void> {
  await frame.getByRole('combobox', { name: label }).click();
  await frame.getByRole('option', { name: option, exact: true }).click();
}

export interface SetUpInput {
  uid: string;
  apiKey: string;
  fallback: string;
}

/** The five decisions of the set-up as a merchant takes them, up to "Send the rest". */
export async function completeSetUp(frame: Panel, input: SetUpInput): Promise<void> {
  await linkAiq(frame, input);
  await tick(frame, /have passed an age gate/);
  await frame.getByRole('button', { name: 'Confirm' }).click();
  await choose(frame, 'AIQ store for everything that is not mapped', input.fallback);
  await frame.getByRole('button', { name: 'Save mapping' }).click();
  await frame.getByRole('radio', { name: 'Everything' }).press('Space');
  await frame.getByRole('button', { name: 'Save history' }).click();
  await frame.getByRole('button', { name: 'Send ten orders' }).click();
  await frame.getByText('The trial is done').waitFor();
  await frame.getByRole('button', { name: 'Send the rest' }).click();
}

type Credentials = Pick<SetUpInput, 'uid' | 'apiKey'>;

/** Fills in the first step; the box stays ticked when it is. */
export async function fillLink(panel: Panel, { uid, apiKey }: Credentials): Promise<void> {
  const name = panel.getByRole('textbox', { name: 'Connection name' });
  if ((await name.isEnabled()) && (await name.inputValue()) === '') await name.fill('Green Mesa web shop');
  await panel.getByRole('textbox', { name: 'UID' }).fill(uid);
  await panel.getByLabel('API key').fill(apiKey);
  const off = panel.getByRole('checkbox', { name: /own BigCommerce connection is off/ });
  if (!(await off.isChecked())) await off.press('Space');
}

export async function linkAiq(panel: Panel, credentials: Credentials): Promise<void> {
  await fillLink(panel, credentials);
  await panel.getByRole('button', { name: 'Connect' }).click();
  await panel
    .getByText(/^Connected; \d+ retail stores? found/)
    .first()
    .waitFor();
}
