import type { Gallery } from './gallery-contract.ts';

/** Every screen for somebody whose control panel is in Spanish. */
export async function shootSpanish({ stage: openStage, shoot }: Gallery): Promise<void> {
  const stage = await openStage();
  const { sandbox } = stage;
  const account = sandbox.bigcommerce.login.account(sandbox.storeHash);
  for (const user of account.users) user.locale = 'es-MX';
  await stage.merchant.install();
  const { page } = await stage.newPage();
  await stage.open(page);
  await page.getByRole('heading', { name: 'Configuración', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Conectar' }).waitFor();
  await shoot(page, 'set-up');
  await stage.setUp();
  await stage.db.problems.raise(sandbox.storeHash, 'webhooks-lost', '', { changes: 38 }, new Date());
  for (const [route, name] of [
    ['/', 'overview'],
    ['/options', 'options'],
    ['/mapping', 'mapping'],
    ['/activity', 'activity'],
    ['/privacy', 'privacy'],
  ] as const) {
    await stage.open(page, { route });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await shoot(page, name);
  }
}
