import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { createFaultDraws, faultRuns } from '../support/fault-seed.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';
const cancelled = 5;

const rounds = faultRuns ?? 1;
const draws = createFaultDraws();
/** Each place in each round, passed for the nth time. */
const places = Array.from({ length: rounds }, () =>
  ['after-read', 'after-aiq-accepted', 'after-records', 'before-cursor', 'mid-bulk'].map((place) =>
    place === 'mid-bulk' ? `${place}:1` : `${place}:${1 + draws.int(3)}`,
  ),
).flat();
/** Comes when the last page has been read. */
const lastPlace = 'before-refunds';

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
  const sale = (id: number) => world.sandbox.aiq.state(world.uidOf()).sale(`bc-${hash}-${id}`);
  /** Statuses that the deliveries of new orders were answered with; 0 is none. */
  const deliveries = () =>
    world.sandbox.bigcommerce.hooks.log.list({ scope: 'store/order/created' }).map(({ status }) => status);
  const readOrders = async () => (await world.stream('backfill-orders'))?.counts.read ?? 0;

  function placeOrder(): number {
    const { oracle, actions } = world.sandbox.bigcommerce.store(hash);
    const [customer] = oracle.customers();
    return actions.placeOrder({ customerId: customer?.id ?? 0 });
  }
  async function startArmed(crashPoint: string): Promise<AppProcess> {
    return world.startProcess({ hasty: true, env: { CRASH_POINT: crashPoint } });
  }
  async function untilKilled(app: AppProcess): Promise<void> {
    // Null is the code of a process that a signal has ended.
    expect(await app.ended).toBeNull();
    kills += 1;
  }

  /** @returns the order that was placed while the place was armed; BigCommerce has said all that it can of it */
  async function killedAfterAnOrder(crashPoint: string): Promise<number> {
    const armed = await startArmed(crashPoint);
    world.sandbox.bigcommerce.hooks.log.clear();
    const id = placeOrder();
    await untilKilled(armed);
    await world.sandbox.deliveriesSettled();
    return id;
  }

  it.each([...places, lastPlace])(
    'at %s of history: progress never falls behind what was written',
    async (crashPoint) => {
      // A bulk call is halved only when it is refused.
      world.sandbox.aiq.setSwitches({ maxArray: crashPoint.startsWith('mid-bulk') ? 40 : null });
      const before = await readOrders();
      await untilKilled(await startArmed(crashPoint));
      expect((await world.stream('backfill-orders'))?.status).toBe('running');
      expect(await readOrders()).toBeGreaterThanOrEqual(before);
    },
  );

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

  it('at the cursor of a sweep: what no webhook told is sent, and not again', async () => {
    world.sandbox.bigcommerce.hooks.switches.set({ lossShare: 1 });
    const id = placeOrder();
    await world.sandbox.deliveriesSettled();
    world.sandbox.bigcommerce.hooks.switches.reset();
    await world.wakeSweeps();
    await untilKilled(await startArmed('before-cursor'));
    expect(sale(id)?.writes).toBe(1);
    const { cursor } = (await world.stream('sweep-orders')) ?? {};

    const restarted = await world.startProcess({ hasty: true });
    await world.sweepsEnded();
    await world.converged();
    expect((await world.stream('sweep-orders'))?.cursor).not.toEqual(cursor);
    expect(sale(id)?.writes).toBe(1);
    await restarted.stop();
  });

  it('at options-saved: what was saved is followed by the next sweep', async () => {
    const armed = await startArmed('options-saved');
    const merchant = world.merchant();
    await merchant.open();
    const { options, version } = await merchant.call('getOptions');
    // Few enough to be asked within a second or two.
    const [since = 0] = [...world.sandbox.bigcommerce.store(hash).oracle.orders()]
      .slice(-80)
      .map(({ createdAt }) => createdAt);
    const changed = { ...options, doubleOptInSince: new Date(since).toISOString().slice(0, 10) };
    const saving = merchant.call('saveOptions', { options: changed, version, confirmation: null });
    await expect(saving).rejects.toThrow();
    await untilKilled(armed);
    expect(await world.stream('double-opt-in')).toBeNull();

    const web = await world.startInside({}, { ROLES: 'web' });
    await web.operations.sweepNow(hash);
    await web.close();
    expect((await world.stream('double-opt-in'))?.nextRunAt).toBeInstanceOf(Date);
  });

  it('at opt-in-claimed and opt-in-asked: no phone is asked twice for its opt-in, whatever AIQ has heard', async () => {
    await untilKilled(await startArmed('opt-in-claimed:3'));
    await untilKilled(await startArmed('opt-in-asked:3'));
    const restarted = await world.startProcess({ hasty: true });
    await until('all shoppers were asked', async () => {
      const row = await world.stream('double-opt-in');
      return row?.status === 'waiting' && row.startedAt !== null;
    });
    const asked = world.sandbox.aiq.requests
      .list(world.uidOf())
      .filter(({ endpoint }) => endpoint === 'optInText')
      .reduce((sum, { requests }) => sum + requests, 0);
    expect(asked).toBeGreaterThan(10);
    const unknown = await world.db.records.listKeys(hash, { kind: 'opt-in', state: 'waiting' }, 1_000);
    // Of one that was claimed and never asked, and one that was asked, nobody knows. AIQ does not know some phones.
    expect(asked).toBe((await world.db.consents.count(hash)) - 1 + unknown.length);
    expect(await world.db.consents.listUnsettled(hash, new Date())).toHaveLength(2);
    const state = world.sandbox.aiq.state(world.uidOf());
    expect(state.optIns().filter(({ requestsAsked }) => requestsAsked > 1)).toEqual([]);
    await restarted.stop();
  });

  it('at failure-noted: the merchant sees the trouble, and what waited for its end arrives', async () => {
    const armed = await startArmed('failure-noted');
    world.sandbox.aiq.revokeKey(world.uidOf());
    const id = placeOrder();
    await untilKilled(armed);
    await world.sandbox.deliveriesSettled();

    const restarted = await world.startProcess({ hasty: true });
    const merchant = world.merchant();
    await merchant.open();
    const { problems } = await merchant.call('getOverview');
    expect(problems.map(({ code }) => code)).toContain('aiq-key-refused');
    world.sandbox.aiq.replaceKey(world.uidOf(), 'another-key-of-the-account');
    await merchant.linkAiq();
    await world.converged();
    expect(sale(id)?.writes).toBe(1);
    await restarted.stop();
  });

  it.each(['lease-acquired', 'before-clear'])(
    'at %s: 200 was said, and the order arrives once',
    async (crashPoint) => {
      const id = await killedAfterAnOrder(crashPoint);
      expect(deliveries()).toEqual([200]);
      expect(await world.db.changes.count(hash)).toBeGreaterThan(0);

      const restarted = await world.startProcess({ hasty: true });
      await world.converged();
      expect(sale(id)?.writes).toBe(1);
      await restarted.stop();
    },
  );

  it('at after-aiq-accepted: a sale that was cancelled before the restart is taken back', async () => {
    const id = await killedAfterAnOrder('after-aiq-accepted');
    expect(sale(id)?.total).toBeGreaterThan(0);
    expect(await world.db.records.getMany(hash, [{ kind: 'order', id: String(id) }])).toEqual([]);
    world.sandbox.bigcommerce.store(hash).actions.setOrderStatus(id, cancelled);

    const restarted = await world.startProcess({ hasty: true });
    await until('it was taken back', () => sale(id)?.total === 0);
    await world.converged();
    await restarted.stop();
  });

  it.each([
    ['webhook-before-note', 0],
    ['webhook-noted', 1],
  ])('at %s: no 200 was said, and the order arrives once', async (crashPoint, noted) => {
    const id = await killedAfterAnOrder(crashPoint);
    expect(deliveries()).toEqual([0]);
    expect(await world.db.changes.count(hash)).toBeGreaterThanOrEqual(noted);

    const restarted = await world.startProcess({ hasty: true });
    // The first retry comes after a minute.
    world.sandbox.clock.advance(61_000);
    await world.sandbox.deliveriesSettled();
    await world.converged();
    expect(sale(id)?.writes).toBe(1);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
    await restarted.stop();
  });
});
