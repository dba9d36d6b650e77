import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lease } from '../../server/db/types/leases.ts';
import type { AppProcess } from '../support/app-process.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';
/** Sales. */
const mostInOneCall = 100;
/** Orders of a slice of a page, with their refunds and buyers. */
const mostInOneWrite = 200;

/** The uninstall callback reaches an instance that need not be the one at work. The tests follow each other. */
describe('uninstalling in the middle of history', () => {
  let world: World;
  let worker: AppProcess;

  beforeAll(async () => {
    world = await openWorld({ stores: [{ hash, size: { orders: 1_200, customers: 60, products: 12 } }] });
    // The one that BigCommerce calls does no work, so the other has to notice by itself.
    await world.startProcess({ env: { ROLES: 'web' } });
    worker = await startWorker();
    world.sandbox.aiq.setSwitches({ latencyMs: 150 });
    await world.begin();
    await until('some of history is there', () => sales().length > 200);
  });
  afterAll(() => world.close());

  const startWorker = async () => world.startProcess({ beside: true, env: { ROLES: 'worker' } });
  const sales = () => [...world.sandbox.aiq.state(world.uidOf()).sales()];
  it('erases token and AIQ key at once', async () => {
    await world.sandbox.uninstall(hash);
    const row = await world.db.stores.get(hash);
    expect(row).toMatchObject({ state: 'uninstalled', tokenSealed: null, aiq: { keySealed: null } });
  });

  it('ends every call with the dead token within 5 s and creates no row, not even for a webhook that comes late', async () => {
    const before = await countRows();
    const { saleWrites } = world.sandbox.aiq.totals(world.uidOf());
    const late = await fetch(`${world.appUrl}/bigcommerce/webhooks/${hash}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-aiq-hook-secret': 'whatever it was' },
      body: JSON.stringify({ scope: 'store/order/created', data: { type: 'order', id: 1 } }),
    });
    expect(late.status).toBe(200);
    await world.wakeSweeps(hash);
    // Whatever it was at, it has ended by then.
    expect(await worker.stop()).toBe(0);
    // What was being written at that moment may be there; nothing comes after it.
    const after = await countRows();
    expect({ ...after, records: before.records }).toEqual(before);
    expect(after.records).toBeLessThanOrEqual(before.records + mostInOneWrite);
    const uses = world.sandbox.bigcommerce.login.tokens.deadUses();
    const last = Math.max(0, ...uses.map(({ afterMs }) => afterMs));
    measured(`uninstall: last use of the token ${last} ms after its death`);
    expect(last).toBeLessThan(5_000);
    // The call that was under way reaches AIQ or does not; none comes after it.
    expect(world.sandbox.aiq.totals(world.uidOf()).saleWrites).toBeLessThanOrEqual(
      saleWrites + mostInOneCall,
    );
  });

  it('goes on after a reinstall at once, with the settings kept and nothing sent twice', async () => {
    worker = await startWorker();
    const merchant = world.merchant();
    await merchant.install();
    await merchant.open();
    expect(await merchant.call('getStatus')).toMatchObject({
      aiq: { state: 'refused' },
      setup: { ageGate: expect.anything(), history: { from: 'everything' }, startedAt: expect.any(String) },
    });
    await merchant.linkAiq();
    world.sandbox.aiq.setSwitches({ latencyMs: 0 });
    await world.converged();
    const twice = sales().filter(({ writes }) => writes > 1);
    // Only the call that was under way when the token died, and the one before it whose records were just being
    // written, may come again, as the same upserts.
    expect(twice.length).toBeLessThanOrEqual(2 * mostInOneCall);
    const usedAgain = world.sandbox.bigcommerce.login.tokens
      .deadUses()
      .filter(({ afterMs }) => afterMs > 5_000);
    expect(usedAgain).toEqual([]);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });

  it('fences off a worker that nobody can tell', async () => {
    const { leases } = world.db;
    const held: Lease[] = [];
    await until('the store is nobody’s', async () => {
      const lease = await leases.acquire(hash, 'a worker elsewhere', 30_000);
      if (lease !== null) held.push(lease);
      return lease !== null;
    });
    await world.sandbox.uninstall(hash);
    expect(await Promise.all(held.map((lease) => leases.renew(lease, 30_000)))).toEqual([false]);
  });

  async function countRows() {
    const groups = await world.db.records.count(hash, null);
    return {
      records: groups.reduce((sum, { count }) => sum + count, 0),
      changes: await world.db.changes.count(hash),
      streams: (await world.db.streams.list(hash)).length,
    };
  }
});
