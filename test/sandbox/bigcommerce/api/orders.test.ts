import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoreEvent } from '../contract.ts';
import type { Order } from '../data/model.ts';
import { orderFigures } from '../data/order-math.ts';
import { startTestApi, type TestApi } from './testing.ts';

let sandbox: TestApi;
let orders: Order[];
let events: StoreEvent[];
beforeAll(async () => {
  sandbox = await startTestApi();
  orders = [...sandbox.store.oracle.orders()];
  sandbox.store.onEvent((event) => events.push(event));
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.api.resetSwitches();
  sandbox.api.setSwitches({ quota: 1_000_000 });
  sandbox.store.actions.reset();
  events = [];
});

const withLines = 'include=consignments.line_items&consignment_structure=object';
const ids = async (query: string) => {
  const { status, body } = await sandbox.call('GET', `/v2/orders?limit=250&${query}`);
  return status === 204 ? [] : (body as Order[]).map(({ id }) => id); // only the ids are looked at
};
const idsWhere = (accept: (order: Order) => boolean) => orders.filter(accept).map(({ id }) => id);
const find = (accept: (order: Order) => boolean) => {
  const order = orders.find(accept);
  if (!order) throw new Error('the demo store has no such order');
  return order;
};

describe('an order', () => {
  test('has money as strings of four decimals, RFC 2822 dates, and links', async () => {
    const order = find(({ shippedAt }) => shippedAt === null);
    const { body } = await sandbox.call('GET', `/v2/orders/${order.id}`);
    const { total } = orderFigures(order, 100);
    expect(body.total_inc_tax).toMatch(/^\d+\.\d{4}$/);
    expect(Math.round(Number(body.total_inc_tax) * 10_000)).toBe(total.incTax);
    expect(body.date_created).toMatch(/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/);
    expect(body.date_shipped).toBe('');
    expect(body.refunded_amount).toBe('0.0000');
    expect(body.products).toEqual({
      url: `${sandbox.url}/stores/abc/v2/orders/${order.id}/products`,
      resource: `/orders/${order.id}/products`,
    });
    expect(body.shipping_addresses.resource).toBe(`/orders/${order.id}/shippingaddresses`);
    expect(body.consignments.resource).toBe(`/orders/${order.id}/consignments`);
  });

  test('comes with all its lines in groups when they are asked for', async () => {
    const order = find(
      ({ lines, pickups }) => pickups.length > 0 && lines.some(({ type }) => type === 'digital'),
    );
    const { body } = await sandbox.call('GET', `/v2/orders/${order.id}?${withLines}`);
    const { pickups, shipping, downloads, email } = body.consignments;
    const lines = [...pickups, ...shipping, ...downloads, ...email.gift_certificates].flatMap(
      (group) => group.line_items,
    );
    expect(lines.map(({ id }) => id as unknown).sort()).toEqual(order.lines.map(({ id }) => id).sort());
    expect(lines[0]).toMatchObject({
      applied_discounts: expect.any(Array) as unknown,
      total_inc_tax: expect.any(String) as unknown,
    });
    const linked = await sandbox.call(
      'GET',
      `/v2/orders/${order.id}?include=consignments&consignment_structure=object`,
    );
    expect(linked.body.consignments.pickups[0].line_items[0].resource).toMatch(
      /^\/orders\/\d+\/products\/\d+$/,
    );
  });

  test('comes with fewer lines, or in a list, when the switches say so', async () => {
    const order = find(({ addresses }) => addresses.length > 10);
    sandbox.api.setSwitches({ includeMaxLines: 3, consignments: 'array' });
    const { body } = await sandbox.call('GET', `/v2/orders/${order.id}?${withLines}`);
    const [consignments] = body.consignments;
    const count = (list: { line_items: unknown[] }[]) =>
      list.reduce((sum, { line_items: lines }) => sum + lines.length, 0);
    expect(count(consignments.shipping)).toBe(3);
    expect((await sandbox.call('GET', `/v2/orders/${order.id}/products`)).body).toHaveLength(
      order.lines.length,
    );
  });

  test('has its parts, and 204 for those that it has none of', async () => {
    const gift = find(({ addresses, coupon }) => addresses.length > 10 && coupon === null);
    expect((await sandbox.call('GET', `/v2/orders/${gift.id}/shipping_addresses`)).body).toHaveLength(12);
    expect((await sandbox.call('GET', `/v2/orders/${gift.id}/coupons`)).status).toBe(204);
    const coupon = find((order) => order.coupon !== null);
    const { body } = await sandbox.call('GET', `/v2/orders/${coupon.id}/coupons`);
    expect(body[0]).toMatchObject({ code: 'SAVE10', discount: expect.any(Number) as unknown });
    expect((await sandbox.call('GET', '/v2/orders/999999')).status).toBe(404);
    expect((await sandbox.call('GET', '/v2/orders/999999/products')).status).toBe(404);
  });
});

