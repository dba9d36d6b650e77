import { pageLimit, readAllV3, readV2List, readV3Page, strictly } from './pages.ts';
import { parseBrand, parseCategory, parseProduct } from './product.ts';
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
      const { items, hasMore, nameless } = await readV3Page(api, request, parseProduct);
      // Among products that were asked for by id, one that is left out would look like one that was deleted.
      if (ids !== undefined && nameless > 0) throw api.garbage(request, 'a product without an id');
      return { products: items, hasMore };
    },

    async listBrands() {
      const brands = await readAllV3(api, { method: 'GET', route: '/v3/catalog/brands' }, parseBrand);
      return new Map(brands.map(({ id, name }) => [id, name]));
    },

    async listCategories() {
      // `/v3/catalog/categories` is deprecated.
      const request: ApiRequest = { method: 'GET', route: '/v3/catalog/trees/categories' };
      const categories = await readAllV3(api, request, parseCategory);
      return new Map(categories.map(({ category_id: id, name }) => [id, name]));
    },

    listChannels() {
      const request: ApiRequest = { method: 'GET', route: '/v3/channels' };
      return readAllV3(api, request, strictly(api, request, channelSchema));
    },

    listLocations() {
      const request: ApiRequest = { method: 'GET', route: '/v3/inventory/locations' };
      return readAllV3(api, request, strictly(api, request, locationSchema));
    },

    async listOrderStatuses() {
      const request: ApiRequest = { method: 'GET', route: '/v2/order_statuses' };
      const statuses = await readV2List(api, request, (status) => status);
      return statuses.map((status) => api.read(request, orderStatusSchema, status));
    },
  };
}
