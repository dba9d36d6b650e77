import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildRawCustomer } from '../../server/bigcommerce/fixtures.ts';
import { firstPage, openBigcommerceBench, type BigcommerceBench } from './clients-bigcommerce-support.ts';
import { failureOf } from './clients-failure.ts';
import { sendJson } from './clients-server.ts';

describe('the BigCommerce client', () => {
  let bench: BigcommerceBench;
  beforeEach(async () => {
    bench = await openBigcommerceBench();
  });
  afterEach(() => bench.close());

  it('works with hooks', async () => {
    const hook = {
      id: 4,
      scope: 'store/order/created',
      destination: 'https://x/y',
      is_active: true,
      headers: { a: 'b' },
    };
    bench.answerWith({ data: hook, meta: {} }, { data: [hook], meta: {} }, hook);
    const client = bench.open();
    await client.createHook({ scope: hook.scope, destination: hook.destination, headers: hook.headers });
    expect(await client.listHooks()).toEqual([
      { id: 4, scope: hook.scope, destination: hook.destination, isActive: true, headers: { a: 'b' } },
    ]);
    expect((await client.updateHook(4, { isActive: true })).id).toBe(4);
    expect(bench.server.seen.map(({ method, path, body }) => [method, path, body])).toMatchObject([
      ['POST', '/stores/abc123/v3/hooks', expect.stringContaining('"is_active":true')],
      ['GET', '/stores/abc123/v3/hooks', ''],
      ['PUT', '/stores/abc123/v3/hooks/4', '{"is_active":true}'],
    ]);
    bench.server.answer = (_, response) =>
      sendJson(response, 404, { status: 404, title: 'Webhook with id [4] not found' });
    await client.deleteHook(4);
  });

  it('never sends a token to another store', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        bench.open({ hash: `store${index % 5}`, token: `token-${index % 5}` }).listOrders(firstPage),
      ),
    );
    for (const { path, headers } of bench.server.seen) {
      expect(headers['x-auth-token']).toBe(`token-${/store(\d)/.exec(path)?.[1]}`);
    }
    expect(bench.server.seen).toHaveLength(40);
  });

  it('puts neither token nor personal data into errors and reports', async () => {
    bench.server.answer = (_, response) =>
      sendJson(response, 422, { status: 422, title: 'Customer jane@example.com has phone 512-555-0142' });
    const error = await failureOf(bench.open().findCustomerByEmail('jane@example.com'));
    const text = JSON.stringify([{ ...error, message: error.message, stack: error.stack }, bench.reports]);
    for (const secret of ['canary-token', 'jane@', '555-0142']) expect(text).not.toContain(secret);
    expect(error.detail).toBe('Customer [e-mail] has phone [number]');
  });

  it('refuses what is no store hash', () => {
    for (const hash of ['../x', 'ABC', '', 'a/b']) expect(() => bench.open({ hash })).toThrow(TypeError);
  });

  it('reads the rest of the store', async () => {
    bench.server.answer = ({ path }, response) => {
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
    const client = bench.open({ lane: 'panel' });
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
