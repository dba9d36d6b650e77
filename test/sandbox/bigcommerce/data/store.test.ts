import { describe, expect, test } from 'vitest';
import type { StoreEvent } from '../contract.ts';
import { createHandClock } from '../api/testing.ts';
import { readPage } from './listing.ts';
import { moneyToText, parseMoney } from './money.ts';
import { lineFigures, orderFigures, refundFigures, RefundRefusal } from './order-math.ts';
import { channelIds } from './profile.ts';
import { createStore, type StoreOptions } from './store.ts';

function start(options: Partial<StoreOptions> = {}) {
  const clock = createHandClock();
  const store = createStore({ hash: 'abc', seed: 7, clock, ...options });
  const events: StoreEvent[] = [];
  store.onEvent((event) => events.push(event));
  return { clock, store, events, scopes: () => events.splice(0).map(({ scope }) => scope) };
}

describe('the demo store', () => {
  const { store, clock } = start();
  const all = [...store.oracle.orders()];

  test('has eighteen months of orders of every status and kind', () => {
    const { orders, guests, customers, refunds } = store.oracle.counts();
    expect(orders).toBeGreaterThanOrEqual(2000);
    expect(customers).toBeGreaterThanOrEqual(300);
    expect(guests / orders).toBeGreaterThan(0.1);
    expect(refunds).toBeGreaterThan(50);
    expect(store.oracle.totalsByStatus().map(({ id }) => id)).toEqual([...Array(15).keys()]);
    expect(store.oracle.totalsByChannel().map(({ id }) => id)).not.toContain(channelIds.prelaunch);
    const span = clock.now() - (all[0]?.createdAt ?? 0);
    expect(span / 86_400_000).toBeGreaterThan(500);
    expect(clock.now() - (all.at(-1)?.createdAt ?? 0)).toBeLessThan(86_400_000);
  });

  test('holds what breaks careless software', () => {
    const has = (accept: (order: (typeof all)[number]) => boolean) => all.some(accept);
    expect(has(({ addresses }) => addresses.length > 10)).toBe(true);
    expect(has(({ pickups }) => pickups.length > 0)).toBe(true);
    expect(has(({ lines }) => lines.some(({ type }) => type === 'digital'))).toBe(true);
    expect(has(({ lines }) => lines.some(({ type }) => type === 'giftcertificate'))).toBe(true);
    expect(has(({ lines }) => lines.some(({ productId }) => productId > 0 && productId < 81))).toBe(true);
    expect(
      has(({ customerId, billing }) => customerId === 0 && billing.email === '' && billing.phone === ''),
    ).toBe(true);
    for (const type of ['PRODUCT', 'SHIPPING', 'ORDER']) {
      expect(
        has(({ refunds }) => refunds.some(({ items }) => items.some((item) => item.type === type))),
      ).toBe(true);
    }
    for (const code of [null, 'SAVE10']) {
      expect(
        has(({ lines }) => lines.some(({ discounts }) => discounts.some((one) => one.code === code))),
      ).toBe(true);
    }
    const people = [...store.oracle.customers()];
    const emails = people.map(({ email }) => email);
    expect(new Set(emails).size).toBeLessThan(emails.length);
    expect(people.some(({ firstName }) => /[\u0590-\u06ff]/.test(firstName))).toBe(true);
    expect(people.some(({ firstName }) => /\p{Extended_Pictographic}/u.test(firstName))).toBe(true);
    expect(people.some(({ phone }) => phone === '')).toBe(true);
  });

  test.each([false, true])('adds up to the last ten-thousandth (prices with tax: %s)', (taxInclusive) => {
    const { store: own } = start({ profile: { taxInclusive }, size: { orders: 600 } });
    for (const order of own.oracle.orders()) {
      const figures = orderFigures(order, 100);
      expect(figures.total.exTax + figures.total.tax).toBe(figures.total.incTax);
      const lines = order.lines.map((line) => lineFigures(line, taxInclusive, 100));
      const paid = lines.reduce((sum, line) => sum + line.paid, 0);
      expect(paid + figures.shipping.incTax + figures.handling.incTax + figures.fees.incTax).toBe(
        figures.total.incTax,
      );
      for (const line of lines) expect(line.total.exTax + line.total.tax).toBe(line.total.incTax);
      expect(figures.refunded).toBeLessThanOrEqual(figures.total.incTax);
      if (order.statusId === 4) expect(figures.refunded).toBe(figures.total.incTax);
    }
  });

  test('is the same for the same seed, another for another', () => {
    const read = (seed: number) => [...start({ seed, size: { orders: 200 } }).store.oracle.orders()];
    const first = read(7);
    expect(read(7)).toEqual(first);
    expect(read(8)).not.toEqual(first);
  });
});

