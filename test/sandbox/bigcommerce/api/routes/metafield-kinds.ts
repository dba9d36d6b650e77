import { stockLocations } from '../../data/profile.ts';
import { findCustomer, findOrder, findProduct, listProducts, type StoreState } from '../../data/state.ts';
import { scopes, type ApiCall } from '../call.ts';
import { brands, categories } from './brands-and-categories.ts';

export interface MetafieldKind {
  /** As in `resource_type`. */
  resource: string;
  /** Path of those of all things of the kind. */
  bulk: string;
  /** Path of those of one thing; undefined for the store, of which there is one. */
  own: string | undefined;
  read: readonly string[];
  write: readonly string[];
  /** Which thing of the kind a path means. */
  idOf(call: ApiCall): number;
  exists(state: StoreState, id: number): boolean;
}

/** A kind whose collection holds the paths of both. */
function collection(
  resource: string,
  path: string,
  access: Pick<MetafieldKind, 'read' | 'write'>,
  exists: MetafieldKind['exists'],
): MetafieldKind {
  return {
    resource,
    bulk: `${path}/metafields`,
    own: `${path}/:resource_id/metafields`,
    ...access,
    idOf: ({ params }) => Number(params['resource_id']),
    exists,
  };
}

const catalogue = { read: scopes.products, write: scopes.productsWrite };

export const metafieldKinds: readonly MetafieldKind[] = [
  collection(
    'customer',
    '/v3/customers',
    { read: scopes.customers, write: scopes.customersWrite },
    (state, id) => findCustomer(state, id) !== undefined,
  ),
  collection(
    'order',
    '/v3/orders',
    { read: scopes.orders, write: scopes.ordersWrite },
    (state, id) => findOrder(state, id) !== undefined,
  ),
  collection(
    'channel',
    '/v3/channels',
    { read: scopes.channels, write: ['store_channel_settings'] },
    (state, id) => state.channels.has(id),
  ),
  collection(
    'location',
    '/v3/inventory/locations',
    { read: scopes.locations, write: ['store_locations'] },
    (_state, id) => stockLocations.some((location) => location.id === id),
  ),
  collection(
    'product',
    '/v3/catalog/products',
    catalogue,
    (state, id) => findProduct(state, id) !== undefined,
  ),
  collection('brand', '/v3/catalog/brands', catalogue, (_state, id) =>
    brands().some((brand) => brand.id === id),
  ),
  collection('category', '/v3/catalog/categories', catalogue, (_state, id) =>
    categories().some(({ category_id }) => category_id === id),
  ),
  {
    resource: 'variant',
    bulk: '/v3/catalog/variants/metafields',
    own: '/v3/catalog/products/:product_id/variants/:variant_id/metafields',
    ...catalogue,
    idOf({ state, params }) {
      const variants = findProduct(state, Number(params['product_id']))?.variants ?? [];
      return variants.find(({ id }) => id === Number(params['variant_id']))?.id ?? 0;
    },
    exists: (state, id) => listProducts(state).some(({ variants }) => variants.some((one) => one.id === id)),
  },
  {
    resource: 'store',
    bulk: '/v3/store/metafields',
    own: undefined,
    read: scopes.information,
    write: ['store_v2_information'],
    idOf: ({ store }) => store.profile.storeId,
    exists: (state, id) => id === state.world.profile.storeId,
  },
];
