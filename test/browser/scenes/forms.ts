import { tick, choose } from '../panel-driver.ts';
import { until } from '../../support/until.ts';
import type { Gallery } from './gallery-contract.ts';

/** Loyalty options and store mapping: as they are, changed, in conflict, saved. */
export async function shootForms({ stage: openStage, shoot, shootPanel }: Gallery): Promise<void> {
  const stage = await openStage();
  await stage.setUp();
  const { sandbox, merchant } = stage;
  const { page } = await stage.newPage();
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await stage.open(page, { route: '/options' });
  await page.getByText('Loyalty and messages').waitFor();
  await shoot(page, 'options-defaults');
  await tick(page, 'Enrol shoppers who purchased after a date');
  await page.getByLabel('Enrol since').fill('2026-01-01');
  await tick(page, 'SMS double opt-in for shoppers who purchased after a date');
  await page.getByLabel('Ask since').fill('2026-06-01');
  await tick(page, 'Sync contacts');
  await tick(page, 'Dynamic content');
  await page.getByRole('radio', { name: 'Order total' }).press('Space');
  await page.getByText('Counting shoppers').first().waitFor({ state: 'detached' });
  await page.getByText(/no usable phone\./).waitFor();
  await shoot(page, 'options-preview');
  await page.getByLabel('Enrol since').fill('2099-01-01');
  for (const status of await page
    .getByRole('group', { name: /Order statuses/ })
    .getByRole('checkbox')
    .all()) {
    if (await status.isChecked()) await status.press('Space');
  }
  await button('Save options').click();
  await shoot(page, 'options-errors');
  await button('Discard').click();

  await tick(page, 'Enrol shoppers who purchased after a date');
  await page.getByLabel('Enrol since').fill('2026-01-01');
  await tick(page, 'SMS double opt-in for shoppers who purchased after a date');
  await page.getByLabel('Ask since').fill('2026-06-01');
  await page.getByText(/no usable phone\./).waitFor();
  await button('Save options').click();
  await page.getByText('Send texts to these shoppers?').waitFor();
  await shoot(page, 'options-texts-asked');
  await button('Save and send').click();
  await page.getByText('The options are saved.').first().waitFor();
  await shoot(page, 'options-saved');
  await page.getByLabel('Enrol since').fill('2026-09-01');
  await page.getByText(/may lose the membership/).waitFor();
  await button('Save options').click();
  await page.getByText('Type REMOVE to confirm').waitFor();
  await shoot(page, 'options-typed-confirmation');
  await button('Cancel').click();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByText('Leave without saving?').waitFor();
  await shoot(page, 'options-leave');
  await button('Stay here').click();
  const { version, options } = await merchant.call('getOptions');
  await merchant.call('saveOptions', {
    options: { ...options, dynamicContent: true },
    version,
    confirmation: null,
  });
  await page.getByLabel('Enrol since').fill('2025-09-01');
  await button('Save options').click();
  await page.getByText('This page was saved elsewhere in the meantime').waitFor();
  await shoot(page, 'options-conflict');
  await button('Show what was saved').click();

  await page.getByRole('link', { name: 'Store mapping' }).click();
  await button('Save mapping').waitFor();
  await shoot(page, 'mapping-saved-before');
  const { mapping, version: mappingVersion } = await merchant.call('getMapping');
  await merchant.call('saveMapping', {
    mapping: { ...mapping, channels: {}, fallback: null },
    version: mappingVersion,
  });
  const { actions } = sandbox.bigcommerce.store(sandbox.storeHash);
  actions.placeOrder({ statusId: 11, channelId: actions.createChannel('Pop-up store Harbor Point') });
  await until('the order is parked', async () => {
    return (await merchant.call('getMapping')).channels.some(({ parkedOrders }) => parkedOrders > 0);
  });
  await stage.open(page, { route: '/mapping' });
  await page.getByText('waits for this mapping').waitFor({ timeout: 30_000 });
  await shoot(page, 'mapping-parked-orders');
  for (const width of [320, 1280]) {
    // An open list stays where it was when the width changes under it.
    await page.setViewportSize({ width, height: 900 });
    await page.getByRole('combobox', { name: 'AIQ store for Pop-up store Harbor Point' }).click();
    await shootPanel(page, `mapping-select-open-${String(width)}`);
    await page.keyboard.press('Escape');
  }
  await choose(page, 'AIQ store for everything that is not mapped', 'Online');
  await button('Save mapping').click();
  await page.getByText('The mapping is saved.').first().waitFor();
  await page
    .getByText(/waits? for this mapping/)
    .first()
    .waitFor({ state: 'detached' });
  await shoot(page, 'mapping-saved');

  await choose(page, 'AIQ store for everything that is not mapped', 'Airport');
  const theirs = await merchant.call('getMapping');
  await merchant.call('saveMapping', {
    mapping: { ...theirs.mapping, fallback: 'Front Street' },
    version: theirs.version,
  });
  await button('Save mapping').click();
  await page.getByText('This page was saved elsewhere in the meantime').waitFor();
  await shoot(page, 'mapping-conflict');
}
