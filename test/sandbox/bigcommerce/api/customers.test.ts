import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoreEvent } from '../contract.ts';
import type { Customer } from '../data/model.ts';
import { startTestApi, type TestApi } from './testing.ts';

let sandbox: TestApi;
let customers: Customer[];
let events: StoreEvent[];
beforeAll(async () => {
  sandbox = await startTestApi({ size: { orders: 50 } });
  customers = [...sandbox.store.oracle.customers()];
  sandbox.store.onEvent((event) => events.push(event));
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.store.actions.reset();
  events = [];
});

const list = async (query: string) => (await sandbox.call('GET', `/v3/customers?${query}`)).body;
const idsOf = (body: { data: { id: number }[] }) => body.data.map(({ id }) => id);

describe('paging', () => {
  test('page 1 tells both kinds, later pages only numbers, cursors only cursors', async () => {
    const first = await list('limit=100');
    expect(first.meta.pagination).toMatchObject({
      total: 320,
      count: 100,
      per_page: 100,
      current_page: 1,
      total_pages: 4,
    });
    expect(first.meta.cursor_pagination).toMatchObject({ count: 100, per_page: 100 });
    const second = await list('limit=100&page=2');
    expect(Object.keys(second.meta)).toEqual(['pagination']);
    const after = await list(`limit=100&page=9&after=${first.meta.cursor_pagination.end_cursor}`);
    expect(Object.keys(after.meta)).toEqual(['cursor_pagination']);
    expect(idsOf(after)).toEqual(idsOf(second));
    const back = await list(`limit=100&before=${after.meta.cursor_pagination.start_cursor}`);
    expect(idsOf(back)).toEqual(idsOf(first));
    expect((await sandbox.call('GET', '/v3/customers?after=nonsense')).status).toBe(422);
  });

  test('cursors reach everybody once, and the last page has no next one', async () => {
    const seen: number[] = [];
    for (let query = 'limit=90'; query !== '';) {
      const { data, meta } = await list(query);
      seen.push(...idsOf({ data }));
      query = meta.cursor_pagination.links.next?.slice(1) ?? '';
    }
    expect(seen).toEqual(customers.map(({ id }) => id));
  });

  test('links encode colons, and a limit that is no number is refused in words', async () => {
    expect((await list('id:in=5,7&limit=1')).meta.pagination.links.next).toBe(
      '?id%3Ain=5%2C7&limit=1&page=2',
    );
    const refused = await sandbox.call('GET', '/v3/customers?limit=a');
    expect([refused.status, refused.body.title]).toEqual([
      422,
      'Query parameter "limit" value must be integer. For input string: "a".',
    ]);
  });
});

