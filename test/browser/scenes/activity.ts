import { until } from '../../support/until.ts';
import type { RecordKind, RecordState } from '../../../shared/sync.ts';
import { choose } from '../panel-driver.ts';
import type { Stage } from '../stage.ts';
import type { Gallery } from './gallery-contract.ts';

/** Records with their filters and details, the two questions, and who changed what. */
export async function shootActivity({ stage: openStage, shoot }: Gallery): Promise<void> {
  const stage = await openStage();
  const { merchant } = stage;
  const { page } = await stage.newPage();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await merchant.install();
  await stage.open(page, { route: '/activity' });
  await page.getByText('Nothing here yet').waitFor();
  await shoot(page, 'empty');

  await stage.setUp();
  await makeEveryState(stage);
  await stage.open(page, { route: '/activity' });
  await page.getByText(/^25 of [\d,]+ records$/).waitFor();
  await shoot(page, 'filled');
  await choose(page, 'State', 'Parked');
  await choose(page, 'Reason', 'Store not mapped');
  await button('Try all of this reason again').waitFor();
  await shoot(page, 'filtered');
  await button('Try all of this reason again').click();
  await page.getByText('Try all of this reason again?').waitFor();
  await shoot(page, 'retry-all-asked');
  await button('Cancel').click();
  await button('Clear filters').click();
  await page.getByRole('searchbox').fill('nobody@example.com');
  await button('Search').click();
  await page.getByText('No record fits these filters.').waitFor();
  await shoot(page, 'nothing-found');
  await button('Clear filters').click();
  await button('Download as CSV').waitFor();
  await button('Find the order').click();
  await button('Explain').click();
  await shoot(page, 'questions-not-filled-in');

  const wanted = [
    ['sent', 'order', 'sent'],
    ['parked', 'order', 'parked'],
    ['skipped', 'order', 'skipped'],
    ['refund', 'refund', 'sent'],
    ['customer', 'customer', 'sent'],
    ['product', 'product', 'sent'],
    ['enrolment', 'enrolment', 'sent'],
  ] as const;
  await switchEverythingOn(stage);
  for (const [picture, kind, state] of wanted) {
    await page.goto(`${stage.appUrl}/records/${kind}/${await newest(stage, kind, state)}`);
    await page.getByText('What happened, and when').waitFor();
    await shoot(page, `record-${picture}`);
  }
  await page.goto(`${stage.appUrl}/activity`);
  await page.getByLabel('Order number', { exact: true }).fill('999999');
  await button('Find the order').click();
  await page.getByText('We do not know this order or record').waitFor();
  await shoot(page, 'record-unknown');

  const [order] = await merchant.call('listRecords').then(({ records }) => {
    return records.filter(({ kind, customerId }) => kind === 'order' && customerId !== null);
  });
  for (const [picture, shopper] of [
    ['why-a-buyer', order?.customerId ?? ''],
    ['why-nobody', 'nobody@example.com'],
  ] as const) {
    await page.goto(`${stage.appUrl}/activity`);
    await page.getByLabel('Shopper’s e-mail or customer id').fill(shopper);
    await button('Explain').click();
    await page.getByRole('heading', { name: 'Why no points?' }).waitFor();
    await shoot(page, picture);
  }
  await stage.open(page);
  await page.getByRole('rowheader', { name: 'Loyalty enrolments' }).waitFor();
  await shoot(page, 'overview-of-all-types');
  await page.goto(`${stage.appUrl}/activity?view=audit`);
  await page.getByText('App installed').waitFor();
  await shoot(page, 'audit');
}

/** A parked, a skipped, a refunded order. */
async function makeEveryState({ sandbox, db, merchant }: Stage): Promise<void> {
  const { actions } = sandbox.bigcommerce.store(sandbox.storeHash);
  const { mapping, version, channels } = await merchant.call('getMapping');
  const known = Object.fromEntries(channels.map(({ id }) => [String(id), 'Online']));
  await merchant.call('saveMapping', { mapping: { ...mapping, channels: known, fallback: null }, version });
  actions.placeOrder({ statusId: 11, channelId: actions.createChannel('Pop-up store') });
  actions.placeOrder({ statusId: 7 });
  await until('each state is there', async () => {
    const counts = await db.records.count(sandbox.storeHash, null);
    const has = (kind: RecordKind, state: RecordState) => {
      return counts.some((one) => one.kind === kind && one.state === state);
    };
    return has('order', 'parked') && has('order', 'sent') && has('order', 'skipped') && has('refund', 'sent');
  });
}

/** Products and enrolments have records only when they are sent. */
async function switchEverythingOn({ db, merchant, sandbox }: Stage): Promise<void> {
  const { version, options } = await merchant.call('getOptions');
  await merchant.call('saveOptions', {
    options: { ...options, enrolSince: '2026-01-01', dynamicContent: true, syncContacts: true },
    version,
    confirmation: null,
  });
  await until('products and enrolments are sent', async () => {
    const counts = await db.records.count(sandbox.storeHash, null);
    const sent = counts.filter(({ state }) => state === 'sent').map(({ kind }) => kind);
    return sent.includes('product') && sent.includes('enrolment');
  });
}

async function newest({ sandbox, db }: Stage, kind: RecordKind, state: RecordState): Promise<string> {
  const { rows } = await db.records.search(sandbox.storeHash, { kind, state }, { limit: 1, cursor: null });
  const [row] = rows;
  if (!row) throw new Error(`there is no ${kind} that is ${state}`);
  return row.id;
}
