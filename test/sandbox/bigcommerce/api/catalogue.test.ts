import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoreEvent } from '../contract.ts';
import type { Product } from '../data/model.ts';
import { listProducts } from '../data/state.ts';
import { startTestApi, type TestApi } from './testing.ts';

const path = '/v3/catalog/products';
let sandbox: TestApi;
let products: Product[];
let events: StoreEvent[];
beforeAll(async () => {
  sandbox = await startTestApi();
  sandbox.store.onEvent((event) => events.push(event));
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.store.actions.reset();
  sandbox.api.requests.clear();
  products = listProducts(sandbox.store.state);
  events = [];
});

const find = (accept: (product: Product) => boolean) => {
  const product = products.find(accept);
  if (!product) throw new Error('the demo store has no such product');
  return product;
};
const idsOf = async (query: string) => {
  const { body } = await sandbox.call('GET', `${path}?limit=250&${query}`);
  return (body.data as Product[]).map(({ id }) => id); // only the ids are looked at
};
const idsWhere = (accept: (product: Product) => boolean) => products.filter(accept).map(({ id }) => id);
const withOption = (sku: string) => ({
  sku,
  option_values: [{ option_display_name: 'Size', label: 'Huge' }],
});

describe('a list of products', () => {
  test('is filtered by what the caller asks, counted by hand', async () => {
    const { sku, name, brandId } = find((product) => product.brandId !== 0);
    expect(await idsOf(`sku=${sku}`)).toEqual(idsWhere((one) => one.sku === sku));
    expect(await idsOf(`name:like=${encodeURIComponent(name.slice(2, 9))}`)).toContain(
      find((one) => one.name === name).id,
    );
    expect(await idsOf(`brand_id=${brandId}`)).toEqual(idsWhere((one) => one.brandId === brandId));
    expect(await idsOf('is_visible=false')).toEqual(idsWhere((one) => !one.isVisible));
    expect(await idsOf('type=digital')).toEqual(idsWhere((one) => one.type === 'digital'));
    expect(await idsOf('price:min=50&price:max=60')).toEqual(
      idsWhere(({ price }) => price >= 500_000 && price <= 600_000),
    );
    const [first] = find((one) => one.categories.length === 2).categories;
    expect(await idsOf(`categories:in=${first},18`)).toEqual(
      idsWhere(({ categories }) => categories.includes(first ?? 0) && categories.includes(18)),
    );
    const since = products[20]?.modifiedAt ?? 0;
    expect(await idsOf(`date_modified:min=${new Date(since).toISOString()}`)).toEqual(
      idsWhere(({ modifiedAt }) => modifiedAt >= since - 1000),
    );
  });

  test('is sorted by a field, in either direction', async () => {
    const byPrice = products.toSorted((a, b) => a.price - b.price || a.id - b.id).map(({ id }) => id);
    expect(await idsOf('sort=price')).toEqual(byPrice);
    expect(await idsOf('sort=price&direction=desc')).toEqual(byPrice.toReversed());
    expect((await sandbox.call('GET', `${path}?sort=colour`)).status).toBe(422);
  });

  test('has at most ten per page when options come with them', async () => {
    const { body } = await sandbox.call('GET', `${path}?limit=250&include=options,variants`);
    expect(body.data).toHaveLength(10);
    expect(body.meta.pagination).toMatchObject({ per_page: 10, total: products.length });
  });

  test('has the fields that were asked for, and the id', async () => {
    const { body } = await sandbox.call('GET', `${path}?limit=1&include_fields=name,sku`);
    expect(Object.keys(body.data[0]).sort()).toEqual(['id', 'name', 'sku']);
  });

  test('adds the time of the request to a day without one, and notes the carelessness', async () => {
    await idsOf('date_modified:min=2026-01-01');
    expect(sandbox.api.requests.carelessCalls('abc').map(({ what }) => what)).toContain(
      'date_modified:min without a time',
    );
  });
});