describe('the list of orders', () => {
  test('is a bare array, 50 long by default, at most 250, ascending by id, and 204 past its end', async () => {
    const page = await sandbox.call('GET', '/v2/orders');
    expect((page.body as Order[]).map(({ id }) => id)).toEqual(orders.slice(0, 50).map(({ id }) => id));
    expect(await ids('limit=1000')).toHaveLength(250);
    const end = await sandbox.call('GET', '/v2/orders?page=1000');
    expect([end.status, end.text]).toEqual([204, '']);
    expect((await sandbox.call('GET', '/v2/orders?min_id=x')).body).toEqual([
      { status: 400, message: "The field 'min_id' is invalid." },
    ]);
  });

  test.each<[string, (order: Order) => boolean]>([
    ['min_id=300&max_id=420', ({ id }) => id >= 300 && id <= 420],
    ['status_id=13', ({ statusId }) => statusId === 13],
    ['channel_id=1153211&max_id=900', ({ id, channelId }) => channelId === 1_153_211 && id <= 900],
    ['customer_id=17', ({ customerId }) => customerId === 17],
    ['customer_id=0&max_id=500', ({ id, customerId }) => customerId === 0 && id <= 500],
    ['payment_method=Cash&max_id=600', ({ id, paymentMethod }) => paymentMethod === 'Cash' && id <= 600],
    ['min_total=1000', (order) => orderFigures(order, 100).total.incTax >= 10_000_000],
  ])('filters by %s', async (query, accept) => {
    expect(await ids(query)).toEqual(idsWhere(accept));
  });

  test('filters by e-mail whatever its case, and by the cart', async () => {
    const order = find(({ customerId, cartId }) => customerId !== 0 && cartId !== '');
    const email = order.billing.email.toLowerCase();
    expect(await ids(`email=${encodeURIComponent(order.billing.email.toUpperCase())}`)).toEqual(
      idsWhere(({ billing }) => billing.email.toLowerCase() === email),
    );
    expect(await ids(`cart_id=${order.cartId}`)).toEqual([order.id]);
  });

  test('takes dates of RFC 2822 and ISO 8601, the bounds included, and refuses a plus sign that became a space', async () => {
    const at = orders[700]?.createdAt ?? 0;
    const second = Math.floor(at / 1000) * 1000;
    const expected = idsWhere(({ createdAt }) => createdAt >= second).slice(0, 250);
    for (const text of [
      new Date(second).toISOString(),
      new Date(second).toUTCString().replace('GMT', '+0000'),
    ]) {
      expect(await ids(`min_date_created=${encodeURIComponent(text)}`)).toEqual(expected);
    }
    const raw = await sandbox.call('GET', '/v2/orders?min_date_created=2025-01-01T00:00:00+00:00');
    expect(raw.status).toBe(400);
  });

  test('sorts by modification and sees a change at its end', async () => {
    sandbox.clock.advance(60_000);
    sandbox.store.actions.setOrderStatus(150, 3);
    const since = new Date(sandbox.clock.now()).toISOString();
    expect(await ids(`min_date_modified=${since}&sort=date_modified:asc`)).toEqual([150]);
    const newest = await sandbox.call('GET', '/v2/orders?sort=date_modified:desc&limit=1');
    expect(newest.body[0]).toMatchObject({ id: 150, status: 'Partially Shipped' });
    const byStatus = await ids('sort=status_id:desc&max_id=300');
    const statusOf = (id: number) => sandbox.store.oracle.order(id)?.statusId ?? 0;
    expect(byStatus.map(statusOf)).toEqual(byStatus.map(statusOf).sort((a, b) => b - a));
  });

  test('is counted in all and by status', async () => {
    const { body } = await sandbox.call('GET', '/v2/orders/count?channel_id=1');
    expect(body.count).toBe(idsWhere(({ channelId }) => channelId === 1).length);
    expect(body.statuses[10]).toMatchObject({
      id: 10,
      count: idsWhere((order) => order.channelId === 1 && order.statusId === 10).length,
    });
  });
});

