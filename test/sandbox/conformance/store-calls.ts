import { listProducts } from '../bigcommerce/data/state.ts';
import type { GeneratedStore } from '../bigcommerce/data/store.ts';
import { idIn, type Session } from './session.ts';

/** Every operation on the store itself, channels, sites and stock. */
export async function callStore({ ask }: Session, store: GeneratedStore): Promise<void> {
  await ask('GET /v2/store');
  await ask('GET /v2/time');
  await ask('GET /v3/channels');
  await ask('GET /v3/channels/{id}', { ids: [1] });
  await ask('GET /v3/channels/{id}', { ids: [2], status: 404 });
  await ask('GET /v3/channels/{id}/site', { ids: [1] });
  await ask('GET /v3/sites');
  await ask('GET /v3/sites/{id}', { ids: [1000] });
  await ask('GET /v3/inventory/items', { query: { limit: 1000 } });
  await ask('GET /v3/inventory/locations');
  await ask('GET /v3/inventory/locations/{id}/items', { ids: [1] });
  const tracked = listProducts(store.state).find(({ tracking }) => tracking === 'product');
  if (!tracked) throw new Error('the store tracks no product');
  const item = { location_id: 1, product_id: tracked.id, quantity: 20 };
  await ask('PUT /v3/inventory/adjustments/absolute', { body: { reason: 'count', items: [item] } });
  await ask('POST /v3/inventory/adjustments/relative', { body: { reason: 'arrived', items: [item] } });
  const missing = { ...item, product_id: 1 };
  await ask('PUT /v3/inventory/adjustments/absolute', { body: { items: [missing] }, status: 422 });
  await ask('POST /v3/inventory/adjustments/relative', { body: { items: [missing] }, status: 422 });
}

/** Every operation on webhooks. */
export async function callHooks({ ask }: Session): Promise<void> {
  const body = {
    scope: 'store/order/created',
    destination: 'https://app.example.com/hooks',
    headers: { 'x-secret': 'abc' },
  };
  const made = idIn(await ask('POST /v3/hooks', { body }));
  const ids = [made];
  await ask('POST /v3/hooks', { body: { scope: 'store/order/created' }, status: 422 });
  await ask('GET /v3/hooks');
  await ask('GET /v3/hooks/{id}', { ids });
  await ask('GET /v3/hooks/{id}', { ids: [1], status: 404 });
  await ask('PUT /v3/hooks/{id}', { ids, body: { is_active: false } });
  await ask('PUT /v3/hooks/admin', { body: { emails: ['ops@example.com'] }, status: 204 });
  await ask('GET /v3/hooks/admin');
  await ask('DELETE /v3/hooks/{id}', { ids });
}
