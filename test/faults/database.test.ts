import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measured } from '../support/measured.ts';
import { startDatabaseProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';

/** The app reaches its database over a wire that is cut. The tests follow each other. */
describe('the database goes away', () => {
  let world: World;
  let proxy: TcpProxy;
  let process: Awaited<ReturnType<World['startProcess']>>;

  beforeAll(async () => {
    world = await openWorld({
      stores: [{ hash, size: { orders: 600, customers: 40, products: 12 } }],
      async databaseUri(uri) {
        const started = await startDatabaseProxy(uri);
        proxy = started;
        return started.uri;
      },
    });
    process = await world.startProcess({ hasty: true });
    world.sandbox.aiq.setSwitches({ latencyMs: 150 });
    await world.begin();
    await until('some of history is there', () => sales().length > 100);
  });
  afterAll(async () => {
    await world.close();
    await proxy.close();
  });

  const sales = () => [...world.sandbox.aiq.state(world.uidOf()).sales()];
  const readiness = async () => (await fetch(`${world.appUrl}/readyz`)).status;

  it('in the middle of history: nothing goes to AIQ once the lease could have run out', async () => {
    const { clock, aiq } = world.sandbox;
    proxy.cut();
    const cutAt = clock.now();
    await until('the app says that it is not ready', async () => (await readiness()) === 503);
    // The lease of a hasty instance runs out after two seconds, and it stops before.
    await until('the lease has run out', () => clock.now() - cutAt > 4_000);
    const late = aiq.requests.recent().filter(({ at }) => at > cutAt + 2_000);
    expect(late).toEqual([]);
  });

  it('while webhooks come: none is answered 200', async () => {
    const { hooks } = world.sandbox.bigcommerce;
    const [customer] = world.sandbox.bigcommerce.store(hash).oracle.customers();
    const before = hooks.log.count('delivered');
    world.sandbox.bigcommerce.store(hash).actions.placeOrder({ customerId: customer?.id ?? 0 });
    await world.sandbox.deliveriesSettled();
    const attempts = hooks.log.list({ outcome: 'refused' });
    expect(attempts.length).toBeGreaterThan(0);
    expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([503]));
    expect(hooks.log.count('delivered')).toBe(before);
  });

  it('comes back: the same process goes on, and BigCommerce delivers again', async () => {
    proxy.mend();
    const from = performance.now();
    await until('the app is ready', async () => (await readiness()) === 200);
    const { saleWrites } = world.sandbox.aiq.totals(world.uidOf());
    await until('work goes on', () => world.sandbox.aiq.totals(world.uidOf()).saleWrites > saleWrites);
    measured(`database back: work resumed after ${Math.round(performance.now() - from)} ms`);
    world.sandbox.aiq.setSwitches({ latencyMs: 0 });
    // The first retry comes after a minute.
    world.sandbox.clock.advance(61_000);
    await world.converged();
    expect(sales().filter(({ writes }) => writes > 2)).toEqual([]);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
    expect(await process.stop()).toBe(0);
  });
});
