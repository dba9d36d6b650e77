import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../server/start.ts';
import { signDelivery } from '../sandbox/bigcommerce/hooks/payload.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const [hash, other] = ['alpha1', 'beta2'] as const;
const hourMs = 3_600_000;

describe('webhooks that are not as they should be', () => {
  let world: World;
  let server: RunningServer;

  beforeAll(async () => {
    const size = { orders: 60, customers: 20, products: 12 };
    world = await openWorld({ stores: [hash, other].map((store) => ({ hash: store, size })) });
    server = await world.startInside();
    await world.begin(hash);
    await world.begin(other);
    await Promise.all([world.converged(hash), world.converged(other)]);
  });
  afterAll(() => world.close());
  afterEach(async () => {
    world.sandbox.bigcommerce.hooks.switches.reset();
    await world.converged();
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });

  const store = () => world.sandbox.bigcommerce.store(hash);
  const hooks = () => world.sandbox.bigcommerce.hooks;
  const inAiq = (id: number) => world.sandbox.aiq.state(world.uidOf(hash)).sale(`bc-${hash}-${id}`);
  const asked = () => world.sandbox.bigcommerce.api.requests.total(hash, 'GET /v2/orders/:order_id');

  const readsOf = (id: number) =>
    world.sandbox.bigcommerce.api.requests
      .recent(hash)
      .filter(({ target }) => target.includes(`/orders/${id}?`)).length;

  const headers = (storeHash: string): Record<string, string> => {
    const [hook] = hooks().registry.ofStore(storeHash);
    return { 'content-type': 'application/json', ...hook?.headers };
  };
  async function post(body: string, head: Record<string, string>): Promise<number> {
    const url = `${world.appUrl}/bigcommerce/webhooks/${hash}`;
    return (await fetch(url, { method: 'POST', headers: head, body })).status;
  }

  function place(): number {
    const [customer] = store().oracle.customers();
    return store().actions.placeOrder({ customerId: customer?.id ?? 0 });
  }

  it('twice, late and out of order: the end is the store’s, and equal content went out once', async () => {
    hooks().switches.set({
      duplicateShare: 1,
      duplicateDelayMs: 1_500,
      reorderShare: 0.7,
      reorderDelayMs: 1_500,
    });
    const ids = [place(), place(), place(), place()];
    const [cancelled = 0, refunded = 0, shipped = 0, archived = 0] = ids;
    store().actions.setOrderStatus(cancelled, 5);
    store().actions.refund(refunded, { full: true });
    store().actions.setOrderStatus(shipped, 2);
    store().actions.setOrderStatus(archived, 10);
    store().actions.archiveOrder(archived);
    await until('everything was delivered', () => {
      world.sandbox.clock.advance(100);
      return hooks().deliveries.isSettled();
    });
    await world.converged();
    for (const id of ids) {
      const writes = world.sandbox.aiq.state(world.uidOf(hash)).saleWrites(`bc-${hash}-${id}`);
      const hashes = writes.map(({ payloadHash }) => payloadHash);
      expect(hashes.filter((one, index) => one === hashes[index - 1])).toEqual([]);
    }
  });

  /** A webhook of our own making about an order, with the hash that BigCommerce computes of its payload. */
  function tell(id: number, scope: string, payloadHash: string): void {
    const hook = hooks()
      .registry.ofStore(hash)
      .find((one) => one.scope.startsWith('store/order/'));
    if (hook === undefined) throw new Error('there is no hook of orders');
    const body = JSON.stringify({
      scope,
      store_id: '1',
      data: { type: 'order', id },
      hash: payloadHash,
      created_at: 1,
      producer: `stores/${hash}`,
    });
    hooks().deliveries.sendRaw(hook, body, scope);
  }

  it('a duplicate 47 hours later: the order is read once more, and nothing is sent', async () => {
    const id = place();
    await until('the order is there', () => inAiq(id) !== undefined);
    await world.converged();
    const [first] = hooks().log.list({ storeHash: hash, scope: 'store/order/created' }).slice(-1);
    const hook = hooks().registry.find(first?.hookId ?? 0);
    if (first === undefined || hook === undefined) throw new Error('no webhook was delivered');
    world.sandbox.clock.advance(47 * hourMs);
    await world.sweepsEnded(hash);
    const before = readsOf(id);
    expect(before).toBeGreaterThan(0);
    hooks().deliveries.sendRaw(hook, first.body, first.scope);
    await world.sandbox.deliveriesSettled();
    // The next order has come through behind it.
    const next = place();
    await until('the next order is there', () => inAiq(next) !== undefined);
    await world.converged();
    expect(readsOf(id) - before).toBe(1);
    expect(inAiq(id)?.writes).toBe(1);
  });

  it('late by a day, signed as long ago: taken, read once more, and what became of the order meanwhile stays', async () => {
    hooks().switches.set({ lossShare: 1 });
    const id = place();
    const body = JSON.stringify({ scope: 'store/order/created', data: { type: 'order', id } });
    const secret = String(world.sandbox.appEnvironment()['BC_CLIENT_SECRET']);
    const signed = { ...headers(hash), ...signDelivery(secret, 'msg_late', world.sandbox.clock.now(), body) };
    store().actions.refund(id, { full: true });
    world.sandbox.clock.advance(24 * hourMs);
    await world.wakeSweeps(hash);
    await world.sweepsEnded(hash);
    await world.converged();
    const { saleWrites } = world.sandbox.aiq.totals(world.uidOf(hash));
    const before = readsOf(id);

    expect(await post(body, signed)).toBe(200);
    await until('the order is read again', () => readsOf(id) > before);
    await world.converged();
    expect(readsOf(id) - before).toBe(1);
    expect(world.sandbox.aiq.totals(world.uidOf(hash)).saleWrites).toBe(saleWrites);
  });

  it('of equal hash about another change: the change is not lost', async () => {
    hooks().switches.set({ lossShare: 1 });
    const id = place();
    const line = store().oracle.order(id)?.lines[0];
    tell(id, 'store/order/updated', 'equal');
    await until('the order is there', () => inAiq(id) !== undefined);
    const { total } = inAiq(id) ?? {};
    store().actions.editOrder(id, { lineId: line?.id ?? 0, quantity: (line?.quantity ?? 0) + 3 });
    tell(id, 'store/order/updated', 'equal');
    await until('the change is there', () => inAiq(id)?.total !== total);
    await world.converged();
  });

  it.each([0.01, 0.5])(
    'a share of %d lost: the sweeps bring everything within a quarter of an hour',
    async (lossShare) => {
      hooks().switches.set({ lossShare });
      const ids = Array.from({ length: 40 }, place);
      for (const [index, id] of ids.entries()) {
        if (index % 4 === 1) store().actions.setOrderStatus(id, 5);
        if (index % 4 === 2) store().actions.refund(id, { full: true });
      }
      await world.sandbox.deliveriesSettled();
      for (let minutes = 0; minutes < 15; minutes += 5) {
        world.sandbox.clock.advance(5 * 60_000);
        await server.schedule.beat();
        await world.sweepsEnded(hash);
      }
      await world.converged(hash, 15_000);
    },
  );

  /** Five minutes in which orders of the other store are changed, each told by one webhook, and the sweep at their end. */
  async function changeAndSweep(
    orderIds: readonly number[],
    lossShareOf: (index: number) => number = () => 0,
  ): Promise<void> {
    const { oracle, actions } = world.sandbox.bigcommerce.store(other);
    world.sandbox.clock.advance(90_000);
    for (const [index, id] of orderIds.entries()) {
      hooks().switches.set({ lossShare: lossShareOf(index) });
      const [line] = oracle.order(id)?.lines ?? [];
      actions.editOrder(id, { lineId: line?.id ?? 0, quantity: (line?.quantity ?? 0) + 1 });
    }
    await world.sandbox.deliveriesSettled();
    await until('what was told is worked on', async () => (await world.db.changes.count(other)) === 0);
    world.sandbox.clock.advance(210_000);
    await server.schedule.beat();
    await world.sweepsEnded(other);
  }

  async function placeToChange(): Promise<number[]> {
    const { actions, oracle } = world.sandbox.bigcommerce.store(other);
    const customerId = [...oracle.customers()][0]?.id ?? 0;
    const ids = Array.from({ length: 20 }, () => actions.placeOrder({ customerId }));
    // The next sweep begins from here, whatever time has passed before.
    await changeAndSweep([]);
    return ids;
  }

  /** What the panel says of lost webhooks. */
  async function lossSeen() {
    const merchant = world.merchant(other);
    await merchant.open();
    const { problems, health } = await merchant.call('getOverview');
    const loss = problems.find(({ code }) => code === 'webhooks-lost');
    return { health, since: loss?.since, changes: Number(loss?.params['changes'] ?? 0) };
  }

  it('one in each sweep lost, and another one once: the merchant is not bothered', async () => {
    const ids = await placeToChange();
    for (let sweep = 0; sweep < 3; sweep += 1) {
      await changeAndSweep(ids, (index) => (index === 0 || (index === 1 && sweep === 1) ? 1 : 0));
      expect(await lossSeen()).toMatchObject({ since: undefined, changes: 0 });
    }
  });

  it.each([0.5, 1])(
    'a share of %d lost: the merchant is told within a quarter of an hour, until they arrive again',
    async (lossShare) => {
      const ids = await placeToChange();
      const before = hooks().registry.ofStore(other);
      const hookIds = before.map(({ id }) => id);
      for (let sweep = 0; sweep < 2; sweep += 1) await changeAndSweep(ids, () => lossShare);
      const first = await lossSeen();
      expect(first.health).toBe('attention');
      expect(first.changes).toBeGreaterThanOrEqual(lossShare === 1 ? 40 : 5);
      // Meanwhile the hooks are made anew, and say nothing of what came before.
      for (let sweep = 0; sweep < 2; sweep += 1) await changeAndSweep(ids, () => lossShare);
      const second = await lossSeen();
      expect(second.since).toBe(first.since);
      expect(second.changes).toBeGreaterThan(first.changes);

      for (let sweep = 0; sweep < 2; sweep += 1) await changeAndSweep(ids);
      expect(await lossSeen()).toMatchObject({ since: undefined, changes: 0 });
      // BigCommerce had nothing to say against its hooks; they were made anew all the same.
      const after = hooks().registry.ofStore(other);
      expect(after).toHaveLength(before.length);
      expect(after.filter(({ id }) => hookIds.includes(id))).toEqual([]);
    },
  );

  it('a thousand at once of the same order: a few reads, one sale, and quick answers', async () => {
    hooks().switches.set({ lossShare: 1 });
    const id = place();
    hooks().log.clear();
    const before = asked();
    for (let copy = 0; copy < 1_000; copy += 1) tell(id, 'store/order/created', 'the same');
    await world.sandbox.deliveriesSettled();
    await until('the order is there', () => inAiq(id) !== undefined);
    await world.converged();
    const took = hooks()
      .log.list({ outcome: 'delivered' })
      .map(({ tookMs }) => tookMs)
      .sort((a, b) => a - b);
    measured(`1,000 equal webhooks: p99 ${Math.round(took[990] ?? 0)} ms, ${asked() - before} reads`);
    expect(took).toHaveLength(1_000);
    // Each look at the inbox reads at most once, however many have come since the last.
    expect(asked() - before).toBeLessThan(50);
    expect(inAiq(id)?.writes).toBe(1);
  });

  it('forged, for another store, or of a hostile shape: refused, and nothing is written', async () => {
    const good = JSON.stringify({ scope: 'store/order/created', data: { type: 'order', id: 101 } });
    const { saleWrites } = world.sandbox.aiq.totals(world.uidOf(hash));
    expect(await post(good, { 'content-type': 'application/json' })).toBe(401);
    expect(await post(good, headers(other))).toBe(401);
    expect(await post(good, { ...headers(hash), 'x-aiq-hook-secret': 'guessed' })).toBe(401);
    const signed = {
      ...headers(hash),
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(world.sandbox.clock.now() / 1_000)),
      'webhook-signature': 'v1,AAAA',
    };
    expect(await post(good, signed)).toBe(401);
    expect(await post(`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, headers(hash))).toBe(400);
    expect(await post('x'.repeat(100_000), headers(hash))).toBe(413);
    const operator = JSON.stringify({
      scope: 'store/order/created',
      data: { type: 'order', id: { $ne: 1 } },
    });
    expect(await post(operator, headers(hash))).toBe(400);
    expect(await world.db.changes.count(hash)).toBe(0);
    expect(world.sandbox.aiq.totals(world.uidOf(hash)).saleWrites).toBe(saleWrites);
  });

  it.each(['deleted by hand', 'switched off', 'pointed elsewhere'])(
    'hooks that were %s are repaired within the hour, and what they did not tell is found',
    async (what) => {
      const { registry } = hooks();
      for (const hook of registry.ofStore(hash)) {
        if (what === 'deleted by hand') registry.remove(hook);
        else if (what === 'switched off') registry.deactivate(hook);
        else hook.destination = 'http://127.0.0.1:9/somewhere/else';
      }
      const id = place();
      world.sandbox.clock.advance(hourMs);
      await server.schedule.beat();
      const destination = `${world.appUrl}/bigcommerce/webhooks/${hash}`;
      const repaired = registry.ofStore(hash);
      expect(repaired.length).toBeGreaterThan(0);
      expect(repaired.filter((hook) => !hook.isActive || hook.destination !== destination)).toEqual([]);
      await until('the order is there', () => inAiq(id) !== undefined);
      const told = place();
      await until('the next order is told again', () => inAiq(told) !== undefined);
    },
  );
});
