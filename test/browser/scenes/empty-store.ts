import type { Gallery } from './gallery-contract.ts';

/** A shop on its first day: nothing to count, to try or to show. */
export async function shootEmptyStore({ stage: openStage, shoot }: Gallery): Promise<void> {
  const stage = await openStage({
    stores: [{ hash: 'demo123', size: { orders: 0, customers: 0, products: 0 } }],
  });
  const { merchant } = stage;
  await merchant.install();
  await merchant.open();
  await merchant.prepare();
  const { page } = await stage.newPage();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await stage.open(page, { route: '/set-up?step=history' });
  await page.getByText(/Takes (about|less)/).waitFor();
  await shoot(page, 'history');
  await stage.open(page);
  await button('Send ten orders').click();
  await page.getByText('There is no order to try with yet').waitFor();
  await shoot(page, 'trial');
  await button('Start the sync').click();
  await page.getByText('Everything that counts is in AIQ').waitFor();
  await shoot(page, 'overview');
}