describe('changes by the API', () => {
  test('a status, notes and quantities change; read-only fields are refused', async () => {
    const order = find(({ statusId, lines }) => statusId === 11 && lines.length > 1);
    const lineId = order.lines[0]?.id ?? 0;
    const change = { status_id: 2, staff_notes: 'packed', products: [{ id: lineId, quantity: 7 }] };
    const { body } = await sandbox.call('PUT', `/v2/orders/${order.id}`, change);
    expect(body).toMatchObject({ status: 'Shipped', staff_notes: 'packed' });
    expect(sandbox.store.oracle.order(order.id)?.lines[0]?.quantity).toBe(7);
    expect(events.map(({ scope }) => scope)).toContain('store/order/statusUpdated');
    const refused = await sandbox.call('PUT', `/v2/orders/${order.id}`, { items_total: 3 });
    expect(refused.body[0].message).toMatch(/^The field 'items_total' cannot be written to/);
  });

  test('deletion archives, and a switch takes archived orders out of lists', async () => {
    expect((await sandbox.call('DELETE', '/v2/orders/120')).status).toBe(204);
    expect((await sandbox.call('GET', '/v2/orders/120')).body.is_deleted).toBe(true);
    expect(await ids('min_id=120&max_id=121')).toEqual([120, 121]);
    sandbox.api.setSwitches({ listArchived: false });
    expect(await ids('min_id=120&max_id=121')).toEqual([121]);
  });

  test('orders and shipments are created with 201', async () => {
    const product = sandbox.store.state.world.products.find(({ type }) => type === 'physical');
    const made = await sandbox.call('POST', '/v2/orders', {
      billing_address: { first_name: 'A', last_name: 'B', email: 'a@example.com' },
      products: [{ product_id: product?.id, quantity: 2 }],
      status_id: 11,
    });
    expect([made.status, made.body.items_total]).toEqual([201, 2]);
    const order = sandbox.store.oracle.order(Number(made.body.id));
    const items = order?.lines.map(({ id, quantity }) => ({ order_product_id: id, quantity }));
    const sent = await sandbox.call('POST', `/v2/orders/${made.body.id}/shipments`, {
      order_address_id: order?.addresses[0]?.id,
      items,
    });
    expect(sent.status).toBe(201);
    expect(sandbox.store.oracle.order(Number(made.body.id))?.statusId).toBe(2);
    expect((await sandbox.call('POST', '/v2/orders', { products: [] })).status).toBe(400);
  });
});

describe('refunds', () => {
  const path = '/v3/orders/payment_actions/refunds';

  test('are listed by id for all orders, by order, by id and by time, with numbers and ISO dates', async () => {
    const all = orders.flatMap(({ refunds }) => refunds);
    const { body } = await sandbox.call('GET', `${path}?limit=250`);
    expect(body.data.map(({ id }: { id: number }) => id)).toEqual(all.map(({ id }) => id));
    expect(body.meta).toEqual({});
    expect(body.data[0]).toMatchObject({
      total_amount: expect.any(Number) as unknown,
      created: expect.stringMatching(/T.*\+00:00$/) as unknown,
    });
    const some = [all[3], all[7]].map((refund) => refund?.orderId);
    const byOrder = await sandbox.call('GET', `${path}?order_id:in=${some.join(',')},999999`);
    expect(byOrder.body.data.map((refund: { order_id: number }) => refund.order_id)).toEqual(some);
    const since = new Date(all[100]?.createdAt ?? 0).toISOString();
    expect((await sandbox.call('GET', `${path}?limit=250&created:min=${since}`)).body.data).toHaveLength(
      all.length - 100,
    );
  });

  test('carry quantities for products alone, whose amount is null as in the documents unless switched', async () => {
    const order = find(({ refunds }) => refunds[0]?.items[0]?.type === 'PRODUCT');
    const read = async () =>
      (await sandbox.call('GET', `/v3/orders/${order.id}/payment_actions/refunds`)).body.data[0].items[0];
    expect(await read()).toMatchObject({
      item_type: 'PRODUCT',
      quantity: expect.any(Number) as unknown,
      requested_amount: null,
    });
    sandbox.api.setSwitches({ refundProductAmounts: 'amount' });
    expect((await read()).requested_amount).toBeGreaterThan(0);
  });

  test('are quoted, made with the quoted amount, and refused with any other', async () => {
    const order = find(
      ({ statusId, refunds, lines }) =>
        statusId === 11 && refunds.length === 0 && lines[0]?.type === 'physical',
    );
    const items = [{ item_type: 'PRODUCT', item_id: order.lines[0]?.id, quantity: 1 }];
    const quote = await sandbox.call('POST', `/v3/orders/${order.id}/payment_actions/refund_quotes`, {
      items,
    });
    expect(quote.status).toBe(201);
    const amount = Number(quote.body.data.total_refund_amount);
    const pay = (paid: number) =>
      sandbox.call('POST', `/v3/orders/${order.id}/payment_actions/refunds`, {
        items,
        payments: [{ provider_id: 'custom', amount: paid, offline: true }],
      });
    expect((await pay(amount + 1)).status).toBe(422);
    const made = await pay(amount);
    expect([made.status, made.body.data.total_amount]).toEqual([201, amount]);
    expect(events.some(({ scope }) => scope === 'store/order/refund/created')).toBe(true);
    const listed = await sandbox.call('GET', `${path}?id:in=${made.body.data.id}`);
    expect(listed.body.data[0].order_id).toBe(order.id);
    const tooMany = await sandbox.call('POST', `/v3/orders/${order.id}/payment_actions/refund_quotes`, {
      items: [{ item_type: 'PRODUCT', item_id: order.lines[0]?.id, quantity: 999 }],
    });
    expect(tooMany.status).toBe(422);
  });

  test('transactions are 204 when nothing was paid', async () => {
    const paid = find(({ statusId }) => statusId === 10);
    const unpaid = find(({ statusId }) => statusId === 7);
    const { body } = await sandbox.call('GET', `/v3/orders/${paid.id}/transactions`);
    expect(body.data[0]).toMatchObject({ event: 'purchase', order_id: String(paid.id) });
    expect((await sandbox.call('GET', `/v3/orders/${unpaid.id}/transactions`)).status).toBe(204);
  });
});
