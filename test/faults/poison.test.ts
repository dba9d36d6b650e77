import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Merchant } from '../support/merchant.ts';
import { createFaultDraws } from '../support/fault-seed.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const [some, all] = ['alpha1', 'beta2'] as const;
const minuteMs = 60_000;

/** History of which AIQ refuses a part, or everything. The tests follow each other. */
describe('AIQ refuses', () => {
  let world: World;
  const draws = createFaultDraws();

  beforeAll(async () => {
    const size = { orders: 240, customers: 40, products: 12 };
    world = await openWorld({ stores: [some, all].map((hash) => ({ hash, size })) });
    await world.startInside();
  });
  afterAll(() => world.close());

  const problems = async (hash: string) => world.db.problems.listOpen(hash);
  const calls = (hash: string) => world.sandbox.aiq.requests.recent(world.uidOf(hash)).length;
  const parked = (hash: string) => world.db.records.listKeys(hash, { state: 'parked' }, 1_000);
  const salesOf = (hash: string) => [...world.sandbox.aiq.state(world.uidOf(hash)).sales()].length;

  /** Everything but "Send the rest". */
  async function untilTrialIsDone(hash: string): Promise<Merchant> {
    const merchant = world.merchant(hash);
    await merchant.install();
    await merchant.open();
    await merchant.prepare();
    await merchant.call('startTrial');
    await until('the trial is done', async () => (await merchant.call('getTrial')).state === 'done');
    return merchant;
  }

  it('a tenth of the records: each is parked with its reason, the rest is delivered, and all go out when asked to', async () => {
    const merchant = await untilTrialIsDone(some);
    const { oracle } = world.sandbox.bigcommerce.store(some);
    const sold = oracle
      .sales({ statuses: [2, 3, 8, 9, 10, 11], basis: 'items' })
      .orderIds.sort((a, b) => a - b);
    // The ten newest are there already, and a guest may be one whom nobody can reach.
    const bad = sold.slice(0, -20).filter((id) => draws.chance(0.1) && oracle.order(id)?.customerId !== 0);
    world.sandbox.aiq.setSwitches(
      { poison: bad.map((id) => ({ field: 'pos_id', equals: `bc-${some}-${id}` })) },
      world.uidOf(some),
    );
    await merchant.call('startSync');
    await until(
      'the bad ones are parked',
      async () => {
        world.sandbox.clock.advance(minuteMs);
        const orders = (await parked(some)).filter(({ kind }) => kind === 'order');
        return orders.length === bad.length;
      },
      60_000,
    );
    await world.converged(some);
    expect((await problems(some)).map(({ code }) => code)).toContain('records-parked');
    measured(`${bad.length} of ${sold.length} refused: ${calls(some)} calls of AIQ`);

    world.sandbox.aiq.resetSwitches(world.uidOf(some));
    // The session has ended while the time passed.
    await merchant.open();
    const { queued } = await merchant.call('retryReason', { reason: 'aiq-rejected' });
    expect(queued).toBeGreaterThanOrEqual(bad.length);
    await until('nothing is parked any more', async () => {
      world.sandbox.clock.advance(minuteMs);
      return (await parked(some)).length === 0;
    });
    await world.converged(some);
  });

  it('every record: the store stops asking, nothing is parked, the merchant is told, and it goes on by itself', async () => {
    const merchant = await untilTrialIsDone(all);
    const sent = salesOf(all);
    world.sandbox.aiq.setSwitches({ poison: [{ field: 'pos_id', contains: 'bc-' }] }, world.uidOf(all));
    const before = calls(all);
    await merchant.call('startSync');
    await until('the merchant is told', async () =>
      (await problems(all)).some(({ code }) => code === 'aiq-rejects-everything'),
    );
    expect(calls(all) - before).toBeLessThanOrEqual(40);
    const asked = calls(all);
    for (let minutes = 0; minutes < 25; minutes += 1) {
      world.sandbox.clock.advance(minuteMs);
      await world.wakeSweeps(all);
    }
    // Another store's new order is served after it, so the engine has looked.
    const other = world.sandbox.bigcommerce.store(some);
    const id = other.actions.placeOrder({ customerId: 0 });
    const posId = `bc-${some}-${id}`;
    await until(
      'the other store is served',
      () => world.sandbox.aiq.state(world.uidOf(some)).sale(posId) !== undefined,
    );
    expect(calls(all)).toBe(asked);
    expect(await parked(all)).toEqual([]);
    expect(salesOf(all)).toBe(sent);

    world.sandbox.aiq.resetSwitches(world.uidOf(all));
    world.sandbox.clock.advance(31 * minuteMs);
    await world.wakeSweeps(all);
    await until('all that was refused has come', async () => {
      world.sandbox.clock.advance(minuteMs);
      return (await world.stream('backfill-orders', all))?.status === 'done';
    });
    await world.converged(all);
    expect((await problems(all)).map(({ code }) => code)).not.toContain('aiq-rejects-everything');
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });
});
