import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  buildRawConsignments,
  buildRawLine,
  buildRawOrder,
  buildRawRefund,
} from '../../server/bigcommerce/fixtures.ts';
import { firstPage, openBigcommerceBench, type BigcommerceBench } from './clients-bigcommerce-support.ts';
import { failureOf } from './clients-failure.ts';
import { sendJson } from './clients-server.ts';

describe('the BigCommerce client', () => {
  let bench: BigcommerceBench;
  beforeEach(async () => {
    bench = await openBigcommerceBench();
  });
  afterEach(() => bench.close());

  it('asks for a page of orders with lines, with full timestamps, in one call', async () => {
    bench.answerWith([buildRawOrder()]);
    const orders = await bench.open().listOrders({
      ...firstPage,
      maxId: 900,
      minModified: new Date('2026-01-01T10:00:00Z'),
      channelId: 2,
    });
    expect(orders.map((order) => [order.id, order.lines.length])).toEqual([[149, 1]]);
    expect(bench.server.seen).toHaveLength(1);
    expect(bench.server.seen[0]).toMatchObject({
      method: 'GET',
      path: '/stores/abc123/v2/orders',
      query: {
        max_id: '900',
        min_date_modified: '2026-01-01T10:00:00.000Z',
        channel_id: '2',
        sort: 'id:desc',
        limit: '250',
        include: 'consignments.line_items',
        consignment_structure: 'object',
      },
    });
    expect(bench.server.seen[0]?.headers).toMatchObject({
      'x-auth-token': 'canary-token-77',
      accept: 'application/json',
    });
  });

  it('takes 204 for the end of a list and nothing else', async () => {
    bench.server.answer = (_, response) => {
      response.writeHead(204);
      response.end();
    };
    expect(await bench.open().listOrders(firstPage)).toEqual([]);
    bench.answerWith([]);
    expect(await bench.open().listOrders(firstPage)).toEqual([]);
  });

  it.each([
    ['null', 'null'],
    ['an object', '{}'],
    ['nothing', ''],
    ['a page of HTML', '<html></html>'],
    ['half a document', '[{"id":1'],
    ['an order without an id', '[{}]'],
    ['text', '"ok"'],
  ])('takes 200 with %s for garbage, never for an empty page', async (_, text) => {
    bench.server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(text);
    };
    expect((await failureOf(bench.open().listOrders(firstPage))).failure).toBe('garbage');
    const { listCustomersModified } = bench.open();
    const page = { minModified: new Date(0), page: 1, limit: 250, formFields: false };
    expect((await failureOf(listCustomersModified(page))).failure).toBe('garbage');
  });

  it('names an unreadable order and keeps the rest of its page', async () => {
    bench.answerWith([
      buildRawOrder({ id: 1 }),
      buildRawOrder({ id: 2, total_inc_tax: null }),
      buildRawOrder({ id: 3 }),
    ]);
    const orders = await bench.open().listOrders(firstPage);
    expect(orders.map((order) => [order.id, order.unreadable === null])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });

  it('asks for a page of orders without lines, and marks them as not to be sent', async () => {
    bench.answerWith([
      buildRawOrder({ id: 1, consignments: { url: '', resource: '/orders/1/consignments' } }),
    ]);
    const orders = await bench.open().listOrdersWithoutLines(firstPage);
    expect(bench.server.seen[0]?.path).not.toContain('include');
    expect(orders).toMatchObject([{ id: 1, customerId: 11, channelId: 1, lines: [] }]);
    expect(orders[0]?.unreadable).toContain('line items');
  });

  it('completes an order whose lines were cut, over all pages', async () => {
    const cut = buildRawOrder({
      items_total: 300,
      consignments: buildRawConsignments([buildRawLine({ id: 1 })]),
    });
    bench.server.answer = ({ path, query }, response) => {
      if (!path.endsWith('/products')) return sendJson(response, 200, cut);
      const page = Number(query['page']);
      const ids = Array.from({ length: page === 1 ? 250 : 50 }, (_, index) => (page - 1) * 250 + index + 1);
      return sendJson(
        response,
        200,
        ids.map((id) => buildRawLine({ id })),
      );
    };
    const order = await bench.open().getOrder(149);
    expect(order).toMatchObject({ linesComplete: true, unreadable: null });
    expect(new Set(order?.lines.map((line) => line.id)).size).toBe(300);
    expect(bench.server.seen.map(({ path, query }) => [path, query['page'] ?? null])).toEqual([
      ['/stores/abc123/v2/orders/149', null],
      ['/stores/abc123/v2/orders/149/products', '1'],
      ['/stores/abc123/v2/orders/149/products', '2'],
    ]);
  });

  it('gives up completing when a server has no more lines', async () => {
    const cut = buildRawOrder({ items_total: 9, consignments: [] });
    bench.server.answer = ({ path }, response) =>
      sendJson(response, 200, path.endsWith('/products') ? [buildRawLine({ id: 1 })] : cut);
    expect((await bench.open().getOrder(149))?.lines).toHaveLength(1);
    expect(bench.server.seen).toHaveLength(3);
  });

  it('names an order whose separately read lines are unreadable', async () => {
    const cut = buildRawOrder({ consignments: [] });
    bench.server.answer = ({ path }, response) =>
      sendJson(response, 200, path.endsWith('/products') ? [{ id: 1, quantity: 'many' }] : cut);
    expect((await bench.open().getOrder(149))?.unreadable).toContain('quantity');
  });

  it('says null for an order that is not there, and an error for all else', async () => {
    bench.server.answer = (_, response) => sendJson(response, 404, [{ status: 404, message: 'not found' }]);
    expect(await bench.open().getOrder(5)).toBeNull();
    bench.server.answer = (_, response) =>
      sendJson(response, 403, { status: 403, title: "You don't have a required scope" });
    expect(await failureOf(bench.open().getOrder(5))).toMatchObject({
      failure: 'forbidden',
      status: 403,
      path: '/v2/orders/{id}',
      detail: "You don't have a required scope",
    });
  });

  it('reads the refunds of 600 orders in three calls, following pages', async () => {
    bench.server.answer = ({ query }, response, count) => {
      const pagination = { total: 2, per_page: 250, current_page: Number(query['page']), total_pages: 2 };
      sendJson(response, 200, {
        data: [buildRawRefund({ id: count })],
        meta: count < 3 ? { pagination } : {},
      });
    };
    const ids = Array.from({ length: 600 }, (_, index) => 100_000_000 + index);
    const refunds = await bench.open().listRefunds(ids);
    expect(refunds.map((refund) => refund.id)).toEqual([1, 2, 3, 4]);
    expect(bench.server.seen.map(({ query }) => query['order_id:in']?.split(',').length)).toEqual([
      250, 250, 250, 100,
    ]);
    expect(await bench.open().listRefunds([])).toEqual([]);
    expect(bench.server.seen).toHaveLength(4);
  });
});
