import type { Gallery } from './gallery-contract.ts';

/** A session that ended with something typed, none at all, a screen that cannot load, an app that does not answer. */
export async function shootSession({ stage: openStage, shoot }: Gallery): Promise<void> {
  const stage = await openStage();
  const { sandbox, db } = stage;
  await stage.merchant.install();
  const { page } = await stage.newPage();
  await stage.open(page);
  await page.getByRole('textbox', { name: 'UID' }).fill('1234');
  await db.users.remove(sandbox.storeHash, sandbox.bigcommerce.login.account(sandbox.storeHash).ownerId);
  await page.getByRole('button', { name: 'Connect' }).waitFor();
  await page.getByLabel('API key').fill('some-key-of-aiq');
  await page.getByRole('checkbox', { name: /own BigCommerce connection is off/ }).press('Space');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByText('Your session has ended').waitFor();
  await shoot(page, 'ended');

  const fresh = (await stage.newPage()).page;
  await fresh.goto(stage.appUrl);
  await fresh.getByText('Open AIQ from your control panel').waitFor();
  await shoot(fresh, 'never-opened');

  const crashing = (await stage.newPage()).page;
  await crashing.route('**/api/records?*', (route) => route.fulfill({ json: { records: [{}], next: null } }));
  await stage.open(crashing, { route: '/activity' });
  await crashing.getByText('This page stopped working').waitFor();
  await shoot(crashing, 'crash');

  const cutOff = (await stage.newPage()).page;
  await cutOff.route(/privacy-screen/, (route) => route.abort());
  await stage.open(cutOff, { route: '/privacy' });
  await cutOff.getByText('This page could not be loaded').waitFor();
  await shoot(cutOff, 'screen-not-loaded');

  const failing = (await stage.newPage()).page;
  const url = sandbox.loadUrl();
  await failing.route('**/api/session', (route) => route.abort());
  await failing.goto(url);
  await failing.getByText('The app is not available right now').waitFor();
  await shoot(failing, 'not-available');
}
