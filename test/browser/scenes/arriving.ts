import { openApp } from '../panel-driver.ts';
import type { Gallery } from './gallery-contract.ts';

/** Consent, the first page, and every page that a callback answers with when the panel cannot open. */
export async function shootArriving({ stage: openStage, shoot, shootPanel }: Gallery): Promise<void> {
  const { sandbox, controlPanel, appUrl, newPage } = await openStage();
  const { login } = sandbox.bigcommerce;
  const { page } = await newPage({ width: 1600, height: 1000 });
  const frame = await openApp(page, controlPanel);
  await frame.locator('#accept').waitFor();
  await shootPanel(page, 'consent');

  const alone = (await newPage()).page;
  login.switches.set({ tokenAnswer: 'html' });
  await alone.goto(sandbox.installUrl());
  await shoot(alone, 'install-failed');
  login.switches.set({ tokenAnswer: '500' });
  await alone.goto(sandbox.installUrl());
  await shoot(alone, 'bigcommerce-does-not-answer');
  login.switches.reset();
  await alone.goto(`${appUrl}/bigcommerce/auth`);
  await shoot(alone, 'auth-opened-by-hand');
  await alone.goto(`${appUrl}/bigcommerce/load`);
  await shoot(alone, 'load-opened-by-hand');
  await alone.goto(`${appUrl}/no/such/page`);
  await shoot(alone, 'no-such-address');

  await frame.locator('#accept').click();
  await frame.getByRole('heading', { name: 'Set-up', level: 1 }).waitFor();
  await shootPanel(page, 'set-up-in-the-control-panel');

  const used = sandbox.loadUrl();
  await alone.goto(used);
  await alone.getByRole('heading', { level: 1 }).waitFor();
  await alone.goto(used);
  await shoot(alone, 'open-again');

  const late = sandbox.loadUrl();
  await sandbox.uninstall();
  await sandbox.deliveriesSettled();
  await alone.goto(late);
  await shoot(alone, 'reinstall-needed');
}
