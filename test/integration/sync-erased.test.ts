import { afterEach, beforeEach, expect, it } from 'vitest';
import { eraseShopper } from '../../server/panel/erase-shopper.ts';
import { contactToGuest } from '../../server/sync/guests.ts';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 120_000, interval: 25 };
const byEmail = { email: 'Grace@Guest.example', phone: '(503) 555-0123' };
const byPhone = { email: '', phone: '(503) 555-0199' };

let bench: SyncBench;
beforeEach(async () => {
  bench = await openSyncBench({ size: { orders: 3, customers: 2, products: 2 } });
  await bench.startSync();
  bench.engine.start();
});
afterEach(() => bench.close());

async function order(billing: { email: string; phone: string }): Promise<string> {
  const { actions } = bench.sandbox.bigcommerce.store(bench.hash);
  const id = actions.placeOrder({ customerId: 0, statusId: 11, billing });
  await bench.announce(id);
  return String(id);
}

async function erase(contact: string): Promise<number> {
  const { db, syncDeps } = bench.context;
  const { engine } = bench;
  const guest = contactToGuest(contact, 'US', syncDeps.hasher);
  if (guest === null) throw new Error('This is nobody.');
  return eraseShopper({ db, clock: syncDeps.clock, engine }, bench.hash, guest);
}

async function recordOf(id: string) {
  const [row] = await bench.context.db.records.getMany(bench.hash, [{ kind: 'order', id }]);
  return row;
}

function writesOf(id: string): number {
  bench.sandbox.aiq.flush();
  return bench.sandbox.aiq.state(demoAccount.uid).sale(`bc-${bench.hash}-${id}`)?.writes ?? 0;
}

it.each([
  ['e-mail', byEmail, 'grace@guest.example', 2],
  // The record of an order knows no phone: only the guest's own was about them.
  ['phone', byPhone, '503-555-0199', 1],
])('a guest who was erased by %s is not sent again, nor found', async (_, billing, contact, erased) => {
  const before = await order(billing);
  await expect.poll(async () => (await recordOf(before))?.state, patience).toBe('sent');
  expect(await erase(contact)).toBe(erased);

  const later = await order(billing);
  await expect.poll(async () => (await recordOf(later))?.reason, patience).toBe('erased');
  expect(await recordOf(later)).toMatchObject({ state: 'skipped', emailHash: null });
  expect(writesOf(later)).toBe(0);
  expect(writesOf(before)).toBe(1);

  const somebodyElse = await order({ email: 'else@guest.example', phone: '(503) 555-0177' });
  await expect.poll(async () => (await recordOf(somebodyElse))?.state, patience).toBe('sent');
});