describe('what happens in a store', () => {
  test('a new order takes stock and fires what a checkout fires', () => {
    const { store, events } = start();
    const product = store.state.world.products.find(
      ({ tracking, stock }) => tracking === 'product' && stock > 5,
    );
    const lines = [{ productId: product?.id ?? 0, quantity: 2 }];
    const id = store.actions.placeOrder({ lines, customerId: 0 });
    const own = events.filter(({ scope }) => scope.startsWith('store/order/'));
    expect(own).toEqual([
      { scope: 'store/order/created', data: { type: 'order', id } },
      {
        scope: 'store/order/statusUpdated',
        data: { type: 'order', id, status: { previous_status_id: 0, new_status_id: 11 } },
      },
      { scope: 'store/order/updated', data: { type: 'order', id } },
    ]);
    expect(events).toContainEqual({ scope: 'store/channel/1/order/created', data: { order_id: id } });
    expect(events.at(-1)).toEqual({
      scope: 'store/product/inventory/order/updated',
      data: {
        type: 'product',
        id: product?.id,
        inventory: { product_id: product?.id, method: 'relative', value: -2 },
      },
    });
  });

  test('an incomplete order fires its creation alone', () => {
    const { store, scopes } = start();
    store.actions.placeOrder({ statusId: 0 });
    expect(scopes().filter((scope) => scope.startsWith('store/order/'))).toEqual(['store/order/created']);
  });

  test('refunds by piece, shipping and amount end in a full one, and no more is given back than was paid', () => {
    const { store, clock, scopes } = start();
    const product = store.state.world.products.find(({ type }) => type === 'physical');
    const id = store.actions.placeOrder({
      lines: [{ productId: product?.id ?? 0, quantity: 3 }],
      customerId: 0,
    });
    const order = () => {
      const found = store.oracle.order(id);
      if (!found) throw new Error('the order is gone');
      return found;
    };
    const line = order().lines[0];
    scopes();
    clock.advance(5000);
    const lineId = line?.id ?? 0;
    const refund = store.actions.refund(id, { items: [{ lineId, quantity: 2 }] });
    expect(scopes()).toEqual(
      ['refund/created', 'statusUpdated', 'updated']
        .flatMap((what) => [`store/order/${what}`, `store/channel/1/order/${what}`])
        .concat('store/order/transaction/created'),
    );
    expect(order()).toMatchObject({ statusId: 14, modifiedAt: clock.now(), refunds: [{ id: refund }] });
    expect(() => store.actions.refund(id, { items: [{ lineId, quantity: 2 }] })).toThrow(RefundRefusal);
    store.actions.refund(id, { amount: '1.00' });
    store.actions.refund(id, { full: true });
    const paid = orderFigures(order(), 100).total.incTax;
    expect(order().refunds.reduce((sum, one) => sum + refundFigures(one).amount, 0)).toBe(paid);
    expect(order().statusId).toBe(4);
    expect(() => store.actions.refund(id, { amount: '0.01' })).toThrow(RefundRefusal);
  });

  test('a changed quantity clears the discounts of its line', () => {
    const { store } = start();
    const order = [...store.oracle.orders()].find(({ lines }) => (lines[0]?.discounts.length ?? 0) > 0);
    const line = order?.lines[0];
    store.actions.editOrder(order?.id ?? 0, { lineId: line?.id ?? 0, quantity: 9 });
    expect(store.oracle.order(order?.id ?? 0)?.lines[0]).toMatchObject({ quantity: 9, discounts: [] });
  });

  test('customers and products fire their events; an unchanged status fires no change of status', () => {
    const { store, scopes } = start();
    const id = store.actions.createCustomer({ email: 'new@example.com', firstName: 'New', lastName: 'One' });
    store.actions.updateCustomer(id, { phone: '5125550142', birthday: '1990-05-17' });
    expect(store.oracle.customer(id)?.formFields).toEqual([{ name: 'Birthday', value: '1990-05-17' }]);
    store.actions.deleteCustomer(id);
    expect(store.oracle.customer(id)).toBeUndefined();
    const product = store.actions.createProduct({ name: 'New', sku: 'N1', price: '9.99' });
    store.actions.updateProduct(product, { stock: 4 });
    store.actions.deleteProduct(product);
    expect(scopes()).toEqual([
      'store/customer/created',
      'store/customer/updated',
      'store/customer/deleted',
      'store/product/created',
      'store/product/updated',
      'store/product/inventory/updated',
      'store/product/deleted',
    ]);
    store.actions.setOrderStatus(101, store.oracle.order(101)?.statusId ?? 0);
    expect(scopes().filter((scope) => scope.startsWith('store/order/'))).toEqual(['store/order/updated']);
    expect(() => store.actions.setOrderStatus(101, 15)).toThrow('status');
  });

  test('a snapshot brings the changes back, a reset takes them away', () => {
    const size = { orders: 300 };
    const { store } = start({ size });
    const untouched = store.oracle.totalsByStatus();
    const id = store.actions.placeOrder();
    store.actions.setOrderStatus(100, 5);
    store.actions.createChannel('Pop-up');
    const changed = store.oracle.totalsByStatus();
    const saved: unknown = JSON.parse(JSON.stringify(store.snapshot()));
    const copy = start({ size }).store;
    copy.restore(saved);
    expect(copy.oracle.totalsByStatus()).toEqual(changed);
    expect(copy.oracle.order(id)).toEqual(store.oracle.order(id));
    expect(copy.actions.placeOrder()).toBe(id + 1);
    store.actions.reset();
    expect(store.oracle.totalsByStatus()).toEqual(untouched);
    expect(() => copy.restore({ format: 2 })).toThrow('snapshot');
    expect(() => start({ hash: 'xyz' }).store.restore(saved)).toThrow('another store');
  });
});

