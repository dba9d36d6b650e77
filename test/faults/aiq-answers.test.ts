import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../server/start.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const [slow, quick] = ['alpha1', 'beta2'] as const;
const hourMs = 3_600_000;

/**
 * AIQ answers one account as slowly as it may from the first test to the last, and tells the other account all sorts
 * of things meanwhile. The tests follow each other.
 */
describe('AIQ answers', () => {
  let world: World;
  let server: RunningServer;
  let slowOrder: number;
  let slowSince: number;

  beforeAll(async () => {
    const size = { orders: 60, customers: 20, products: 12 };
    world = await openWorld({ stores: [slow, quick].map((hash) => ({ hash, size })) });
    server = await world.startInside();
    for (const hash of [slow, quick]) await world.begin(hash);
    for (const hash of [slow, quick]) await world.converged(hash);
    world.sandbox.aiq.setSwitches({ latencyMs: 25_000 }, world.uidOf(slow));
    slowOrder = place(slow);
    slowSince = performance.now();
  });
  afterAll(() => world.close());
  afterEach(() => {
    world.sandbox.aiq.resetSwitches(world.uidOf(quick));
    world.sandbox.bigcommerce.hooks.switches.reset();
  });

  const sale = (hash: string, id: number) =>
    world.sandbox.aiq.state(world.uidOf(hash)).sale(`bc-${hash}-${id}`);
  const requests = () => world.sandbox.aiq.requests.recent(world.uidOf(quick));
  const isThere = (id: number) => sale(quick, id) !== undefined;
  const states = async () => {
    const groups = await world.db.records.count(quick, null);
    return new Set(groups.filter(({ kind }) => kind === 'order').map(({ state }) => state));
  };

  function place(hash: string): number {
    const { oracle, actions } = world.sandbox.bigcommerce.store(hash);
    const [customer] = oracle.customers();
    return actions.placeOrder({ customerId: customer?.id ?? 0 });
  }

  it.each([true, false])(
    '429 to a burst (with a time to wait: %s): nothing is asked before that, nothing is lost or parked',
    async (retryAfterHeader) => {
      world.sandbox.aiq.setSwitches({ perSecond: 1, retryAfterHeader }, world.uidOf(quick));
      world.sandbox.aiq.requests.clear();
      for (let round = 0; round < 4; round += 1) {
        const id = place(quick);
        await until(`order ${id} is in AIQ`, () => isThere(id));
      }
      const notes = requests();
      const refused = notes.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.length).toBeLessThanOrEqual(4);
      for (const { at } of retryAfterHeader ? refused : []) {
        const next = notes.find((note) => note.at > at);
        expect((next?.at ?? Infinity) - at).toBeGreaterThanOrEqual(990);
      }
      expect(await states()).not.toContain('parked');
      world.sandbox.aiq.requests.clear();
    },
  );

  it.each(['whole-batch', 'partial'] as const)(
    'no to one record of a bulk call (%s): it is found by halving, and the others are delivered',
    async (bulkFailure) => {
      world.sandbox.bigcommerce.hooks.switches.set({ lossShare: 1 });
      const ids = Array.from({ length: 60 }, () => place(quick));
      const [bad = 0] = ids.slice(37);
      const poison = [{ field: 'pos_id', equals: `bc-${quick}-${bad}` }];
      world.sandbox.aiq.setSwitches({ bulkFailure, poison }, world.uidOf(quick));
      world.sandbox.aiq.requests.clear();
      await world.wakeSweeps(quick);
      await until('the others are there', () => ids.every((id) => id === bad || isThere(id)));
      await world.sweepsEnded(quick);
      // The call that is refused, ⌈log2(60)⌉ + 1 to find the record, and what was not asked of while it was sought.
      expect(requests().length).toBeLessThanOrEqual(1 + 7 + 1);
      const [record] = await world.db.records.getMany(quick, [{ kind: 'order', id: String(bad) }]);
      expect(record).toMatchObject({ state: 'waiting', reason: 'retrying', attempts: 1 });

      world.sandbox.aiq.resetSwitches(world.uidOf(quick));
      await until('it is there as well', () => {
        world.sandbox.clock.advance(60_000);
        return isThere(bad);
      });
      await world.converged(quick);
    },
  );

  it('yes, and shows the records only 20 hours later: nothing is sent again, nothing is called missing', async () => {
    world.sandbox.aiq.setSwitches({ bulkDelayMs: 20 * hourMs }, world.uidOf(quick));
    const ids = [place(quick), place(quick), place(quick)];
    await until('AIQ has accepted them', () => ids.every(isThere));
    for (let hours = 0; hours < 19; hours += 1) {
      world.sandbox.clock.advance(hourMs);
      await server.schedule.beat();
      await world.wakeSweeps(quick);
      await world.sweepsEnded(quick);
    }
    expect(ids.map((id) => sale(quick, id)?.visible)).toEqual([false, false, false]);
    expect(ids.map((id) => sale(quick, id)?.writes)).toEqual([1, 1, 1]);
    expect(await world.troubles(quick)).toEqual([]);
    world.sandbox.clock.advance(2 * hourMs);
    expect(ids.map((id) => sale(quick, id)?.visible)).toEqual([true, true, true]);
  });

  it('after 25 s: each call has its time, few are under way, and the other store was served as ever', async () => {
    const took: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const id = place(quick);
      took.push(await until('the other store is served', () => isThere(id)));
    }
    measured(`beside an account that is answered after 25 s: slowest ${Math.round(Math.max(...took))} ms`);
    // None has waited for the other account.
    expect(Math.max(...took)).toBeLessThan(20_000);
    await until('the slow order is there', () => sale(slow, slowOrder) !== undefined, 60_000);
    expect(performance.now() - slowSince).toBeGreaterThan(25_000);
    expect(world.sandbox.aiq.requests.mostAtOnce(world.uidOf(slow))).toBeLessThanOrEqual(4);
    world.sandbox.aiq.resetSwitches(world.uidOf(slow));
    await world.converged(slow);
    await world.converged(quick);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });
});
