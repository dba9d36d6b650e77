import { demoAccount } from '../../sandbox/aiq/demo-account.ts';
import { choose, fillLink, tick } from '../panel-driver.ts';
import { createMerchant } from '../../support/merchant.ts';
import { until } from '../../support/until.ts';
import { smallStore } from '../stage.ts';
import type { Gallery } from './gallery-contract.ts';

const { uid, key } = demoAccount;

/** The five decisions, with everything that can be wrong with each. */
export async function shootSetUp({ stage: openStage, shoot }: Gallery): Promise<void> {
  const stage = await openStage({ stores: [smallStore, { ...smallStore, hash: 'neighbour1' }] });
  const { sandbox, merchant } = stage;
  const { aiq } = sandbox;
  await merchant.install();
  await merchant.open();
  const { page } = await stage.newPage();
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await stage.open(page);
  await button('Connect').waitFor();
  await shoot(page, 'link-empty');
  await page.getByRole('textbox', { name: 'Connection name' }).fill('');
  await button('Connect').click();
  await page.getByText('Enter a name of at most 60 characters.').waitFor();
  await shoot(page, 'link-nothing-filled-in');
  await fillLink(page, { uid, apiKey: 'a-key-of-somebody-else' });
  await button('Connect').click();
  await page.getByRole('alert').getByText('AIQ refused the API key').waitFor();
  await shoot(page, 'link-wrong-key');
  aiq.setSwitches({ wrongUidStatus: 404 });
  await fillLink(page, { uid: '9999', apiKey: key });
  await button('Connect').click();
  await page.getByRole('alert').getByText('The UID and the API key do not belong together').waitFor();
  await shoot(page, 'link-foreign-uid');
  aiq.setSwitches({ failWith: '503' });
  await fillLink(page, { uid, apiKey: key });
  await button('Connect').click();
  await page.getByRole('alert').getByText('AIQ does not answer').waitFor();
  await shoot(page, 'link-aiq-down');
  aiq.resetSwitches();
  const neighbour = createMerchant({ sandbox, appUrl: stage.appUrl, storeHash: 'neighbour1', uid });
  await neighbour.install();
  await neighbour.open();
  await neighbour.linkAiq();
  await button('Connect').click();
  await page.getByText('Another BigCommerce store is linked to this AIQ account').waitFor();
  await shoot(page, 'link-shared-account');
  await tick(page, 'Yes, both stores share this AIQ account');
  aiq.setSwitches({ latencyMs: 6_000 });
  await button('Connect').click();
  await page.getByText('Asking AIQ…').waitFor();
  await shoot(page, 'link-asking');
  aiq.resetSwitches();

  await page.getByText('All users from this source').waitFor({ timeout: 30_000 });
  await shoot(page, 'age-gate');
  await button('Confirm').click();
  await page.getByText('Tick the box to confirm.').waitFor();
  await shoot(page, 'age-gate-not-ticked');
  await tick(page, /have passed an age gate/);
  await button('Confirm').click();

  await button('Save mapping').waitFor();
  await shoot(page, 'mapping-suggested');
  await choose(page, 'AIQ store for everything that is not mapped', 'Online');
  await shoot(page, 'mapping-with-fallback');
  await button('Save mapping').click();

  sandbox.bigcommerce.api.setSwitches({ latencyMs: 3_000 });
  await page.getByText('Counting…').waitFor();
  await shoot(page, 'history-counting');
  sandbox.bigcommerce.api.resetSwitches();
  await page.getByText(/Takes (about|less)/).waitFor({ timeout: 30_000 });
  await shoot(page, 'history-counted');
  await page.getByLabel('First day').fill('2099-01-01');
  await shoot(page, 'history-in-the-future');
  await page.getByRole('radio', { name: 'Everything' }).press('Space');
  await page.getByText(/Takes (about|less)/).waitFor();
  await button('Save history').click();

  await button('Send ten orders').waitFor();
  await shoot(page, 'trial-not-started');
  aiq.setSwitches({ failWith: '503' });
  await button('Send ten orders').click();
  await page.getByText('The trial did not get through').waitFor({ timeout: 60_000 });
  await shoot(page, 'trial-failed');
  aiq.resetSwitches();
  aiq.setSwitches({ latencyMs: 6_000 });
  await button('Try again').click();
  await page.getByText('Sending. This takes a few seconds.').waitFor();
  await shoot(page, 'trial-running');
  aiq.resetSwitches();
  await page.getByText('The trial is done').waitFor({ timeout: 40_000 });
  await shoot(page, 'trial-done');
  await page.getByRole('link', { name: 'Overview' }).click();
  await button('Continue the set-up').waitFor();
  await shoot(page, 'overview-not-set-up');
  await page.getByRole('link', { name: 'Set-up' }).click();
  await button('Send the rest').click();
  await page.getByRole('heading', { name: 'Is everything there?' }).waitFor();
  await page.getByRole('link', { name: 'Set-up' }).click();
  await page.getByText('Set-up is finished').waitFor();
  await shoot(page, 'finished');

  aiq.revokeKey(uid);
  sandbox.bigcommerce.store(sandbox.storeHash).actions.placeOrder({ statusId: 11 });
  await until(
    'the refusal is noticed',
    async () => (await merchant.call('getStatus')).aiq?.state === 'refused',
  );
  await stage.open(page, { route: '/set-up' });
  await page.getByText('AIQ refuses this key now.').waitFor();
  await shoot(page, 'key-refused');
  await page.getByRole('button', { name: 'Enter the new key' }).click();
  await button('Connect').waitFor();
  await shoot(page, 'key-to-be-replaced');
}