describe('the oracle', () => {
  test('counts by statuses and basis, refunds taken off', () => {
    const { store } = start({ size: { orders: 0, customers: 5 } });
    const product = store.actions.createProduct({ name: 'Tea', sku: 'T', price: '10.00' });
    const place = (statusId: number, quantity: number) =>
      store.actions.placeOrder({
        customerId: 0,
        statusId,
        lines: [{ productId: product, quantity }],
        channelId: channelIds.pos,
      });
    const kept = place(11, 3);
    place(0, 1);
    place(5, 1);
    const back = place(11, 2);
    store.actions.refund(back, { full: true });
    const lineId = store.oracle.order(kept)?.lines[0]?.id ?? 0;
    const refund = store.actions.refund(kept, { items: [{ lineId, quantity: 1 }] });
    const answer = store.oracle.sales({ statuses: [10, 11], basis: 'items' });
    expect(answer).toMatchObject({ orderIds: [kept, back], orders: '50.0000', total: '20.0000' });
    expect(answer.refundIds).toContain(refund);
    const total = store.oracle.sales({ statuses: [10, 11], basis: 'order-total' }).total;
    const figures = store.oracle.order(kept);
    const expected = figures ? orderFigures(figures, 100) : undefined;
    expect(parseMoney(total)).toBe((expected?.total.incTax ?? 0) - (expected?.refunded ?? 0));
    expect(store.oracle.sales({ statuses: [11], basis: 'items', guests: 'skip' }).orderIds).toEqual([]);
    expect(moneyToText(store.oracle.counted(back, 'items').order)).toBe('20.0000');
  });
});

test('a million orders and customers cost no memory, and a page deep inside costs a page', () => {
  const { store } = start({ size: { orders: 1_000_000, customers: 1_000_000 } });
  const read = (offset: number) => {
    const wish = { sort: 'modified', minModified: Date.UTC(2025, 0, 1) } as const;
    const orders = readPage(store.state.orders, wish, offset, 50);
    const customers = readPage(store.state.customers, { minId: 400_000 }, offset, 50);
    expect([orders.items.length, customers.items.length]).toEqual([50, 50]);
    return orders.total;
  };
  read(0);
  const before = process.memoryUsage().heapUsed;
  for (let offset = 0; offset < 500_000; offset += 25_000) expect(read(offset)).toBeGreaterThan(600_000);
  expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(100);
});