describe('reading', () => {
  test('finds by e-mail whatever its case, also when two customers share it on two channels', async () => {
    const [first, second] = customers;
    expect(first?.email).toBe(second?.email);
    expect(idsOf(await list(`email:in=${first?.email.toUpperCase()}`))).toEqual([1, 2]);
    const other = customers.find(({ phone }) => phone.startsWith('('));
    expect(idsOf(await list(`phone:in=${encodeURIComponent(other?.phone ?? '')}`))).toContain(other?.id);
    const like = customers
      .filter(({ firstName, lastName }) => /garcia/i.test(`${firstName} ${lastName}`))
      .map(({ id }) => id);
    expect(idsOf(await list('limit=250&name:like=Garcia'))).toEqual(like);
  });

  test('includes at most ten addresses; attributes are written as value and read as attribute_value', async () => {
    const many = customers.find(({ addresses }) => addresses.length > 10);
    const { data } = await list(`id:in=${many?.id}&include=addresses,formfields`);
    expect([data[0].addresses.length, data[0].address_count]).toEqual([10, 12]);
    expect(
      (await sandbox.call('GET', `/v3/customers/addresses?customer_id:in=${many?.id}`)).body.data,
    ).toHaveLength(12);
    const owner = customers.find(({ attributes }) => attributes.length > 0);
    const included = await list(`id:in=${owner?.id}&include=attributes`);
    expect(included.data[0].attributes[0].attribute_value).toBe(owner?.attributes[0]?.value);
    const values = await sandbox.call('GET', `/v3/customers/attribute-values?customer_id:in=${owner?.id}`);
    expect(values.body.data[0].attribute_value).toBe(owner?.attributes[0]?.value);
    expect(Object.keys((await list('id:in=5')).data[0])).not.toContain('addresses');
  });

  test('sorts by modification from a time on, that second included', async () => {
    const sorted = customers.toSorted((a, b) => a.modifiedAt - b.modifiedAt);
    const from = Math.floor((sorted[200]?.modifiedAt ?? 0) / 1000) * 1000;
    const body = await list(
      `limit=250&sort=date_modified:asc&date_modified:min=${new Date(from).toISOString()}`,
    );
    expect(idsOf(body)).toEqual(sorted.slice(200).map(({ id }) => id));
    expect(body.data[0].date_modified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });
});

describe('writing', () => {
  const buildCustomer = (place: number) => ({
    email: `new-${place}@example.com`,
    first_name: 'N',
    last_name: `${place}`,
  });

  test('takes ten customers at once, not eleven, and one bad one fails all', async () => {
    const ten = Array.from({ length: 10 }, (_, place) => buildCustomer(place));
    expect((await sandbox.call('POST', '/v3/customers', [...ten, buildCustomer(10)])).status).toBe(413);
    const bad = await sandbox.call('POST', '/v3/customers', [
      buildCustomer(0),
      { email: 'x@example.com', first_name: 'X' },
    ]);
    expect([bad.status, bad.body.errors]).toEqual([422, { '1.last_name': 'Please provide a last_name.' }]);
    expect(events).toEqual([]);
    const made = await sandbox.call('POST', '/v3/customers', ten);
    expect([made.status, made.body.data.length, made.body.data[0].channel_ids]).toEqual([200, 10, null]);
    expect(events).toHaveLength(10);
  });

  test('an e-mail is unique per channel', async () => {
    await sandbox.call('POST', '/v3/customers', [{ ...buildCustomer(1), channel_ids: [1] }]);
    const again = (channels: number[] | null) =>
      sandbox.call('POST', '/v3/customers', [{ ...buildCustomer(1), channel_ids: channels }]);
    expect((await again([1])).status).toBe(422);
    expect((await again(null)).status).toBe(422);
    expect((await again([1_153_212])).status).toBe(200);
  });

  test('updates fire their event, addresses theirs alone, deletions without a filter delete nothing', async () => {
    await sandbox.call('PUT', '/v3/customers', [
      { id: 5, phone: '5125550199', form_fields: [{ name: 'Birthday', value: '1980-01-02' }] },
    ]);
    expect(sandbox.store.oracle.customer(5)).toMatchObject({ phone: '5125550199' });
    expect((await sandbox.call('PUT', '/v3/customers', [{ id: 99_999 }])).status).toBe(422);
    const address = {
      customer_id: 5,
      first_name: 'A',
      last_name: 'B',
      address1: '1 St',
      city: 'Austin',
      country_code: 'US',
      state_or_province: 'Texas',
      postal_code: '78726',
    };
    const made = await sandbox.call('POST', '/v3/customers/addresses', [address]);
    expect((await sandbox.call('POST', '/v3/customers/addresses', [address])).body.data).toEqual([]);
    expect((await sandbox.call('DELETE', '/v3/customers')).status).toBe(204);
    expect((await sandbox.call('DELETE', '/v3/customers?id:in=5')).status).toBe(204);
    expect(events).toEqual([
      {
        scope: 'store/customer/updated',
        data: { type: 'customer', id: 5, origin_channel_id: 1, channel_ids: null },
      },
      {
        scope: 'store/customer/address/created',
        data: { type: 'customer', id: made.body.data[0].id, address: { customer_id: 5 } },
      },
      { scope: 'store/customer/deleted', data: { type: 'customer', id: 5 } },
    ]);
    expect(idsOf(await list('id:in=5'))).toEqual([]);
  });

  test('subscribers are unique by e-mail: 409', async () => {
    const body = { email: 'news@example.com', consents: ['marketing_newsletter'] };
    expect((await sandbox.call('POST', '/v3/customers/subscribers', body)).status).toBe(200);
    expect((await sandbox.call('POST', '/v3/customers/subscribers', body)).status).toBe(409);
    expect(
      (await sandbox.call('GET', '/v3/customers/subscribers?email=news@example.com')).body.data,
    ).toHaveLength(1);
  });

  test('metafields are unique per app, private when app_only, and a bulk write can half succeed with 422', async () => {
    const field = { namespace: 'n', key: 'k', value: 'v', permission_set: 'app_only' };
    expect((await sandbox.call('POST', '/v3/customers/5/metafields', field)).status).toBe(200);
    expect((await sandbox.call('POST', '/v3/customers/5/metafields', field)).status).toBe(409);
    const bulk = await sandbox.call('POST', '/v3/customers/metafields', [
      { ...field, resource_id: 6 },
      { ...field, resource_id: 5 },
    ]);
    expect([bulk.status, bulk.body.meta]).toEqual([422, { total: 2, success: 1, failed: 1 }]);
    const stranger = { 'x-auth-token': sandbox.grant(['store_v2_customers']) };
    expect((await sandbox.call('GET', '/v3/customers/metafields', undefined, stranger)).body.data).toEqual(
      [],
    );
  });
});
