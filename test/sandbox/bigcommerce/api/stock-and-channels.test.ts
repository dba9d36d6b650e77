import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Product } from '../data/model.ts';
import { channelIds } from '../data/profile.ts';
import { findProduct, listProducts } from '../data/state.ts';
import { startTestApi, type TestApi } from './testing.ts';

let sandbox: TestApi;
let products: Product[];
beforeAll(async () => {
  sandbox = await startTestApi();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.store.actions.reset();
  products = listProducts(sandbox.store.state);
});

const tracked = (tracking: Product['tracking']) => {
  const product = products.find((one) => one.tracking === tracking);
  if (!product) throw new Error(`the demo store has no product with tracking ${tracking}`);
  return product;
};

describe('stock', () => {
  test('of all locations adds up to that of the product; what is not tracked is not listed', async () => {
    const { id, stock } = tracked('product');
    const { body } = await sandbox.call('GET', `/v3/inventory/items?product_id:in=${id}`);
    const [item] = body.data;
    const levels = item.locations.map((place: { available_to_sell: number }) => place.available_to_sell);
    expect(levels.reduce((sum: number, level: number) => sum + level, 0)).toBe(stock);
    expect(item.identity).toMatchObject({ product_id: id, sku_id: null });
    const untracked = await sandbox.call('GET', `/v3/inventory/items?product_id:in=${tracked('none').id}`);
    expect(untracked.body.data).toEqual([]);
    const one = await sandbox.call('GET', `/v3/inventory/locations/2/items?product_id:in=${id}`);
    expect(one.body.data[0].available_to_sell).toBe(levels[1]);
    expect((await sandbox.call('GET', '/v3/inventory/locations/9/items')).status).toBe(404);
  });

  test('is set and moved by product; the wrong key or too little of it is refused as a whole', async () => {
    const { id, variants } = tracked('product');
    const put = (items: object[]) =>
      sandbox.call('PUT', '/v3/inventory/adjustments/absolute', { reason: 'count', items });
    const move = (quantity: number) =>
      sandbox.call('POST', '/v3/inventory/adjustments/relative', {
        items: [{ location_id: 1, product_id: id, quantity }],
      });
    expect((await put([{ location_id: 1, product_id: id, quantity: 12 }])).body.transaction_id).toMatch(
      /^[\da-f-]{36}$/,
    );
    expect((await move(-5)).status).toBe(200);
    expect(findProduct(sandbox.store.state, id)?.stock).toBe(7);
    const refused = await move(-8);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    const byVariant = { location_id: 1, variant_id: variants[0]?.id, quantity: 1 };
    expect((await put([{ location_id: 1, product_id: id, quantity: 99 }, byVariant])).status).toBe(422);
    expect(findProduct(sandbox.store.state, id)?.stock).toBe(7);
    const many = Array.from({ length: 2001 }, () => byVariant);
    expect((await put(many)).status).toBe(413);
  });

  test('locations can be asked for by code and by being the default', async () => {
    const ids = async (query: string) => {
      const { body } = await sandbox.call('GET', `/v3/inventory/locations?${query}`);
      return (body.data as { id: number }[]).map(({ id }) => id);
    };
    expect(await ids('')).toEqual([1, 2]);
    expect(await ids('is_default=true')).toEqual([1]);
    expect(await ids('location_code:in=BC-LOCATION-2')).toEqual([2]);
  });
});

describe('channels', () => {
  const ids = async (query: string) => {
    const { body } = await sandbox.call('GET', `/v3/channels?${query}`);
    return (body.data as { id: number }[]).map(({ id }) => id);
  };

  test('are filtered by type, platform and status; a new one is there at once', async () => {
    expect(await ids('')).toEqual(Object.values(channelIds));
    expect(await ids('type:in=pos,marketplace')).toEqual([channelIds.pos, channelIds.marketplace]);
    expect(await ids('platform:in=amazon')).toEqual([channelIds.marketplace]);
    expect(await ids('status:in=prelaunch')).toEqual([channelIds.prelaunch]);
    const id = sandbox.store.actions.createChannel('Green Mesa Mexico');
    expect(await ids('available=true')).toContain(id);
    expect((await sandbox.call('GET', '/v3/channels/7')).status).toBe(404);
  });

  test('that sell on the web have a site, the others have none', async () => {
    const own = await sandbox.call('GET', '/v3/channels/1/site');
    expect(own.body.data).toMatchObject({ channel_id: 1, url: 'https://green-mesa.example.com' });
    expect((await sandbox.call('GET', `/v3/sites/${own.body.data.id}`)).body).toEqual(own.body);
    expect((await sandbox.call('GET', `/v3/channels/${channelIds.pos}/site`)).status).toBe(404);
    const sites = await sandbox.call('GET', '/v3/sites?limit=1');
    expect(sites.body.data).toHaveLength(1);
    expect(sites.body.meta.pagination).toEqual({ offset: 0, limit: 1, total_items: 2 });
  });
});
