import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const [ill, well] = ['alpha1', 'beta2'] as const;

/** In real time, because circuits are. The tests follow each other. */
describe('AIQ is down for the account of one store', () => {
  let world: World;

  beforeAll(async () => {
    const size = { orders: 60, customers: 20, products: 12 };
    world = await openWorld({ stores: [ill, well].map((hash) => ({ hash, size })) });
    await world.startInside();
    for (const hash of [ill, well]) await world.begin(hash);
    for (const hash of [ill, well]) await world.converged(hash);
    world.sandbox.aiq.requests.clear();
  });
  afterAll(() => world.close());

  function place(hash: string): number {
    const { oracle, actions } = world.sandbox.bigcommerce.store(hash);
    const [customer] = oracle.customers();
    return actions.placeOrder({ customerId: customer?.id ?? 0 });
  }
  const inAiq = (hash: string, id: number) =>
    world.sandbox.aiq.state(world.uidOf(hash)).sale(`bc-${hash}-${id}`);
  const failed = () =>
    world.sandbox.aiq.requests
      .list(world.uidOf(ill))
      .reduce((sum, { requests, status }) => (status === 503 ? sum + requests : sum), 0);
  const readsOfOrders = () => world.sandbox.bigcommerce.api.requests.total(ill);

  it('its circuit opens after a few failures, BigCommerce is not read any more, and the other store goes on', async () => {
    world.sandbox.aiq.setSwitches({ failWith: '503' }, world.uidOf(ill));
    place(ill);
    await until('the circuit is open', () => failed() >= 5);
    await until('the merchant is told', async () => {
      // Several tries of the store, all within the open circuit.
      world.sandbox.clock.advance(5_000);
      return (await world.db.problems.listOpen(ill)).some(({ code }) => code === 'aiq-unavailable');
    });
    const took: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const id = place(well);
      took.push(await until('the other store is served', () => inAiq(well, id) !== undefined, 10_000));
    }
    measured(`beside a store whose AIQ is down: slowest ${Math.round(Math.max(...took))} ms`);
    expect(failed()).toBeLessThanOrEqual(10);
    const reads = readsOfOrders();
    for (let minutes = 0; minutes < 10; minutes += 1) {
      place(ill);
      world.sandbox.clock.advance(60_000);
    }
    await world.sandbox.deliveriesSettled();
    expect(failed()).toBeLessThanOrEqual(11);
    // Each try of the store reads before it finds the circuit open; there are as many tries as jumps of time.
    expect(readsOfOrders() - reads).toBeLessThan(60);
  });

  it('and within a minute of its recovery the store has caught up', async () => {
    world.sandbox.aiq.resetSwitches(world.uidOf(ill));
    const tookMs = await until(
      'the store has caught up',
      async () => {
        world.sandbox.clock.advance(1_000);
        return (await world.db.changes.count(ill)) === 0;
      },
      60_000,
    );
    measured(`AIQ back: caught up after ${Math.round(tookMs)} ms`);
    for (const hash of [ill, well]) await world.converged(hash);
    const groups = await world.db.records.count(ill, null);
    expect(groups.filter(({ state }) => state === 'parked')).toEqual([]);
    // The comparison of counts may fall into the minutes that pass in a moment here, before a webhook has come.
    await expect.poll(() => world.troubles(ill), { timeout: 10_000 }).not.toContain('aiq-unavailable');
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });
});
