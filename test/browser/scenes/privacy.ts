import { until } from '../../support/until.ts';
import type { Gallery } from './gallery-contract.ts';

/** Pause and both ways on, erasing, disconnecting. */
export async function shootPrivacy({ stage: openStage, shoot }: Gallery): Promise<void> {
  const stage = await openStage();
  await stage.setUp();
  const { sandbox, db } = stage;
  const { page } = await stage.newPage();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await stage.open(page, { route: '/privacy' });
  await page.getByText('What is stored').waitFor();
  await shoot(page, 'as-it-is');
  await button('Pause sync').click();
  await page.getByText('Pause sync?').waitFor();
  await shoot(page, 'pause-asked');
  await page.getByRole('dialog').getByRole('button', { name: 'Pause sync' }).click();
  await page.getByText('Sync is paused since').waitFor();
  for (let count = 0; count < 3; count += 1) {
    sandbox.bigcommerce.store(sandbox.storeHash).actions.placeOrder({ statusId: 11 });
  }
  await until('the changes are noted', async () => (await db.changes.count(sandbox.storeHash)) >= 3);
  await shoot(page, 'paused');
  await button('Resume sync').click();
  await page.getByText(/Send \d+ changes of the pause/).waitFor();
  await shoot(page, 'resume-asked');
  await button('Cancel').click();

  await button('Erase shopper').click();
  await page.getByText('Enter the customer id, a number.').waitFor();
  await shoot(page, 'erase-not-filled-in');
  await page.getByLabel('Customer id in BigCommerce').fill('101');
  await button('Erase shopper').click();
  await page.getByText('Type ERASE to confirm').waitFor();
  await shoot(page, 'erase-asked');
  await page.getByLabel('Type ERASE to confirm').fill('erase');
  await page.getByRole('dialog').getByRole('button', { name: 'Erase shopper' }).click();
  await page
    .getByText(/who the shopper was|Nothing was kept/)
    .first()
    .waitFor();
  await shoot(page, 'erased');
  await page.getByRole('radio', { name: 'A guest, who ordered without an account' }).press('Space');
  await button('Erase shopper').click();
  await page.getByText('Enter an e-mail address, or a phone number').waitFor();
  await shoot(page, 'erase-guest-not-filled-in');
  await page.getByLabel('E-mail address of the guest').fill('grace@guest.example');
  await button('Erase shopper').click();
  await page.getByText('Erase the guest grace@guest.example?').waitFor();
  await shoot(page, 'erase-guest-asked');
  await button('Cancel').click();
  await button('Disconnect AIQ').click();
  await page.getByText('Type DISCONNECT to confirm').waitFor();
  await shoot(page, 'disconnect-asked');
  await page.getByLabel('Type DISCONNECT to confirm').fill('DISCONNECT');
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect AIQ' }).click();
  await page.getByText('AIQ is not linked.').waitFor();
  await shoot(page, 'disconnected');
}
