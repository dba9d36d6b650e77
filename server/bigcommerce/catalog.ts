import { pageLimit, readAllV3, readV2List, readV3Page } from './pages.ts';
import { brandSchema, categorySchema, productSchema } from './product.ts';
import { channelSchema, locationSchema, orderStatusSchema, storeSchema } from './store.ts';
import type { ApiRequest, StoreApi } from './store-api.ts';
import type { BigcommerceClient } from './types.ts';

type CatalogCalls = Pick<
  BigcommerceClient,
  | 'getStore'
  | 'listProducts'
  | 'listBrands'
  | 'listCategories'
  | 'listChannels'
  | 'listLocations'
  | 'listOrderStatuses'
>;

/** Products and the store's own facts. */
export function createCatalogCalls(api: StoreApi): CatalogCalls {
  return {
    async getStore() {
      const request: ApiRequest = { method: 'GET', route: '/v2/store' };
      return api.read(request, storeSchema, await api.send(request));
    },

    async listProducts({ ids, minId, limit, page }) {
      const request: ApiRequest = {
        method: 'GET',
        route: '/v3/catalog/products',
        query: {
          'id:in': ids?.join(','),
          'id:min': minId,
          sort: 'id',
          direction: 'asc',
          include: 'primary_image',
          page,
          limit: Math.min(limit, pageLimit),
        },
      };
      // An empty filter would mean "all products".
      if (ids?.length === 0) return { products: [], hasMore: false };
      const { items, hasMore } = await readV3Page(api, request, productSchema);
      return { products: items, hasMore };
    },

    async listBrands() {
      const brands = await readAllV3(api, { method: 'GET', route: '/v3/catalog/brands' }, brandSchema);
      return new Map(brands.map(({ id, name }) => [id, name]));
    },

    async listCategories() {
      // `/v3/catalog/categories` is deprecated.
      const request: ApiRequest = { method: 'GET', route: '/v3/catalog/trees/categories' };
      const categories = await readAllV3(api, request, categorySchema);
      return new Map(categories.map(({ category_id: id, name }) => [id, name]));
    },

    listChannels: () => readAllV3(api, { method: 'GET', route: '/v3/channels' }, channelSchema),
    listLocations: () => readAllV3(api, { method: 'GET', route: '/v3/inventory/locations' }, locationSchema),

    async listOrderStatuses() {
      const request: ApiRequest = { method: 'GET', route: '/v2/order_statuses' };
      return (await readV2List(api, request)).map((value) => api.read(request, orderStatusSchema, value));
    },
  };
}
