import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Failure as AiqFailure } from '../sandbox/aiq/index.ts';
import type { Failure as BigcommerceFailure } from '../sandbox/bigcommerce/api/index.ts';
import type { Merchant } from '../support/merchant.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';
const minuteMs = 60_000;

/**
 * One store at work, and one trouble after the other; time jumps instead of passing. Whatever happened, AIQ has in the
 * end exactly what the store has sold, a minute after the trouble, and nothing was parked.
 */
describe('BigCommerce and AIQ in trouble', () => {
  let world: World;
  let merchant: Merchant;

  beforeAll(async () => {
    world = await openWorld({ stores: [{ hash, size: { orders: 200, customers: 40, products: 12 } }] });
    await world.startInside();
    merchant = await world.begin();
    await world.converged();
  });
  afterAll(() => world.close());
  afterEach(async () => {
    world.sandbox.aiq.resetSwitches();
    world.sandbox.bigcommerce.api.resetSwitches();
    world.sandbox.bigcommerce.hooks.switches.reset();
    world.sandbox.clock.advance(minuteMs);
    await world.wakeSweeps();
    await world.sweepsEnded();
    await world.converged();
    await expect.poll(() => world.unsettled(), { timeout: 10_000 }).toEqual([]);
    // The 429s were ordered.
    expect(world.sandbox.judge().findings.filter(({ rule }) => rule !== 'quota')).toEqual([]);
  });

  const store = () => world.sandbox.bigcommerce.store(hash);
  const inAiq = (id: number) => world.sandbox.aiq.state(world.uidOf()).sale(`bc-${hash}-${id}`);
  const record = async (id: number) =>
    (await world.db.records.getMany(hash, [{ kind: 'order', id: String(id) }]))[0];
  const problems = async () => (await world.db.problems.listOpen(hash)).map(({ code }) => code);

  function place(): number {
    const [customer] = store().oracle.customers();
    return store().actions.placeOrder({ customerId: customer?.id ?? 0 });
  }

  /** AIQ was asked for the order, and did not say yes. */
  async function untilPutOff(id: number): Promise<void> {
    await until(`order ${id} waits`, async () => {
      const change = await world.db.changes.get(hash, 'order', String(id));
      return (change?.attempts ?? 0) > 0 || (await record(id))?.state === 'waiting';
    });
  }

  describe('AIQ', () => {
    const whileItLasts: AiqFailure[] = [
      '500',
      '503',
      'html',
      'html-502',
      'truncated',
      'success-false',
      'wrong-types',
      'huge',
      'cut',
      'reset',
    ];
    it.each(whileItLasts)('answers sales with “%s” for a while', async (failWith) => {
      // Were everything to fail, the circuit would open, which is waited for in real time; see outage.test.ts.
      world.sandbox.aiq.setSwitches({ failWith, failEndpoints: ['createUpdateSale'] });
      const id = place();
      await untilPutOff(id);
      expect(inAiq(id)).toBeUndefined();
      // What AIQ answered is not what it should have said, so it may be anything, and is not logged.
      expect(world.output()).not.toMatch(/<h1>|could not process|x{50}/);
    });

    it.each<AiqFailure>(['cut-after-accept', 'data-null'])(
      'carries a call out and answers with “%s”: the same record comes again, once, as an upsert',
      async (failWith) => {
        world.sandbox.aiq.setSwitches({ failWith, failTimes: 1, failEndpoints: ['createUpdateSale'] });
        const id = place();
        await until(`AIQ has order ${id}`, () => (inAiq(id)?.writes ?? 0) > 0);
        world.sandbox.clock.advance(minuteMs);
        await world.converged();
        const writes = world.sandbox.aiq.state(world.uidOf()).saleWrites(`bc-${hash}-${id}`);
        expect(writes.length).toBeLessThanOrEqual(2);
        expect(new Set(writes.map(({ payloadHash }) => payloadHash)).size).toBe(1);
      },
    );

    it('is asked too fast a few times', async () => {
      world.sandbox.aiq.setSwitches({ failWith: '429', failTimes: 2 });
      const id = place();
      await until(`AIQ has order ${id}`, () => inAiq(id) !== undefined);
      world.sandbox.aiq.requests.clear();
    });

    it('refuses the key until the merchant enters a new one; no storm of calls meanwhile', async () => {
      world.sandbox.aiq.revokeKey(world.uidOf());
      const id = place();
      await until('the key is refused', async () => (await problems()).includes('aiq-key-refused'));
      const calls = () => world.sandbox.aiq.requests.list().reduce((sum, { requests }) => sum + requests, 0);
      const before = calls();
      for (let minutes = 0; minutes < 10; minutes += 1) {
        world.sandbox.clock.advance(minuteMs);
        await world.wakeSweeps();
      }
      expect(calls()).toBe(before);
      expect((await record(id))?.state).not.toBe('parked');
      world.sandbox.aiq.replaceKey(world.uidOf(), 'another-key-of-the-account');
      await merchant.open();
      expect(await merchant.call('getStatus')).toMatchObject({ aiq: { state: 'refused' } });
      await merchant.linkAiq();
      await until('order is there without any jump of time', () => inAiq(id) !== undefined);
      expect(await problems()).not.toContain('aiq-key-refused');
    });
  });

  describe('BigCommerce', () => {
    const whileItLasts: BigcommerceFailure[] = [
      '500',
      'html-502',
      'empty-503',
      'html-504',
      '507',
      'html-200',
      'garbage',
      'null',
      'empty-200',
      'redirect',
      'truncated',
      'cut',
      'reset',
    ];
    it.each(whileItLasts)('answers the sweep with “%s” for a while', async (failWith) => {
      const { api, hooks } = world.sandbox.bigcommerce;
      hooks.switches.set({ lossShare: 1 });
      const id = place();
      const asked = api.requests.total(hash, 'GET /v2/orders');
      api.setSwitches({ failWith, failRoutes: ['GET /v2/orders'] });
      await world.wakeSweeps();
      await until('the sweep has tried', () => api.requests.total(hash, 'GET /v2/orders') > asked);
      await world.sweepsEnded();
      expect(inAiq(id)).toBeUndefined();
    });

    it('says 429 without any quota headers', async () => {
      const { api } = world.sandbox.bigcommerce;
      api.setSwitches({ failWith: '429', failTimes: 2 });
      const id = place();
      await until(`AIQ has order ${id}`, () => inAiq(id) !== undefined);
    });

    it('shares its quota with another app: the store is read more slowly, and after a refusal not before the next window', async () => {
      const { api } = world.sandbox.bigcommerce;
      api.setSwitches({ quota: 24, windowMs: 2_000, otherAppsPerSecond: 6 });
      const { length: before } = api.requests.windows(hash);
      const windowsSince = () => api.requests.windows(hash).slice(before);
      for (let round = 0; round < 30 || windowsSince().length < 2; round += 1) {
        const id = place();
        await until(`order ${id} is in AIQ`, () => inAiq(id) !== undefined);
      }
      const windows = windowsSince();
      // Calls that were under way together may be refused together; the app has three.
      expect(Math.max(...windows.map(({ refused }) => refused))).toBeLessThanOrEqual(3);
    });

    it('refuses the token once, by mistake', async () => {
      world.sandbox.bigcommerce.api.setSwitches({
        failWith: '401',
        failTimes: 1,
        failRoutes: ['GET /v2/orders/:order_id'],
      });
      const id = place();
      await until('the order is there', () => {
        world.sandbox.clock.advance(1_000);
        return inAiq(id) !== undefined;
      });
      const { requests } = world.sandbox.bigcommerce.api;
      expect(requests.counts(hash).filter(({ status }) => status === 401)).toHaveLength(1);
      expect((await world.db.stores.get(hash))?.bigcommerceState).toBe('ok');
    });

    it('has revoked the token: the store waits, and goes on by itself once the app was authorised again', async () => {
      const clientId = world.sandbox.appEnvironment()['BC_CLIENT_ID'] ?? '';
      world.sandbox.bigcommerce.login.tokens.kill(clientId, hash, 'revoked');
      const id = place();
      await until('the token is refused', async () =>
        (await problems()).includes('bigcommerce-token-refused'),
      );
      const uses = () => world.sandbox.bigcommerce.login.tokens.deadUses().length;
      const before = uses();
      world.sandbox.clock.advance(10 * minuteMs);
      await world.wakeSweeps();
      await merchant.install();
      await until('the order is there', () => inAiq(id) !== undefined);
      expect(uses()).toBe(before);
      expect(await problems()).not.toContain('bigcommerce-token-refused');
    });

    it('has taken a scope away: the store waits until the scopes are accepted again', async () => {
      world.sandbox.bigcommerce.api.setSwitches({
        failWith: '403',
        failRoutes: ['GET /v2/orders/:order_id'],
      });
      const id = place();
      await until('the scope is missing', async () =>
        (await problems()).includes('bigcommerce-scope-missing'),
      );
      world.sandbox.bigcommerce.api.resetSwitches();
      await merchant.install();
      await until('the order is there', () => inAiq(id) !== undefined);
      expect(await problems()).not.toContain('bigcommerce-scope-missing');
    });

    it('shows an order half a minute later than its webhook', async () => {
      world.sandbox.bigcommerce.api.setSwitches({ staleMs: 30_000 });
      const id = place();
      const asked = () => world.sandbox.bigcommerce.api.requests.total(hash, 'GET /v2/orders/:order_id');
      const before = asked();
      await until('it was looked for', () => asked() > before);
      expect(inAiq(id)).toBeUndefined();
      await until('the order is there', () => {
        world.sandbox.clock.advance(1_000);
        return inAiq(id) !== undefined;
      });
    });

    it('shows the old version of a refunded order for half a minute', async () => {
      const id = place();
      await until('the order is there', () => inAiq(id) !== undefined);
      world.sandbox.clock.advance(minuteMs);
      world.sandbox.bigcommerce.api.setSwitches({ staleMs: 30_000 });
      store().actions.refund(id, { full: true });
    });
  });

  it('a record that AIQ never takes stops no other, is parked in the end, and goes out when it was changed', async () => {
    const [bad, ...good] = [place(), place(), place(), place(), place()];
    world.sandbox.aiq.setSwitches({ poison: [{ field: 'pos_id', equals: `bc-${hash}-${bad}` }] });
    await until('the others are there', () => good.every((id) => inAiq(id) !== undefined));
    await until('it was tried often enough', async () => {
      world.sandbox.clock.advance(minuteMs);
      return (await record(bad))?.state === 'parked';
    });
    expect(await record(bad)).toMatchObject({ reason: 'aiq-rejected', attempts: 5 });
    await until('the merchant is told', async () => (await problems()).includes('records-parked'));
    world.sandbox.aiq.resetSwitches();
    store().actions.setOrderStatus(bad, 2);
    await until('the changed record is there', () => inAiq(bad) !== undefined);
  });
});
