import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hook } from '../sandbox/bigcommerce/hooks/hook.ts';
import { createFaultDraws, faultRuns } from '../support/fault-seed.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const flooding = 'alpha1';
const others = ['beta2', 'gamma3', 'delta4'] as const;
const events = 3_000 * (faultRuns ?? 1);
const orders = 1_500;
const atOnce = 100;

/** One instance; the events are true ones, of one store, as many as the sender can send. */
describe('a store that floods the app with events', () => {
  let world: World;
  const draws = createFaultDraws();

  beforeAll(async () => {
    const small = { orders: 60, customers: 20, products: 12 };
    world = await openWorld({
      stores: [
        { hash: flooding, size: { ...small, orders } },
        ...others.map((hash) => ({ hash, size: small })),
      ],
    });
    await world.startProcess({ hasty: true });
    await Promise.all([flooding, ...others].map((hash) => world.begin(hash)));
    for (const hash of [flooding, ...others]) await world.converged(hash);
  });
  afterAll(() => world.close());

  function hookOfOrders(): Hook {
    const all = world.sandbox.bigcommerce.hooks.registry.ofStore(flooding);
    const hook = all.find(({ scope }) => scope.startsWith('store/order/'));
    if (hook === undefined) throw new Error('there is no hook of orders');
    return hook;
  }

  /** Places an order in each of the other stores. @returns milliseconds until AIQ has it, sorted */
  async function serveOthers(): Promise<number[]> {
    const took = await Promise.all(
      others.map(async (hash) => {
        const id = world.sandbox.bigcommerce.store(hash).actions.placeOrder({ customerId: 0 });
        const { sale } = world.sandbox.aiq.state(world.uidOf(hash));
        return until(`${hash} is served`, () => sale(`bc-${hash}-${id}`) !== undefined);
      }),
    );
    return took;
  }
  const median = (took: number[]) => took.sort((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0;

  it('is read by the page, and the other stores are served as ever', async () => {
    const { hooks, api, store } = world.sandbox.bigcommerce;
    const quiet: number[] = [];
    for (let round = 0; round < 8; round += 1) quiet.push(...(await serveOthers()));
    const ids = [...store(flooding).oracle.orders()].map(({ id }) => id);
    const { saleWrites } = world.sandbox.aiq.totals(world.uidOf(flooding));
    const before = api.requests.total(flooding);
    hooks.log.clear();

    const from = performance.now();
    const hook = hookOfOrders();
    let isFlooding = true;
    async function flood(): Promise<void> {
      // The sender has one queue for all stores: what it holds back is not the app's delay.
      for (let sent = 0; sent < events; sent += atOnce) {
        for (let event = 0; event < atOnce; event += 1) {
          const data = { type: 'order', id: draws.pick(ids) };
          const body = { scope: 'store/order/updated', data, hash: `${sent}-${event}`, created_at: 1 };
          hooks.deliveries.sendRaw(hook, JSON.stringify(body), body.scope);
        }
        await hooks.deliveries.drained();
      }
      isFlooding = false;
    }
    const flooded: number[] = [];
    async function serve(): Promise<void> {
      while (isFlooding) flooded.push(...(await serveOthers()));
    }
    await Promise.all([flood(), serve()]);
    const tookMs = performance.now() - from;
    await until('the inbox is empty', async () => (await world.db.changes.count(flooding)) === 0, 60_000);

    expect(hooks.log.count('delivered')).toBeGreaterThanOrEqual(events);
    expect(hooks.log.totals()).toEqual({ delivered: hooks.log.count('delivered') });
    const reads = api.requests.total(flooding) - before;
    measured(
      `${events} events in ${Math.round(tookMs)} ms: ${reads} reads; others: median ${Math.round(median(quiet))} ms quiet, ${Math.round(median(flooded))} ms flooded, slowest ${Math.round(flooded.at(-1) ?? 0)} ms`,
    );
    // A page brings 250 orders; single reads would be as many as events.
    expect(reads).toBeLessThan(events / 10);
    expect(flooded.length).toBeGreaterThan(0);
    // How much slower is for the benchmark to say.
    expect(flooded.at(-1)).toBeLessThan(30_000);
    // Nothing has changed, so nothing is sent.
    expect(world.sandbox.aiq.totals(world.uidOf(flooding)).saleWrites).toBe(saleWrites);
    for (const hash of [flooding, ...others]) await world.converged(hash);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });
});
