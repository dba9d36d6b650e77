import { afterEach, describe, expect, it } from 'vitest';
import type { RecordKind } from '../../shared/sync.ts';
import type { Clock } from '../../server/clock.ts';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 120_000, interval: 50 };

type Row = Record<string, unknown>;

/** The members of a list of V2 or V3. */
function membersOf(body: unknown): Row[] {
  const list = Array.isArray(body) ? body : ((body as { data?: unknown } | null)?.data ?? []);
  return Array.isArray(list) ? (list as Row[]) : [];
}

describe('what BigCommerce tells badly, or not at all', () => {
  let bench: SyncBench;
  afterEach(() => bench.close());

  async function open(clock?: Clock): Promise<void> {
    bench = await openSyncBench({
      size: { orders: 60, customers: 30, products: 12 },
      tampering: true,
      ...(clock !== undefined && { clock }),
    });
  }

  function tamper(change: (path: string, members: Row[]) => void): void {
    if (bench.proxy === null) throw new Error('nothing stands in between');
    bench.proxy.tamper = (path, body) => {
      change(path, membersOf(body));
      return body;
    };
  }

  async function record(kind: RecordKind, id: number) {
    const [row] = await bench.context.db.records.getMany(bench.hash, [{ kind, id: String(id) }]);
    return row;
  }

  async function start(): Promise<void> {
    await bench.startSync();
    bench.engine.start();
    for (const name of ['backfill-orders', 'backfill-customers'] as const) {
      await expect.poll(async () => (await bench.stream(name))?.status, patience).toBe('done');
    }
  }

  async function swept(): Promise<void> {
    const before = (await bench.store()).lastSweepAt?.getTime() ?? 0;
    await bench.operations.sweepNow(bench.hash);
    await expect
      .poll(async () => (await bench.store()).lastSweepAt?.getTime() ?? 0, patience)
      .toBeGreaterThan(before);
    await expect.poll(() => bench.context.db.changes.count(bench.hash), patience).toBe(0);
  }

  const actions = () => bench.sandbox.bigcommerce.store(bench.hash).actions;

  function placeOrder(): number {
    const [customer] = bench.sandbox.bigcommerce.store(bench.hash).oracle.customers();
    return actions().placeOrder({ customerId: customer?.id ?? 0 });
  }

  function saleTotal(id: string): number | undefined {
    bench.sandbox.aiq.flush();
    return bench.sandbox.aiq.state(demoAccount.uid).sale(`bc-${bench.hash}-${id}`)?.total;
  }

  it('parks a customer, a product and a refund that cannot be read, alone, until they can', async () => {
    await open();
    await bench.setOptions({ syncContacts: true, dynamicContent: true });
    const bad = { customer: 0, product: 0, refund: 0 };
    tamper((path, members) => {
      for (const [kind, route] of [
        ['customer', /v3\/customers\?/],
        ['product', /catalog\/products\?/],
        ['refund', /payment_actions\/refunds/],
      ] as const) {
        if (!route.test(path)) continue;
        bad[kind] ||= Number(members[0]?.['id'] ?? 0);
        for (const member of members) {
          if (member['id'] === bad[kind])
            Object.assign(member, { email: {}, price: 'dear', total_amount: [] });
        }
      }
    });
    await start();
    await expect
      .poll(async () => (await bench.stream('catalogue'))?.finishedAt ?? null, patience)
      .not.toBeNull();
    for (const kind of ['customer', 'product', 'refund'] as const) {
      expect(await record(kind, bad[kind])).toMatchObject({ state: 'parked', reason: 'unreadable' });
    }
    const counts = await bench.context.db.records.count(bench.hash, null);
    const recorded = (kind: RecordKind): number =>
      counts.reduce((sum, row) => (row.kind === kind ? sum + row.count : sum), 0);
    expect(recorded('customer')).toBe(30);
    expect(recorded('product')).toBe(12);

    tamper(() => undefined);
    await bench.operations.retryReason(await bench.store(), 'unreadable');
    for (const kind of ['customer', 'product', 'refund'] as const) {
      await expect
        .poll(async () => JSON.stringify(await record(kind, bad[kind])), patience)
        .not.toContain('unreadable');
    }
  });

  it('parks an order without a number, and lets none wait for it', async () => {
    await open();
    let taken: unknown = null;
    tamper((path, members) => {
      if (!path.includes('/v2/orders?')) return;
      for (const member of members) {
        taken ??= member['id'];
        if (member['id'] === taken) delete member['id'];
      }
    });
    await start();
    expect(await record('order', 0)).toMatchObject({ state: 'parked', reason: 'unreadable' });
    const counts = await bench.context.db.records.count(bench.hash, null);
    const orders = counts.reduce((sum, row) => (row.kind === 'order' ? sum + row.count : sum), 0);
    expect(orders).toBe(60);

    tamper(() => undefined);
    await bench.operations.checkAgreement(await bench.store());
    await expect.poll(async () => (await record('order', Number(taken)))?.state, patience).toBe('sent');
  });

  it('takes back a refund with its order, though the order tells of no refund any more', async () => {
    await open();
    tamper((path, members) => {
      if (path.includes('/v2/orders')) for (const member of members) member['payment_status'] = '';
    });
    await start();
    const id = placeOrder();
    await swept();
    const refund = actions().refund(id, { amount: '1.00' });
    await swept();
    expect(saleTotal(`${id}-refund-${refund}`)).toBeLessThan(0);
    actions().setOrderStatus(id, 5);
    await swept();
    expect(saleTotal(String(id))).toBe(0);
    expect(saleTotal(`${id}-refund-${refund}`)).toBe(0);
  });

  it('sweeps once more when it is woken after a sweep has read the orders, with its refunds still to come', async () => {
    await open();
    await start();
    placeOrder();
    await swept();
    if (bench.proxy === null) throw new Error('nothing stands in between');
    let id = 0;
    bench.proxy.tamper = async (path, body) => {
      if (!path.includes('/v2/orders') || !path.includes('min_date_modified') || id !== 0) return body;
      id = placeOrder();
      await bench.operations.sweepNow(bench.hash);
      return body;
    };
    await bench.operations.sweepNow(bench.hash);
    await expect.poll(() => id, patience).toBeGreaterThan(0);
    // Long before the next sweep would be due.
    await expect.poll(async () => (await record('order', id))?.state, { timeout: 10_000 }).toBe('sent');
  });

  it('sweeps from where it was started, however long BigCommerce would not answer its first sweep', async () => {
    let aheadMs = 0;
    await open({ now: () => new Date(Date.now() + aheadMs) });
    if (bench.proxy === null) throw new Error('nothing stands in between');
    const isSweep = (path: string) => /v2\/orders\?|v3\/customers\?/.test(path) && /date_modified/.test(path);
    bench.proxy.tamper = (path, body) => (isSweep(path) ? {} : body);
    await bench.setOptions({ syncContacts: true });
    placeOrder();
    await start();
    const order = (await bench.context.db.records.listKeys(bench.hash, { kind: 'order' }, 1))[0]?.id ?? '';
    const customer =
      (await bench.context.db.records.listKeys(bench.hash, { kind: 'customer' }, 1))[0]?.id ?? '';
    // Of times, BigCommerce tells no more than the second.
    const contents = async () => [
      (await record('order', Number(order)))?.hash,
      (await record('customer', Number(customer)))?.hash,
    ];
    const before = await contents();
    actions().setOrderStatus(Number(order), 5);
    actions().updateCustomer(Number(customer), { firstName: 'Renamed' });

    aheadMs = 3_600_000;
    const failedAt = async (name: 'sweep-orders' | 'sweep-customers') =>
      (await bench.stream(name))?.updatedAt.getTime();
    for (const name of ['sweep-orders', 'sweep-customers'] as const)
      await expect.poll(() => failedAt(name), patience).toBeGreaterThan(Date.now() + 3_000_000);
    bench.proxy.tamper = (_path, body) => body;
    await swept();
    const isFound = async () => (await contents()).map((hash, index) => hash !== before[index]);
    await expect.poll(isFound, { timeout: 10_000 }).toEqual([true, true]);
  });

  it('finds a refund whose webhook was lost and of which its order shows nothing', async () => {
    await open();
    tamper((path, members) => {
      if (path.includes('/v2/orders')) for (const member of members) member['payment_status'] = '';
    });
    await start();
    const id = placeOrder();
    await swept();
    const refund = actions().refund(id, { amount: '1.00' });
    actions().setOrderStatus(id, 11);
    await swept();
    await expect.poll(async () => (await record('refund', refund))?.state, patience).toBe('sent');
    expect(saleTotal(`${id}-refund-${refund}`)).toBeLessThan(0);
    expect(bench.sandbox.judge()).toMatchObject({ isClean: true });
  });

  it('finds a refund of history of which its order shows nothing', async () => {
    // The app begins an hour later, long after the refund.
    await open({ now: () => new Date(Date.now() + 3_600_000) });
    tamper((path, members) => {
      if (path.includes('/v2/orders')) for (const member of members) member['payment_status'] = '';
    });
    const id = placeOrder();
    const refund = actions().refund(id, { amount: '1.00' });
    actions().setOrderStatus(id, 11);
    await start();
    await swept();
    await expect.poll(async () => (await record('refund', refund))?.state, patience).toBe('sent');
    expect(saleTotal(`${id}-refund-${refund}`)).toBeLessThan(0);
    const cursor = async () => (await bench.stream('sweep-orders'))?.cursor;
    await expect.poll(cursor, patience).toMatchObject({ historyRead: expect.any(String) as string });
    const { historyRead } = (await cursor()) ?? {};
    await swept();
    expect(await cursor()).toMatchObject({ historyRead });
    expect(bench.sandbox.judge()).toMatchObject({ isClean: true });
  });

  it('sees in its list that an order was archived, and goes on holding the sale', async () => {
    await open();
    await start();
    bench.sandbox.bigcommerce.api.setSwitches({ listArchived: false });
    const sent = await bench.context.db.records.listKeys(bench.hash, { kind: 'order', state: 'sent' }, 10);
    const id = Number(sent.at(-1)?.id);
    const before = saleTotal(String(id));
    actions().archiveOrder(id);
    await bench.operations.checkAgreement(await bench.store());
    await expect.poll(async () => (await record('order', id))?.archived, patience).toBe(true);
    expect(await bench.operations.checkAgreement(await bench.store())).toMatchObject([{ difference: 0 }, {}]);
    expect(await bench.context.db.records.countArchived(bench.hash, null)).toBe(1);
    expect(await bench.context.db.changes.count(bench.hash)).toBe(0);
    expect(saleTotal(String(id))).toBe(before);
    expect(await bench.context.db.problems.listOpen(bench.hash)).toEqual([]);
  });

  it('sees in its list that a customer was never told of, though another one went away unseen', async () => {
    // What is younger than ten minutes is not looked for yet.
    await open({ now: () => new Date(Date.now() + 3_600_000) });
    await start();
    const people = await bench.context.db.records.listKeys(bench.hash, { kind: 'customer' }, 10);
    const gone = Number(people[0]?.id);
    bench.sandbox.bigcommerce.hooks.switches.set({ lossShare: 1 });
    actions().deleteCustomer(gone);
    const id = actions().createCustomer({ email: 'new@example.com', firstName: 'New', lastName: 'One' });
    expect(await record('customer', id)).toBeUndefined();
    await bench.operations.checkAgreement(await bench.store());
    await expect.poll(async () => (await record('customer', id))?.state, patience).toBeDefined();
    expect(await bench.operations.checkAgreement(await bench.store())).toMatchObject([{}, { difference: 0 }]);
  });
});
