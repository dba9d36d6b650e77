import { demoAccount } from '../../sandbox/aiq/demo-account.ts';
import { problemCodes } from '../../../shared/sync.ts';
import { until } from '../../support/until.ts';
import { choose } from '../panel-driver.ts';
import type { Gallery } from './gallery-contract.ts';

/** History on its way, all well, frozen, refused by either side, and without an answer. */
export async function shootOverview({ stage: openStage, shoot, shootPanel }: Gallery): Promise<void> {
  const stage = await openStage({ stores: [{ hash: 'demo123', size: { orders: 4_000, customers: 900 } }] });
  const { sandbox, merchant } = stage;
  const { actions } = sandbox.bigcommerce.store(sandbox.storeHash);
  sandbox.aiq.setSwitches({ latencyMs: 700 });
  await merchant.install();
  await merchant.setUp();
  const { page } = await stage.newPage();
  await stage.open(page);
  await page
    .getByText(/records a minute/)
    .first()
    .waitFor({ timeout: 40_000 });
  await shoot(page, 'history-running');
  sandbox.aiq.resetSwitches();
  await page.getByText('Everything that counts is in AIQ.').waitFor({ timeout: 90_000 });
  await shoot(page, 'history-done');
  await stage.open(page);
  await page.getByText('Everything that counts is in AIQ.').waitFor();
  await shoot(page, 'all-well');
  await page.getByText('Show as a table').click();
  await shoot(page, 'chart-as-table');
  await page.getByText('Show as a table').click();

  const framed = (await stage.newPage({ width: 1600, height: 1000 })).page;
  await framed.goto(`${stage.controlPanel}/manage`);
  await framed.click('#open');
  await framed.frameLocator('#frame').getByText('Everything that counts is in AIQ.').waitFor();
  await shootPanel(framed, 'in-the-control-panel');

  await merchant.open();
  await merchant.call('freeze');
  actions.placeOrder({ statusId: 11 });
  await page.getByText('Sync is paused since').waitFor();
  await shoot(page, 'frozen');
  await merchant.call('thaw', { changes: 'send' });

  sandbox.aiq.revokeKey(demoAccount.uid);
  actions.placeOrder({ statusId: 11 });
  await page.getByText('AIQ no longer accepts your API key').waitFor({ timeout: 40_000 });
  await shoot(page, 'aiq-key-refused');
  sandbox.aiq.replaceKey(demoAccount.uid, demoAccount.key);
  await merchant.linkAiq();

  const clientId = sandbox.bigcommerce.login.apps.list()[0]?.clientId ?? '';
  sandbox.bigcommerce.login.tokens.kill(clientId, sandbox.storeHash, 'revoked');
  const id = actions.placeOrder({ statusId: 11 });
  await stage.db.changes.note([{ store: sandbox.storeHash, kind: 'order', id: String(id) }], new Date());
  await until(
    'the refusal is noticed',
    async () => {
      return (await merchant.call('getStatus')).store.bigcommerceState !== 'ok';
    },
    60_000,
  );
  await page.getByText('BigCommerce no longer accepts the app').waitFor();
  await shoot(page, 'bigcommerce-token-refused');

  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await page.getByText(/^25 of [\d,]+ records$/).waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await stage.app().stop();
  await page.getByText('The newest figures could not be loaded.').waitFor({ timeout: 30_000 });
  await shoot(page, 'app-down');
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await choose(page, 'State', 'Parked');
  await page.getByText('No answer from the app').waitFor({ timeout: 30_000 });
  await shoot(page, 'app-down-elsewhere');
}

/** Each problem that a merchant can see, counts that do not agree, and webhooks that get lost. */
export async function shootProblems({ stage: openStage, shoot }: Gallery): Promise<void> {
  const stage = await openStage();
  await stage.setUp();
  const { storeHash } = stage.sandbox;
  const { page } = await stage.newPage();
  for (const code of problemCodes) {
    await stage.db.problems.raise(storeHash, code, '', {}, new Date(Date.now() - 3_600_000));
    await stage.db.problems.raise(storeHash, code, '', {}, new Date());
  }
  await stage.open(page);
  await page.getByRole('heading', { name: 'What needs your attention' }).waitFor();
  await shoot(page, 'every-problem');
  for (const code of problemCodes) await stage.db.problems.resolve(storeHash, code, null, new Date());
  const hourAgo = new Date(Date.now() - 3_600_000);
  await stage.db.stores.touch(storeHash, { lastWebhookAt: hourAgo });
  await stage.db.problems.raise(storeHash, 'webhooks-lost', '', { changes: 38 }, hourAgo);
  await page.getByText('the check has found 38 changes').waitFor();
  await shoot(page, 'webhooks-lost');
}