describe('a write of which a part fails', () => {
  test('is 207: the rest is saved', async () => {
    const body = { name: 'Tin kettle', price: 12.5, sku: 'TIN', inventory_level: -3 };
    const made = await sandbox.call('POST', path, body);
    expect(made.status).toBe(207);
    expect(made.body).toMatchObject({
      data: { name: 'Tin kettle', price: 12.5, inventory_level: 0 },
      errors: { status: 207, errors: { inventory_level: expect.any(String) as unknown } },
    });
    const { id } = find(({ tracking }) => tracking === 'product');
    const { body: before } = await sandbox.call('GET', `${path}/${id}`);
    const other = find((product) => product.id !== id);
    const change = { name: 'Renamed', custom_url: { url: `/${other.sku.toLowerCase()}/` } };
    const changed = await sandbox.call('PUT', `${path}/${id}`, change);
    expect([changed.status, Object.keys(changed.body.errors.errors as object)]).toEqual([
      207,
      ['custom_url'],
    ]);
    expect(changed.body.data).toMatchObject({ name: 'Renamed', custom_url: before.data.custom_url });
    const batch = [
      { id, name: 'Again', inventory_level: -1 },
      { id: other.id, name: 'Fine' },
    ];
    const many = await sandbox.call('PUT', path, batch);
    expect([many.status, Object.keys(many.body.errors.errors as object)]).toEqual([
      207,
      [`${id}.inventory_level`],
    ]);
    expect((many.body.data as Product[]).map(({ name }) => name)).toEqual(['Again', 'Fine']);
  });

  test('a whole product that is wrong is refused, and so are eleven at once', async () => {
    const { name, id } = find(() => true);
    expect((await sandbox.call('POST', path, { name, price: 1 })).status).toBe(409);
    expect((await sandbox.call('POST', path, { name: 'No price' })).status).toBe(422);
    const eleven = Array.from({ length: 11 }, () => ({ id, price: 1 }));
    expect((await sandbox.call('PUT', path, eleven)).status).toBe(413);
    expect((await sandbox.call('DELETE', path)).status).toBe(422);
    expect((await sandbox.call('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await sandbox.call('GET', `${path}/${id}`)).status).toBe(404);
    expect(events).toEqual([{ scope: 'store/product/deleted', data: { type: 'product', id } }]);
  });
});

describe('variants', () => {
  test('are made, changed and removed, each with its event', async () => {
    const { id, variants } = find((product) => product.variants.length > 1);
    const made = await sandbox.call('POST', `${path}/${id}/variants`, {
      ...withOption('HUGE'),
      inventory_level: 4,
    });
    expect(made.body.data).toMatchObject({ product_id: id, sku: 'HUGE', inventory_level: 4, price: null });
    const variantId = Number(made.body.data.id);
    const one = `${path}/${id}/variants/${variantId}`;
    expect((await sandbox.call('PUT', one, { price: 9.99 })).body.data).toMatchObject({
      calculated_price: 9.99,
    });
    const half = await sandbox.call('PUT', one, { price: 8, inventory_level: -1 });
    expect([half.status, half.body.data.price, half.body.data.inventory_level]).toEqual([207, 8, 4]);
    expect((await sandbox.call('POST', `${path}/${id}/variants`, withOption('HUGE'))).status).toBe(409);
    expect((await sandbox.call('DELETE', one)).status).toBe(204);
    expect((await sandbox.call('GET', one)).status).toBe(404);
    const { body } = await sandbox.call('GET', `${path}/${id}/variants`);
    expect(body.data).toHaveLength(variants.length);
    expect(events.map(({ scope }) => scope)).toEqual([
      'store/sku/created',
      'store/sku/updated',
      'store/sku/inventory/updated',
      'store/sku/updated',
      'store/sku/updated',
      'store/sku/deleted',
    ]);
    expect(events[0]?.data).toEqual({
      type: 'sku',
      id: variantId,
      sku: { product_id: id, variant_id: variantId },
    });
    const single = find((product) => product.variants.length === 1);
    const base = `${path}/${single.id}/variants/${single.variants[0]?.id}`;
    expect((await sandbox.call('DELETE', base)).status).toBe(422);
  });

  test('fifty at once: the good ones are written although the bad ones make it a 422', async () => {
    const [first, second] = find((product) => product.variants.length > 1).variants;
    const answer = await sandbox.call('PUT', '/v3/catalog/variants', [
      { id: first?.id, price: 5.5 },
      { id: 1, price: 5.5 },
      { id: second?.id, sku: first?.sku },
    ]);
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({
      batch_errors: [
        expect.objectContaining({ status: 422, errors: { id: '1' } }) as unknown,
        expect.objectContaining({ status: 409 }) as unknown,
      ],
    });
    const { body } = await sandbox.call('GET', `/v3/catalog/variants?id=${first?.id}`);
    expect(body.data[0].price).toBe(5.5);
    const tooMany = Array.from({ length: 51 }, () => ({ id: first?.id }));
    expect((await sandbox.call('PUT', '/v3/catalog/variants', tooMany)).status).toBe(413);
  });
});

test('brands and categories are filtered; categories make a tree; the old list is noted as deprecated', async () => {
  const brand = await sandbox.call('GET', '/v3/catalog/brands?id:in=35,36&name:like=a');
  expect((brand.body.data as { id: number }[]).every(({ id }) => [35, 36].includes(id))).toBe(true);
  const flat = await sandbox.call('GET', '/v3/catalog/trees/categories?parent_id:in=18&limit=250');
  const tree = await sandbox.call('GET', '/v3/catalog/trees/1/categories');
  const [root] = tree.body.data;
  const ids = (list: { id?: number; category_id?: number }[]) =>
    list.map(({ id, category_id }) => id ?? category_id);
  expect(ids(root.children)).toEqual(ids(flat.body.data));
  await sandbox.call('GET', '/v3/catalog/categories');
  expect(sandbox.api.requests.carelessCalls('abc').map(({ what }) => what)).toContain('deprecated');
});

test('metafields of variants, brands, categories and the store are kept apart', async () => {
  const { id, variants } = find((product) => product.variants.length > 1);
  const variantId = variants[0]?.id ?? 0;
  const field = { namespace: 'aiq', key: 'tier', value: 'gold', permission_set: 'app_only' };
  const own = [
    `${path}/${id}/metafields`,
    `${path}/${id}/variants/${variantId}/metafields`,
    '/v3/catalog/brands/35/metafields',
    '/v3/catalog/categories/18/metafields',
  ];
  for (const place of own) {
    expect((await sandbox.call('POST', place, field)).status).toBe(200);
    expect((await sandbox.call('GET', place)).body.data).toHaveLength(1);
  }
  expect((await sandbox.call('POST', `${path}/${id}/variants/1/metafields`, field)).status).toBe(404);
  const half = await sandbox.call('POST', '/v3/store/metafields', [field, field]);
  expect([half.status, half.body.meta]).toEqual([422, { total: 2, success: 1, failed: 1 }]);
  expect(half.body.data[0]).toMatchObject({ id: expect.any(String) as unknown, resource_type: 'store' });
  const reader = { 'x-auth-token': sandbox.grant(['store_v2_information_read_only']) };
  expect((await sandbox.call('POST', '/v3/store/metafields', [field], reader)).status).toBe(403);
});
