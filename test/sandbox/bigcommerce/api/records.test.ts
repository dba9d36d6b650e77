import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeScriptsOf } from '../data/plain-records.ts';
import { allScopes, startTestApi, type TestApi } from './testing.ts';

let server: TestApi;
beforeAll(async () => {
  server = await startTestApi({ size: { orders: 20, customers: 20, products: 20 } });
});
afterAll(() => server.close());

const product = '/v3/catalog/products/90';

describe('what a product only keeps', () => {
  test('custom fields, rules, videos and reviews come back as they were written, also with the product', async () => {
    const written = {
      'custom-fields': { name: 'Origin', value: 'Oregon' },
      'bulk-pricing-rules': { quantity_min: 10, quantity_max: 49, type: 'percent', amount: 5 },
      videos: { title: 'How to', video_id: 'z3fRu9pkuXE', type: 'youtube', sort_order: 2, description: 'x' },
      reviews: { title: 'Good', text: 'Fine.', rating: 5, date_reviewed: '2026-01-05T10:00:00+00:00' },
    };
    for (const [part, body] of Object.entries(written)) {
      const made = await server.call('POST', `${product}/${part}`, body);
      expect(made.body.data).toMatchObject(body);
      const { id } = made.body.data;
      expect((await server.call('GET', `${product}/${part}/${id}`)).body.data).toEqual(made.body.data);
      expect((await server.call('GET', `${product}/${part}`)).body).toMatchObject({
        data: [body],
        meta: { pagination: { total: 1 } },
      });
      expect((await server.call('GET', `/v3/catalog/products/91/${part}/${id}`)).status).toBe(404);
    }
    const include = 'custom_fields,bulk_pricing_rules,videos,reviews';
    const { data } = (await server.call('GET', `${product}?include=${include}`)).body;
    expect(data).toMatchObject({
      custom_fields: [written['custom-fields']],
      bulk_pricing_rules: [written['bulk-pricing-rules']],
      videos: [written.videos],
      reviews: [written.reviews],
      reviews_count: 1,
      reviews_rating_sum: 5,
    });
  });

  test('a snapshot keeps them', async () => {
    const before = (await server.call('GET', `${product}/videos`)).body.data;
    server.store.restore(JSON.parse(JSON.stringify(server.store.snapshot())));
    expect((await server.call('GET', `${product}/videos`)).body.data).toEqual(before);
    const next = await server.call('POST', `${product}/videos`, { title: 'Another' });
    expect(next.body.data.id).toBeGreaterThan(before[0].id);
  });

  test('rules of overlapping quantities and fields of the wrong type are refused, and nothing is kept', async () => {
    const rule = { quantity_min: 40, quantity_max: 0, type: 'fixed', amount: '3.5' };
    expect((await server.call('POST', `${product}/bulk-pricing-rules`, rule)).status).toBe(409);
    const wrong = await server.call('POST', `${product}/custom-fields`, { name: 'Origin', value: 7 });
    expect(wrong).toMatchObject({ status: 422, body: { errors: { value: expect.any(String) } } });
    expect((await server.call('GET', `${product}/custom-fields`)).body.data).toHaveLength(1);
  });

  test('a field that no document names is noted and not kept', async () => {
    const body = { name: 'Grade', value: 'A', colour: 'green' };
    const { data } = (await server.call('POST', `${product}/custom-fields`, body)).body;
    expect(data).toEqual({ id: data.id, name: 'Grade', value: 'A' });
    expect(server.api.requests.carelessCalls().map(({ what }) => what)).toContain('unknown field colour');
  });

  test('a list has only the fields that were asked for', async () => {
    const { data } = (await server.call('GET', `${product}/custom-fields?include_fields=name`)).body;
    expect(Object.keys(data[0]).sort()).toEqual(['id', 'name']);
  });
});

describe('scripts', () => {
  const script = { name: 'Chat', src: 'https://cdn.example.com/chat.js', auto_uninstall: true };
  const as = (token: string) => ({ 'x-auth-token': token });

  test('are seen by the app alone that made them, and go with it if they say so', async () => {
    const [one, two] = [server.grant(allScopes), server.grant(allScopes)];
    const { data } = (await server.call('POST', '/v3/content/scripts', script, as(one))).body;
    await server.call('POST', '/v3/content/scripts', { ...script, auto_uninstall: false }, as(one));
    expect((await server.call('GET', '/v3/content/scripts', undefined, as(two))).body.data).toEqual([]);
    const path = `/v3/content/scripts/${data.uuid}`;
    expect((await server.call('GET', path, undefined, as(two))).status).toBe(404);
    expect((await server.call('GET', path, undefined, as(one))).body.data).toEqual(data);
    removeScriptsOf(server.store.state, data.api_client_id);
    const left = (await server.call('GET', '/v3/content/scripts', undefined, as(one))).body.data;
    expect(left).toMatchObject([{ auto_uninstall: false }]);
  });

  test('are ten at most, and need what their kind is made of', async () => {
    const token = as(server.grant(allScopes));
    const { data } = (await server.call('GET', '/v3/content/scripts', undefined, token)).body;
    for (let count = Number(data.length); count < 10; count += 1)
      expect((await server.call('POST', '/v3/content/scripts', script, token)).status).toBe(200);
    expect((await server.call('POST', '/v3/content/scripts', script, token)).status).toBe(422);
    const inline = { name: 'Inline', kind: 'script_tag' };
    expect((await server.call('POST', '/v3/content/scripts', inline, token)).body.errors).toEqual({
      html: 'missing',
    });
  });
});

test('channels are made and changed, told of by webhooks, and have listings', async () => {
  const heard: string[] = [];
  server.store.onEvent(({ scope }) => heard.push(scope));
  const body = { name: 'Corner shop', type: 'pos', platform: 'square' };
  const { id } = (await server.call('POST', '/v3/channels', body)).body.data;
  expect((await server.call('POST', '/v3/channels', body)).status).toBe(422);
  await server.call('PUT', `/v3/channels/${id}`, { status: 'disconnected' });
  expect((await server.call('GET', `/v3/channels/${id}`)).body.data).toMatchObject({
    ...body,
    status: 'disconnected',
  });
  expect(heard).toEqual(['store/channel/created', 'store/channel/updated']);
  const listing = { product_id: 90, state: 'active', variants: [] };
  const path = `/v3/channels/${id}/listings`;
  const [made] = (await server.call('POST', path, [listing])).body.data;
  await server.call('PUT', path, [{ ...listing, listing_id: made.listing_id, state: 'disabled' }]);
  expect((await server.call('GET', `${path}/${made.listing_id}`)).body.data.state).toBe('disabled');
  expect((await server.call('GET', `${path}?after=${made.listing_id}`)).body.data).toEqual([]);
  expect((await server.call('POST', path, [{ ...listing, product_id: 1 }])).status).toBe(422);
});
