import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createBigcommerceClients,
  type BigcommerceClients,
  type StoreAccess,
} from '../../server/bigcommerce/clients.ts';
import {
  buildRawConsignments,
  buildRawCustomer,
  buildRawLine,
  buildRawOrder,
  buildRawRefund,
} from '../../server/bigcommerce/fixtures.ts';
import type { BigcommerceClient } from '../../server/bigcommerce/types.ts';
import type { CallReport } from '../../server/upstream/calls.ts';
import { UpstreamError } from '../../server/upstream/errors.ts';
import { quotaHeaders, sendJson, startScriptedServer, type ScriptedServer } from './clients-server.ts';

describe('the BigCommerce client', () => {
  let server: ScriptedServer;
  let clients: BigcommerceClients;
  let reports: CallReport[];

  beforeEach(async () => {
    reports = [];
    server = await startScriptedServer((_, response) => sendJson(response, 200, []));
    clients = createBigcommerceClients({
      apiUrl: server.url,
      clock: { now: () => new Date() },
      http: { timeoutMs: 2_000 },
      random: () => 0,
      onCall: (report) => reports.push(report),
    });
  });
  afterEach(async () => {
    clients.close();
    await server.close();
  });

  function open(overrides: Partial<StoreAccess> = {}): BigcommerceClient {
    return clients.forStore({
      hash: 'abc123',
      token: 'canary-token-77',
      generation: 1,
      lane: 'live',
      budgetPercent: 50,
      ...overrides,
    });
  }

  function answerWith(...bodies: unknown[]): void {
    let call = 0;
    server.answer = (_, response) => {
      sendJson(response, 200, bodies[Math.min(call, bodies.length - 1)]);
      call += 1;
    };
  }

  async function failureOf(promise: Promise<unknown>): Promise<UpstreamError> {
    const error: unknown = await promise.then(
      (value) => new Error(`no failure but ${JSON.stringify(value)}`),
      (reason: unknown) => reason,
    );
    if (!(error instanceof UpstreamError)) throw error;
    return error;
  }

  const firstPage = { sort: 'id:desc', limit: 250 } as const;

  it('asks for a page of orders with lines, with full timestamps, in one call', async () => {
    answerWith([buildRawOrder()]);
    const orders = await open().listOrders({
      ...firstPage,
      maxId: 900,
      minModified: new Date('2026-01-01T10:00:00Z'),
      channelId: 2,
    });
    expect(orders.map((order) => [order.id, order.lines.length])).toEqual([[149, 1]]);
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({
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
    expect(server.seen[0]?.headers).toMatchObject({
      'x-auth-token': 'canary-token-77',
      accept: 'application/json',
    });
  });

  it('takes 204 for the end of a list and nothing else', async () => {
    server.answer = (_, response) => {
      response.writeHead(204);
      response.end();
    };
    expect(await open().listOrders(firstPage)).toEqual([]);
    answerWith([]);
    expect(await open().listOrders(firstPage)).toEqual([]);
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
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(text);
    };
    expect((await failureOf(open().listOrders(firstPage))).failure).toBe('garbage');
    const { listCustomersModified } = open();
    const page = { minModified: new Date(0), page: 1, limit: 250, formFields: false };
    expect((await failureOf(listCustomersModified(page))).failure).toBe('garbage');
  });

  it('names an unreadable order and keeps the rest of its page', async () => {
    answerWith([
      buildRawOrder({ id: 1 }),
      buildRawOrder({ id: 2, total_inc_tax: null }),
      buildRawOrder({ id: 3 }),
    ]);
    const orders = await open().listOrders(firstPage);
    expect(orders.map((order) => [order.id, order.unreadable === null])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });

  it('completes an order whose lines were cut, over all pages', async () => {
    const cut = buildRawOrder({
      items_total: 300,
      consignments: buildRawConsignments([buildRawLine({ id: 1 })]),
    });
    server.answer = ({ path, query }, response) => {
      if (!path.endsWith('/products')) return sendJson(response, 200, cut);
      const page = Number(query['page']);
      const ids = Array.from({ length: page === 1 ? 250 : 50 }, (_, index) => (page - 1) * 250 + index + 1);
      return sendJson(
        response,
        200,
        ids.map((id) => buildRawLine({ id })),
      );
    };
    const order = await open().getOrder(149);
    expect(order).toMatchObject({ linesComplete: true, unreadable: null });
    expect(new Set(order?.lines.map((line) => line.id)).size).toBe(300);
    expect(server.seen.map(({ path, query }) => [path, query['page'] ?? null])).toEqual([
      ['/stores/abc123/v2/orders/149', null],
      ['/stores/abc123/v2/orders/149/products', '1'],
      ['/stores/abc123/v2/orders/149/products', '2'],
    ]);
  });

  it('gives up completing when a server has no more lines', async () => {
    const cut = buildRawOrder({ items_total: 9, consignments: [] });
    server.answer = ({ path }, response) =>
      sendJson(response, 200, path.endsWith('/products') ? [buildRawLine({ id: 1 })] : cut);
    expect((await open().getOrder(149))?.lines).toHaveLength(1);
    expect(server.seen).toHaveLength(3);
  });

  it('names an order whose separately read lines are unreadable', async () => {
    const cut = buildRawOrder({ consignments: [] });
    server.answer = ({ path }, response) =>
      sendJson(response, 200, path.endsWith('/products') ? [{ id: 1, quantity: 'many' }] : cut);
    expect((await open().getOrder(149))?.unreadable).toContain('quantity');
  });

  it('says null for an order that is not there, and an error for all else', async () => {
    server.answer = (_, response) => sendJson(response, 404, [{ status: 404, message: 'not found' }]);
    expect(await open().getOrder(5)).toBeNull();
    server.answer = (_, response) =>
      sendJson(response, 403, { status: 403, title: "You don't have a required scope" });
    expect(await failureOf(open().getOrder(5))).toMatchObject({
      failure: 'forbidden',
      status: 403,
      path: '/v2/orders/{id}',
      detail: "You don't have a required scope",
    });
  });

  it('leaves out a customer without an id, and takes a page of nothing else for garbage', async () => {
    const page = { minModified: new Date(0), page: 1, limit: 250, formFields: false };
    answerWith({ data: [{ email: 'x' }, buildRawCustomer()] });
    expect((await open().listCustomersModified(page)).customers.map(({ id }) => id)).toEqual([32]);
    expect((await failureOf(open().listCustomersById([31, 32], false))).failure).toBe('garbage');
    answerWith({ data: [{ email: 'x' }, buildRawCustomer()], meta: { pagination: { total: 502 } } });
    const created = { maxCreated: new Date('2026-01-31T12:00:00Z'), page: 1 };
    expect(await open().listCustomerIds(created)).toEqual({ ids: [32], pages: 3 });
    answerWith({ data: [{ email: 'x' }] });
    expect((await failureOf(open().listCustomersModified(page))).failure).toBe('garbage');
  });

  it('reads the refunds of 600 orders in three calls, following pages', async () => {
    server.answer = ({ query }, response, count) => {
      const pagination = { total: 2, per_page: 250, current_page: Number(query['page']), total_pages: 2 };
      sendJson(response, 200, {
        data: [buildRawRefund({ id: count })],
        meta: count < 3 ? { pagination } : {},
      });
    };
    const ids = Array.from({ length: 600 }, (_, index) => 100_000_000 + index);
    const refunds = await open().listRefunds(ids);
    expect(refunds.map((refund) => refund.id)).toEqual([1, 2, 3, 4]);
    expect(server.seen.map(({ query }) => query['order_id:in']?.split(',').length)).toEqual([
      250, 250, 250, 100,
    ]);
    expect(await open().listRefunds([])).toEqual([]);
    expect(server.seen).toHaveLength(4);
  });

  it('follows customers by cursor to the end', async () => {
    const full = Array.from({ length: 2 }, (_, id) => buildRawCustomer({ id: id + 1 }));
    answerWith(
      {
        data: full,
        meta: {
          pagination: { total: 3 },
          cursor_pagination: { per_page: 2, end_cursor: 'c+1=', links: { next: '?after=c' } },
        },
      },
      { data: [buildRawCustomer({ id: 3 })], meta: { cursor_pagination: { end_cursor: 'c2', links: {} } } },
    );
    const client = open();
    const one = await client.listCustomers({ after: null, limit: 2, formFields: true });
    expect(one).toMatchObject({ after: 'c+1=', customers: [{ id: 1 }, { id: 2 }] });
    const two = await client.listCustomers({ after: one.after, limit: 2, formFields: true });
    expect(two).toMatchObject({ after: null, customers: [{ id: 3 }] });
    expect(server.seen.map(({ query }) => [query['after'] ?? null, query['include']])).toEqual([
      [null, 'addresses,formfields'],
      ['c+1=', 'addresses,formfields'],
    ]);
  });

  it('does not end the list of customers when the cursor of a full page is missing', async () => {
    answerWith({
      data: [buildRawCustomer()],
      meta: { pagination: { total: 3, current_page: 1, total_pages: 3, per_page: 1 } },
    });
    const call = open().listCustomers({ after: null, limit: 1, formFields: false });
    expect((await failureOf(call)).failure).toBe('garbage');
  });

  it('creates a customer once, however the call ends', async () => {
    const input = { email: 'a@b.co', firstName: 'A', lastName: 'B', phone: '' };
    server.answer = (_, response) => response.socket?.destroy();
    expect((await failureOf(open().createCustomer(input))).failure).toBe('network');
    expect(server.seen).toHaveLength(1);
    answerWith({ data: [buildRawCustomer({ id: 9 })], meta: {} });
    expect((await open().createCustomer(input)).id).toBe(9);
    expect(JSON.parse(server.seen[1]?.body ?? '')).toEqual([
      { email: 'a@b.co', first_name: 'A', last_name: 'B' },
    ]);
  });

  it('finds a customer by e-mail, or says that there is none', async () => {
    answerWith({ data: [buildRawCustomer()], meta: {} }, { data: [], meta: {} });
    expect((await open().findCustomerByEmail('a+b@example.com'))?.id).toBe(32);
    expect(server.seen[0]?.query['email:in']).toBe('a+b@example.com');
    expect(await open().findCustomerByPhone('5125550142')).toBeNull();
  });

  it('works with hooks', async () => {
    const hook = {
      id: 4,
      scope: 'store/order/created',
      destination: 'https://x/y',
      is_active: true,
      headers: { a: 'b' },
    };
    answerWith({ data: hook, meta: {} }, { data: [hook], meta: {} }, hook);
    const client = open();
    await client.createHook({ scope: hook.scope, destination: hook.destination, headers: hook.headers });
    expect(await client.listHooks()).toEqual([
      { id: 4, scope: hook.scope, destination: hook.destination, isActive: true, headers: { a: 'b' } },
    ]);
    expect((await client.updateHook(4, { isActive: true })).id).toBe(4);
    expect(server.seen.map(({ method, path, body }) => [method, path, body])).toMatchObject([
      ['POST', '/stores/abc123/v3/hooks', expect.stringContaining('"is_active":true')],
      ['GET', '/stores/abc123/v3/hooks', ''],
      ['PUT', '/stores/abc123/v3/hooks/4', '{"is_active":true}'],
    ]);
    server.answer = (_, response) =>
      sendJson(response, 404, { status: 404, title: 'Webhook with id [4] not found' });
    await client.deleteHook(4);
  });

  it('waits after a 429 until the reset time, for every lane, then goes on by itself', async () => {
    const times: number[] = [];
    server.answer = (_, response, count) => {
      times.push(performance.now());
      if (count === 1) sendJson(response, 429, {}, quotaHeaders(0, 400));
      else sendJson(response, 200, [], quotaHeaders(140));
    };
    await Promise.all([
      open().listOrders(firstPage),
      open({ lane: 'sweep' }).listOrders(firstPage),
      open({ lane: 'backfill' }).listOrders(firstPage),
    ]);
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(395);
    expect(reports.filter((report) => report.failure === 'throttled')).toHaveLength(1);
  });

  it('backs off, longer each time, after a 429 that says nothing', async () => {
    const times: number[] = [];
    server.answer = (_, response, count) => {
      times.push(performance.now());
      if (count > 2) return sendJson(response, 200, []);
      response.writeHead(429);
      return response.end();
    };
    await open().listOrders(firstPage);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(995);
    expect(third - second).toBeGreaterThanOrEqual(1_995);
  });

  it('shares the quota of a store among its lanes, not among stores', async () => {
    server.answer = ({ path }, response) =>
      sendJson(response, 200, [], quotaHeaders(path.includes('/abc123/') ? 1 : 150, 400));
    await open().listOrders(firstPage);
    const startedAt = performance.now();
    await open({ hash: 'other', token: 'other-token' }).listOrders(firstPage);
    expect(performance.now() - startedAt).toBeLessThan(350);
    await open({ lane: 'backfill' }).listOrders(firstPage);
    expect(performance.now() - startedAt).toBeGreaterThan(380);
    expect(open().quota()).toMatchObject({ quota: 150 });
    expect(open({ generation: 2 }).quota()).toBeNull();
  });

  it('never sends a token to another store', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        open({ hash: `store${index % 5}`, token: `token-${index % 5}` }).listOrders(firstPage),
      ),
    );
    for (const { path, headers } of server.seen) {
      expect(headers['x-auth-token']).toBe(`token-${/store(\d)/.exec(path)?.[1]}`);
    }
    expect(server.seen).toHaveLength(40);
  });

  it('keeps at most three calls of a store under way', async () => {
    let now = 0;
    let most = 0;
    server.answer = (_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        sendJson(response, 200, [], quotaHeaders(100));
      }, 20);
    };
    await Promise.all(Array.from({ length: 12 }, () => open().listOrders(firstPage)));
    expect(most).toBe(3);
  });

  it('tries a gateway error again, a 500 not at once, and stops calling a store that keeps failing', async () => {
    server.answer = (_, response, count) =>
      count === 1 ? sendJson(response, 502, '<html>') : sendJson(response, 200, []);
    expect(await open().listOrders(firstPage)).toEqual([]);
    server.answer = (_, response) => sendJson(response, 500, {});
    expect(await failureOf(open().listOrders(firstPage))).toMatchObject({
      failure: 'unavailable',
      status: 500,
      retryAfterMs: 60_000,
    });
    for (let call = 0; call < 4; call += 1) await failureOf(open().listOrders(firstPage));
    const before = server.seen.length;
    const error = await failureOf(open().listOrders(firstPage));
    expect(error).toMatchObject({ failure: 'unavailable', status: null });
    expect(error.retryAfterMs).toBeGreaterThan(20_000);
    expect(server.seen).toHaveLength(before);
    expect(clients.state('abc123')).toEqual({ key: 'open', everything: 'closed' });
    answerWith([]);
    expect(await open({ hash: 'other' }).listOrders(firstPage)).toEqual([]);
  });

  it('stops at once when the store is gone', async () => {
    server.answer = () => undefined;
    const controller = new AbortController();
    const client = open({ signal: controller.signal });
    const calls = Array.from({ length: 5 }, () => failureOf(client.listOrders(firstPage)));
    controller.abort();
    expect((await Promise.all(calls)).map((error) => error.failure)).toEqual(Array(5).fill('aborted'));
    expect((await failureOf(client.getStore())).failure).toBe('aborted');
  });

  it('puts neither token nor personal data into errors and reports', async () => {
    server.answer = (_, response) =>
      sendJson(response, 422, { status: 422, title: 'Customer jane@example.com has phone 512-555-0142' });
    const error = await failureOf(open().findCustomerByEmail('jane@example.com'));
    const text = JSON.stringify([{ ...error, message: error.message, stack: error.stack }, reports]);
    for (const secret of ['canary-token', 'jane@', '555-0142']) expect(text).not.toContain(secret);
    expect(error.detail).toBe('Customer [e-mail] has phone [number]');
  });

  it('refuses what is no store hash', () => {
    for (const hash of ['../x', 'ABC', '', 'a/b']) expect(() => open({ hash })).toThrow(TypeError);
  });

  it('reads the rest of the store', async () => {
    server.answer = ({ path }, response) => {
      const answers: Record<string, unknown> = {
        '/v2/store': {
          name: 'Shop',
          domain: 'shop.example',
          control_panel_base_url: 'https://store-abc123.example',
          country_code: 'US',
          currency: 'USD',
          timezone: { name: 'America/Chicago' },
          is_price_entered_with_tax: false,
        },
        '/v2/order_statuses': [{ id: 0, name: 'Incomplete', custom_label: 'Not done' }],
        '/v2/orders/count': { statuses: [], count: 48 },
        '/v3/customers': { data: [buildRawCustomer()], meta: { pagination: { total: 36 } } },
        '/v3/channels': { data: [{ id: 1, name: 'Web', type: 'storefront', status: 'active' }], meta: {} },
        '/v3/inventory/locations': { data: [{ id: 2, label: 'Central', enabled: true }], meta: {} },
        '/v3/catalog/brands': { data: [{ id: 3, name: 'OFS' }], meta: {} },
        '/v3/catalog/trees/categories': { data: [{ category_id: 4, name: 'Bath' }], meta: {} },
        '/v3/customers/form-field-values': {
          data: [{ name: 'Size' }, { name: 'Birthday' }, { name: 'Size' }],
          meta: {},
        },
      };
      sendJson(response, 200, answers[path.replace('/stores/abc123', '')]);
    };
    const client = open({ lane: 'panel' });
    expect(await client.getStore()).toMatchObject({ name: 'Shop', timezone: 'America/Chicago' });
    expect(await client.listOrderStatuses()).toEqual([{ id: 0, name: 'Incomplete', label: 'Not done' }]);
    expect(await client.countOrders({ minCreated: new Date(0) })).toBe(48);
    expect(await client.countCustomers()).toBe(36);
    const ids = await client.listCustomerIds({ maxCreated: new Date('2026-01-31T12:00:00Z'), page: 1 });
    expect(ids).toEqual({ ids: [buildRawCustomer().id], pages: 1 });
    expect(await client.listChannels()).toEqual([
      { id: 1, name: 'Web', type: 'storefront', status: 'active' },
    ]);
    expect(await client.listLocations()).toEqual([{ id: 2, label: 'Central', enabled: true }]);
    expect(await client.listBrands()).toEqual(new Map([[3, 'OFS']]));
    expect(await client.listCategories()).toEqual(new Map([[4, 'Bath']]));
    expect(await client.listFormFieldNames()).toEqual(['Birthday', 'Size']);
  });
});
