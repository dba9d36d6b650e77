import { Decimal } from 'decimal.js';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultOptions } from '../../shared/settings.ts';
import { demoAccount, type SaleView } from '../sandbox/aiq/index.ts';
import { compareSales } from '../support/agreement.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 120_000, interval: 50 };
const size = { orders: 3_000, customers: 400, products: 40 };

function sumByCurrency(amounts: readonly { currency: string; amount: Decimal }[]): Record<string, string> {
  const sums: Record<string, Decimal> = {};
  for (const { currency, amount } of amounts) sums[currency] = amount.plus(sums[currency] ?? 0);
  return Object.fromEntries(Object.entries(sums).map(([currency, sum]) => [currency, sum.toFixed(4)]));
}

function sumByState(counts: readonly [string, number][]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [state, count] of counts) sums[state] = (sums[state] ?? 0) + count;
  return sums;
}

describe('history', () => {
  let bench: SyncBench;
  afterEach(() => bench.close());

  async function untilRead(): Promise<void> {
    for (const name of ['backfill-orders', 'backfill-customers'] as const) {
      await expect.poll(async () => (await bench.stream(name))?.status, patience).toBe('done');
    }
    bench.sandbox.aiq.flush();
  }

  /** Calls of the history's own lane for orders and refunds; counts and sweeps are others'. */
  async function countBackfillCalls(): Promise<number> {
    const { values } = await bench.context.metrics.upstreamCalls.get();
    return values
      .filter(({ metricName, labels }) => {
        const route = String(labels.route);
        return (
          metricName === 'upstream_call_seconds_count' &&
          labels.lane === 'backfill' &&
          (route === '/v2/orders' || route.includes('refunds'))
        );
      })
      .reduce((sum, { value }) => sum + value, 0);
  }

  /** Calls that brought sales to AIQ. */
  function countSaleCalls(): number {
    return bench.sandbox.aiq.requests
      .list()
      .filter(({ endpoint }) => endpoint.startsWith('createUpdateSale'))
      .reduce((sum, { requests }) => sum + requests, 0);
  }

  /** Orders that AIQ has to know: those that count, but for guests whom nobody can reach. */
  async function ordersThatCount(): Promise<number[]> {
    const { orderIds } = bench.sandbox.bigcommerce.store(bench.hash).oracle.sales({
      statuses: [...defaultOptions.countedStatuses, 4, 14],
      basis: 'items',
    });
    const keys = orderIds.map((id) => ({ kind: 'order' as const, id: String(id) }));
    const rows = await bench.context.db.records.getMany(bench.hash, keys);
    const unreachable = new Set(
      rows.filter(({ reason }) => reason === 'guest-without-contact').map(({ id }) => Number(id)),
    );
    return orderIds.filter((id) => !unreachable.has(id));
  }

  function currencyOf(orderId: number): string {
    return bench.sandbox.bigcommerce.store(bench.hash).oracle.order(orderId)?.currency ?? 'no such order';
  }

  /** What the orders came to less their refunds, by the currency that was paid in. */
  function sumsInStore(orderIds: readonly number[]): Record<string, string> {
    const { oracle } = bench.sandbox.bigcommerce.store(bench.hash);
    return sumByCurrency(
      orderIds.map((id) => {
        const { order, refunds } = oracle.counted(id, 'items');
        const left = refunds.reduce((sum, { amount }) => sum.minus(amount), new Decimal(order));
        return { currency: currencyOf(id), amount: left.dividedBy(10_000) };
      }),
    );
  }

  function sumsInAiq(sales: readonly SaleView[]): Record<string, string> {
    return sumByCurrency(
      sales.map(({ pos_id: posId, total }) => ({
        currency: currencyOf(Number(/^bc-\w+-(\d+)/.exec(posId)?.[1])),
        amount: new Decimal(total),
      })),
    );
  }

  /** What the chart shows, all days together. */
  async function stateCountsOfDays(): Promise<Record<string, number>> {
    const days = await bench.context.db.daily.list(bench.hash, '2000-01-01');
    return sumByState(days.flatMap(({ counts }) => Object.entries(counts)));
  }

  async function stateCountsOfRecords(): Promise<Record<string, number>> {
    const counts = await bench.context.db.records.count(bench.hash, null);
    return sumByState(counts.map(({ state, count }) => [state, count]));
  }

  it('brings every order that counts to AIQ, to the cent, at the promised cost, and nothing twice', async () => {
    bench = await openSyncBench({ size });
    await bench.startSync();
    bench.engine.start();
    await untilRead();

    const { oracle } = bench.sandbox.bigcommerce.store(bench.hash);
    const should = await ordersThatCount();
    const inAiq = [...bench.sandbox.aiq.state(demoAccount.uid).sales()].filter(({ isRefund }) => !isRefund);
    const cents = (amount: number): number => Math.round(amount * 10_000);
    expect(new Map(inAiq.map((sale) => [sale.pos_id, cents(sale.total)]))).toEqual(
      new Map(should.map((id) => [`bc-${bench.hash}-${id}`, oracle.counted(id, 'items').order])),
    );

    const thousands = size.orders / 1000;
    expect(countSaleCalls() / thousands).toBeLessThanOrEqual(12);
    const calls = await countBackfillCalls();
    const refundCalls = Math.ceil(bench.sandbox.aiq.totals(demoAccount.uid).refunds / 200) + 1;
    // Full pages, the one past the end, and refunds two hundred orders at a time.
    expect(calls).toBeLessThanOrEqual(size.orders / 250 + 1 + refundCalls);
    expect(calls).toBeGreaterThanOrEqual(size.orders / 250);

    const { saleWrites } = bench.sandbox.aiq.totals(demoAccount.uid);
    await bench.startSync();
    await untilRead();
    expect(bench.sandbox.aiq.totals(demoAccount.uid).saleWrites).toBe(saleWrites);
    expect(await stateCountsOfDays()).toEqual(await stateCountsOfRecords());
    expect(bench.sandbox.judge()).toMatchObject({ isClean: true });
  });

  it('brings twenty thousand orders, with the sums of each currency exact and no quota exceeded', async () => {
    const orders = 20_000;
    bench = await openSyncBench({ size: { orders, customers: 400, products: 40 } });
    await bench.startSync();
    bench.engine.start();
    await untilRead();

    const { sandbox, context, hash } = bench;
    const { requests: bigcommerce } = sandbox.bigcommerce.api;
    expect(await compareSales(sandbox, context.db, hash, demoAccount.uid)).toMatchObject({
      agrees: true,
      differences: [],
    });
    const sales = [...sandbox.aiq.state(demoAccount.uid).sales()];
    expect(sales.length).toBeGreaterThan(orders / 2);
    expect(new Set(sales.map(({ writes }) => writes))).toEqual(new Set([1]));
    expect(sumsInAiq(sales)).toEqual(sumsInStore(await ordersThatCount()));

    const refundCalls = Math.ceil(sandbox.aiq.totals(demoAccount.uid).refunds / 200) + 1;
    expect(await countBackfillCalls()).toBeLessThanOrEqual(orders / 250 + 1 + refundCalls);
    expect((countSaleCalls() / orders) * 1000).toBeLessThanOrEqual(12);
    expect(bigcommerce.quotaRefusals(hash)).toBe(0);
    expect(sandbox.judge()).toMatchObject({ isClean: true });
  });

  it('goes on where it stood after a crash, and AIQ has each sale once', async () => {
    let armed = true;
    bench = await openSyncBench({
      size: { orders: 600 },
      crashPoint: (name) => {
        if (name !== 'after-aiq-accepted' || !armed) return;
        armed = false;
        throw new Error('killed between the acceptance and the record');
      },
    });
    await bench.startSync();
    bench.engine.start();
    await untilRead();
    const sales = [...bench.sandbox.aiq.state(demoAccount.uid).sales()];
    const [most] = sales.map(({ writes }) => writes).sort((a, b) => b - a);
    expect(armed).toBe(false);
    expect(most).toBe(2);
    expect(sales.filter(({ writes }) => writes === 2).length).toBeLessThanOrEqual(100);
    for (const { pos_id: posId, writes } of sales) {
      if (writes === 2) {
        const [first, second] = bench.sandbox.aiq.state(demoAccount.uid).saleWrites(posId);
        expect(second?.payload).toEqual(first?.payload);
      }
    }
    expect(bench.sandbox.judge()).toMatchObject({ isClean: true });
  });

  it('goes to another AIQ account from the beginning, and to the same one not again', async () => {
    bench = await openSyncBench({ size: { orders: 150 } });
    const { aiq } = bench.sandbox;
    const other = { ...demoAccount, uid: '9999', key: 'another-key-of-an-account' };
    aiq.createAccount(other);
    await bench.startSync();
    bench.engine.start();
    await untilRead();
    const { db, sealer } = bench.context;
    const { saleWrites } = aiq.totals(demoAccount.uid);
    const { aiq: link } = await bench.store();
    if (link === null) throw new Error('not linked');

    // The same account, linked again after it was unlinked.
    await db.stores.unlinkAiq(bench.hash);
    await db.stores.linkAiq(bench.hash, link);
    await bench.startSync();
    await untilRead();
    expect(aiq.totals(demoAccount.uid).saleWrites).toBe(saleWrites);

    await db.stores.unlinkAiq(bench.hash);
    const keySealed = sealer.seal(bench.hash, 'aiq-key', other.key);
    await db.stores.linkAiq(bench.hash, { ...link, uid: other.uid, keySealed });
    bench.engine.nudge(bench.hash);
    await expect.poll(async () => (await bench.store()).sentTo, patience).toBe(other.uid);
    await untilRead();
    const sales = (uid: string) =>
      new Map([...aiq.state(uid).sales()].map((sale) => [sale.pos_id, sale.total]));
    expect(sales(other.uid).size).toBeGreaterThan(100);
    expect(sales(other.uid)).toEqual(sales(demoAccount.uid));
    expect(aiq.totals(demoAccount.uid).saleWrites).toBe(saleWrites);
  });

  it('lets live changes pass within three seconds, and never writes an older version over them', async () => {
    bench = await openSyncBench({ size: { orders: 4_000, customers: 100 } });
    bench.sandbox.aiq.setSwitches({ latencyMs: 150 });
    await bench.startSync();
    bench.engine.start();
    await expect
      .poll(async () => (await bench.stream('backfill-orders'))?.counts.read ?? 0, patience)
      .toBeGreaterThan(200);
    const { actions, oracle } = bench.sandbox.bigcommerce.store(bench.hash);
    const customerId = [...oracle.customers()][0]?.id ?? 0;
    // One that history has not reached yet.
    const [old] = [...oracle.orders()].filter((order) => order.statusId === 11 && order.customerId > 0);
    if (old === undefined) throw new Error('no order fits');
    actions.setOrderStatus(old.id, 5);
    await bench.announce(old.id);
    const waits: number[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const id = actions.placeOrder({ customerId });
      const startedAt = performance.now();
      await bench.announce(id);
      const key = { kind: 'order' as const, id: String(id) };
      await expect
        .poll(async () => (await bench.context.db.records.getMany(bench.hash, [key]))[0]?.state, patience)
        .toBe('sent');
      waits.push(performance.now() - startedAt);
    }
    expect((await bench.stream('backfill-orders'))?.status).toBe('running');
    expect(Math.max(...waits)).toBeLessThan(3_000);
    await untilRead();
    const key = { kind: 'order' as const, id: String(old.id) };
    const [row] = await bench.context.db.records.getMany(bench.hash, [key]);
    expect(row).toMatchObject({ state: 'skipped', reason: 'status-does-not-count' });
    expect(bench.sandbox.aiq.state(demoAccount.uid).sale(`bc-${bench.hash}-${old.id}`)).toBeUndefined();
  });
});
