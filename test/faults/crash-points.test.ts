import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { createFaultDraws, faultRuns } from '../support/fault-seed.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';

const rounds = faultRuns ?? 1;
const draws = createFaultDraws();
/** Each place in each round, passed for the nth time. */
const places = Array.from({ length: rounds }, () =>
  ['after-read', 'after-aiq-accepted', 'after-records', 'before-cursor', 'mid-bulk'].map((place) =>
    place === 'mid-bulk' ? `${place}:1` : `${place}:${1 + draws.int(3)}`,
  ),
).flat();

/** One history, killed at one place after the other by the process itself, and started again each time. */
describe('a process that is killed at the worst place', () => {
  let world: World;
  let kills = 0;

  beforeAll(async () => {
    world = await openWorld({
      stores: [{ hash, size: { orders: 2_000 * rounds, customers: 300, products: 12 } }],
    });
    const first = await world.startProcess({ hasty: true });
    world.sandbox.aiq.setSwitches({ latencyMs: 100 });
    await world.begin();
    await until('history has begun', () => sales().length > 50);
    await first.stop();
  });
  afterAll(() => world.close());

  const sales = () => [...world.sandbox.aiq.state(world.uidOf()).sales()];
  const readOrders = async () => (await world.stream('backfill-orders'))?.counts.read ?? 0;

  async function startArmed(crashPoint: string): Promise<AppProcess> {
    return world.startProcess({ hasty: true, env: { CRASH_POINT: crashPoint } });
  }
  async function untilKilled(app: AppProcess): Promise<void> {
    // Null is the code of a process that a signal has ended.
    expect(await app.ended).toBeNull();
    kills += 1;
  }

  it.each(places)('at %s of history: progress never falls behind what was written', async (crashPoint) => {
    // A bulk call is halved only when it is refused.
    world.sandbox.aiq.setSwitches({ maxArray: crashPoint.startsWith('mid-bulk') ? 40 : null });
    const before = await readOrders();
    await untilKilled(await startArmed(crashPoint));
    expect((await world.stream('backfill-orders'))?.status).toBe('running');
    expect(await readOrders()).toBeGreaterThanOrEqual(before);
  });

  it('and has it all in the end, each sale as one, sent again only from where a kill came', async () => {
    world.sandbox.aiq.setSwitches({ latencyMs: 0, maxArray: null });
    const last = await world.startProcess({ hasty: true });
    await world.converged();
    const again = sales().filter(({ writes }) => writes > 1);
    // Of a slice that AIQ has just accepted, and of the one before it, whose records were being written meanwhile.
    expect(again.length).toBeLessThanOrEqual(200 * kills);
    for (const { pos_id: posId } of again) {
      const writes = world.sandbox.aiq.state(world.uidOf()).saleWrites(posId);
      expect(new Set(writes.map(({ payloadHash }) => payloadHash)).size).toBe(1);
    }
    // Equal content is not sent a third time.
    const { saleWrites } = world.sandbox.aiq.totals(world.uidOf());
    await world.wakeSweeps();
    await world.sweepsEnded();
    await world.converged();
    expect(world.sandbox.aiq.totals(world.uidOf()).saleWrites).toBe(saleWrites);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
    await last.stop();
  });

  it.each([
    ['webhook-before-note', 0],
    ['webhook-noted', 1],
  ])('at %s: no 200 was said, and the order arrives once', async (crashPoint, noted) => {
    const { hooks } = world.sandbox.bigcommerce;
    const app = await startArmed(crashPoint);
    hooks.log.clear();
    const [customer] = world.sandbox.bigcommerce.store(hash).oracle.customers();
    const id = world.sandbox.bigcommerce.store(hash).actions.placeOrder({ customerId: customer?.id ?? 0 });
    await untilKilled(app);
    await world.sandbox.deliveriesSettled();
    expect(hooks.log.list({ scope: 'store/order/created' }).map(({ status }) => status)).toEqual([0]);
    expect(await world.db.changes.count(hash)).toBeGreaterThanOrEqual(noted);

    const restarted = await world.startProcess({ hasty: true });
    // The first retry comes after a minute.
    world.sandbox.clock.advance(61_000);
    await world.sandbox.deliveriesSettled();
    await world.converged();
    expect(world.sandbox.aiq.state(world.uidOf()).sale(`bc-${hash}-${id}`)?.writes).toBe(1);
    await restarted.stop();
  });
});
