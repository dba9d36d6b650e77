import type { GeneratedStore } from '../bigcommerce/data/store.ts';
import { listProducts } from '../bigcommerce/data/state.ts';
import { idIn, type Session } from './session.ts';

/** Every operation on products, variants, brands and categories. */
export async function callCatalogue(session: Session, store: GeneratedStore): Promise<void> {
  const { ask } = session;
  const products = listProducts(store.state);
  const varied = products.find(({ variants }) => variants.length > 1);
  const pictured = products.find(({ imageCount }) => imageCount > 1);
  const bare = products.find(({ imageCount }) => imageCount === 0);
  if (!varied || !pictured || !bare) throw new Error('the store has no such product');
  const include =
    'bulk_pricing_rules,channels,custom_fields,images,parent_relations,primary_image,reviews,variants,videos';
  await ask('GET /v3/catalog/products', { query: { limit: 250, include } });
  await ask('GET /v3/catalog/products', { query: { include: 'options,modifiers' } });
  await ask('GET /v3/catalog/products/{id}', { ids: [varied.id], query: { include: `${include},options` } });
  await ask('GET /v3/catalog/products/{id}', { ids: [1], status: 404 });
  await ask('GET /v3/catalog/products/{id}/images', { ids: [pictured.id] });
  await ask('GET /v3/catalog/products/{id}/images', { ids: [bare.id], status: 204 });
  await ask('GET /v3/catalog/products/{id}/images', { ids: [1], status: 404 });
  await ask('GET /v3/catalog/summary');
  const body = { name: 'Copper kettle', price: 49.5, sku: 'KETTLE', type: 'physical', weight: 2 };
  const made = idIn(await ask('POST /v3/catalog/products', { body }));
  const ids = [made];
  await ask('POST /v3/catalog/products', { body, status: 409 });
  await ask('POST /v3/catalog/products', { body: {}, status: 422 });
  await ask('PUT /v3/catalog/products/{id}', { ids, body: { price: 50 } });
  await ask('PUT /v3/catalog/products/{id}', { ids, body: { price: 'much' }, status: 422 });
  await ask('PUT /v3/catalog/products', { body: [{ id: made, is_visible: false }] });
  await ask('PUT /v3/catalog/products', { body: [{ id: 1, price: 2 }], status: 422 });
  const half = { inventory_level: -1 };
  await ask('POST /v3/catalog/products', {
    body: { ...body, ...half, name: 'Tin kettle', sku: 'TIN' },
    status: 207,
  });
  await ask('PUT /v3/catalog/products/{id}', { ids, body: half, status: 207 });
  await ask('PUT /v3/catalog/products', { body: [{ id: made, ...half }], status: 207 });
  await callVariants(session, varied.id, varied.variants[1]?.id ?? 0);
  await ask('DELETE /v3/catalog/products/{id}', { ids, status: 204 });
  await ask('DELETE /v3/catalog/products', { query: { 'id:in': varied.id }, status: 204 });
  await callGroups(session);
}

async function callVariants({ ask }: Session, productId: number, variantId: number): Promise<void> {
  const ids = [productId, variantId];
  await ask('GET /v3/catalog/products/{id}/variants', { ids });
  await ask('GET /v3/catalog/products/{id}/variants/{variant}', { ids });
  await ask('GET /v3/catalog/products/{id}/variants/{variant}', { ids: [productId, 1], status: 404 });
  const wish = { sku: 'SIZE-XL', option_values: [{ option_display_name: 'Size', label: 'Huge' }] };
  const made = idIn(await ask('POST /v3/catalog/products/{id}/variants', { ids: [productId], body: wish }));
  const own = [productId, made];
  const half = { ...wish, sku: 'SIZE-XXL', inventory_level: -1 };
  await ask('POST /v3/catalog/products/{id}/variants', { ids: [productId], body: half, status: 207 });
  await ask('POST /v3/catalog/products/{id}/variants', { ids: [1], body: wish, status: 404 });
  await ask('PUT /v3/catalog/products/{id}/variants/{variant}', { ids: own, body: { price: 12.5 } });
  await ask('PUT /v3/catalog/products/{id}/variants/{variant}', {
    ids: own,
    body: { inventory_level: -1 },
    status: 207,
  });
  await ask('PUT /v3/catalog/products/{id}/variants/{variant}', {
    ids: [productId, 1],
    body: {},
    status: 404,
  });
  await ask('GET /v3/catalog/variants', { query: { limit: 250 } });
  await ask('PUT /v3/catalog/variants', { body: [{ id: made, inventory_level: 4 }] });
  await ask('PUT /v3/catalog/variants', { body: [{ id: made, price: 13 }, { id: 1 }], status: 422 });
  await ask('PUT /v3/catalog/variants', {
    body: Array.from({ length: 51 }, (_, id) => ({ id })),
    status: 413,
  });
  await ask('DELETE /v3/catalog/products/{id}/variants/{variant}', { ids: own, status: 204 });
}

async function callGroups({ ask }: Session): Promise<void> {
  await ask('GET /v3/catalog/brands');
  await ask('GET /v3/catalog/brands/{id}', { ids: [35] });
  await ask('GET /v3/catalog/brands/{id}', { ids: [1], status: 404 });
  await ask('GET /v3/catalog/trees');
  await ask('GET /v3/catalog/trees/{id}/categories', { ids: [1] });
  await ask('GET /v3/catalog/trees/{id}/categories', { ids: [9], status: 404 });
  await ask('GET /v3/catalog/trees/categories');
  await ask('GET /v3/catalog/categories');
}
