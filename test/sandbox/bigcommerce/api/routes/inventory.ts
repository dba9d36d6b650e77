import type { Product, Variant } from '../../data/model.ts';
import { stockLocations, type StockLocation } from '../../data/profile.ts';
import { patchProduct } from '../../data/product-writes.ts';
import { uuidFrom } from '../../data/compose-order.ts';
import { listProducts } from '../../data/state.ts';
import { ApiRefusal, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoZ } from '../dates.ts';
import { isRecord, readFields, toWholeNumber } from '../fields.ts';
import { readPageWish, v3Page, v3PageOf } from '../paging.ts';
import { flagTest, textTest } from '../list-tests.ts';

/*
 * https://developer.bigcommerce.com/docs/rest-management/inventory
 * https://developer.bigcommerce.com/docs/rest-management/locations
 */

const itemFilters = ['sku:in', 'variant_id:in', 'product_id:in', 'location_id:in', 'location_code:in'];
const mostItems = 1000;
const mostAdjustments = 2000;

export const inventoryEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v3/inventory/items',
    scopes: scopes.inventory,
    query: [...itemFilters, 'page', 'limit'],
    handle(call) {
      const wish = readPageWish(call, mostItems);
      const found = matchingItems(call);
      const items = found.slice(wish.offset, wish.offset + wish.limit);
      const locations = matchingLocations(call);
      return v3Page(
        call,
        items.map((item) => presentItem(item, locations)),
        found.length,
        wish,
      );
    },
  },
  {
    method: 'GET',
    path: '/v3/inventory/locations/:location_id/items',
    scopes: scopes.inventory,
    query: ['sku:in', 'variant_id:in', 'product_id:in', 'page', 'limit'],
    handle(call) {
      const location = stockLocations.find(({ id }) => id === Number(call.params['location_id']));
      if (!location) throw new ApiRefusal(404, 'The location was not found.');
      const wish = readPageWish(call, mostItems);
      const found = matchingItems(call);
      const items = found.slice(wish.offset, wish.offset + wish.limit).map((item) => {
        const { sku_id: _notHere, ...identity } = identityOf(item);
        return { identity, ...levelsOf(item, location) };
      });
      return v3Page(call, items, found.length, wish);
    },
  },
  {
    method: 'PUT',
    path: '/v3/inventory/adjustments/absolute',
    scopes: scopes.inventoryWrite,
    query: [],
    atOnce: 1,
    handle: (call) => adjust(call, 'absolute'),
  },
  {
    method: 'POST',
    path: '/v3/inventory/adjustments/relative',
    scopes: scopes.inventoryWrite,
    query: [],
    atOnce: 1,
    handle: (call) => adjust(call, 'relative'),
  },
  {
    method: 'GET',
    path: '/v3/inventory/locations',
    scopes: scopes.locations,
    query: [
      'location_id:in',
      'location_code:in',
      'is_default',
      'type_id:in',
      'managed_by_external_source',
      'is_active',
      'storefront_visibility',
      'page',
      'limit',
    ],
    handle(call) {
      const { query } = call;
      const [isDefault, isShown] = [flagTest(query, 'is_default'), flagTest(query, 'storefront_visibility')];
      // All are alike in these.
      const [isActive, isExternal] = [
        flagTest(query, 'is_active'),
        flagTest(query, 'managed_by_external_source'),
      ];
      const isOfType = textTest(query, 'type_id');
      const found = matchingLocations(call).filter(
        (location) =>
          isDefault(location.isDefault) &&
          isShown(location.visible) &&
          isActive(true) &&
          isExternal(false) &&
          isOfType('PHYSICAL'),
      );
      return v3PageOf(call, found, (location) => presentLocation(call, location));
    },
  },
];

interface StockItem {
  product: Product;
  variant: Variant;
}

function matchingItems(call: ApiCall): StockItem[] {
  const { query } = call;
  const skus = query.list('sku:in');
  const variantIds = query.ints('variant_id:in');
  const productIds = query.ints('product_id:in');
  return listProducts(call.state, call.asOf)
    .filter(({ tracking }) => tracking !== 'none')
    .flatMap((product) => product.variants.map((variant) => ({ product, variant })))
    .filter(
      ({ product, variant }) =>
        (!skus || skus.includes(variant.sku)) &&
        (!variantIds || variantIds.includes(variant.id)) &&
        (!productIds || productIds.includes(product.id)),
    );
}

function matchingLocations(call: ApiCall): StockLocation[] {
  const ids = call.query.ints('location_id:in');
  const codes = call.query.list('location_code:in');
  return stockLocations.filter(
    ({ id, code }) => (!ids || ids.includes(id)) && (!codes || codes.includes(code)),
  );
}

function identityOf({ product, variant }: StockItem) {
  return {
    sku: variant.sku,
    sku_id: variant.label === '' ? null : variant.id,
    variant_id: variant.id,
    product_id: product.id,
  };
}

/** The default location holds what the other ones do not. */
function levelsOf({ product, variant }: StockItem, location: StockLocation) {
  const all = product.tracking === 'variant' ? variant.stock : product.stock;
  const elsewhere = Math.floor(all / 4);
  const level = location.isDefault ? all - elsewhere : elsewhere;
  return {
    available_to_sell: level,
    total_inventory_onhand: level,
    settings: { safety_stock: 0, is_in_stock: true, warning_level: 0, bin_picking_number: '' },
  };
}

function presentItem(item: StockItem, locations: readonly StockLocation[]) {
  return {
    identity: identityOf(item),
    locations: locations.map((location) => ({
      location_id: location.id,
      location_code: location.code,
      location_name: location.label,
      location_enabled: true,
      ...levelsOf(item, location),
    })),
  };
}

const hours = { open: true, opening: '08:00', closing: '16:00' };
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function presentLocation(call: ApiCall, location: StockLocation): Record<string, unknown> {
  const { startedAt } = call.state.world;
  return {
    id: location.id,
    code: location.code,
    label: location.label,
    description: '',
    managed_by_external_source: false,
    type_id: 'PHYSICAL',
    enabled: true,
    operating_hours: Object.fromEntries(days.map((day) => [day, hours])),
    special_hours: [],
    time_zone: 'America/Chicago',
    created_at: isoZ(startedAt),
    updated_at: isoZ(startedAt),
    address: {
      address1: '1 Front Street',
      address2: '',
      city: location.city,
      state: location.state,
      zip: location.zip,
      email: 'counter@example.com',
      phone: '512-555-0100',
      geo_coordinates: { latitude: 30, longitude: -97 },
      country_code: 'US',
    },
    storefront_visibility: location.visible,
  };
}

/** Stock is kept by product or variant, so an adjustment of any location changes the whole. */
function adjust(call: ApiCall, method: 'absolute' | 'relative'): Answer {
  const fields = readFields(call.body);
  const items = Array.isArray(fields['items']) ? fields['items'].filter(isRecord) : [];
  if (items.length > mostAdjustments)
    throw new ApiRefusal(413, `The maximum number of items is ${mostAdjustments}.`);
  const changes = items.map((item) => {
    const quantity = toWholeNumber(item['quantity']);
    const found = listProducts(call.state)
      .flatMap((product) => product.variants.map((variant) => ({ product, variant })))
      .find(
        ({ product, variant }) =>
          item['product_id'] === product.id ||
          item['variant_id'] === variant.id ||
          (item['sku'] !== undefined && item['sku'] === variant.sku),
      );
    const isWrongKey = found?.product.tracking === 'product' && item['product_id'] === undefined;
    if (
      !found ||
      quantity === undefined ||
      isWrongKey ||
      !stockLocations.some(({ id }) => id === item['location_id'])
    ) {
      throw invalid({ items: 'not found, or not tracked like this' });
    }
    const before = found.product.tracking === 'variant' ? found.variant.stock : found.product.stock;
    const stock = method === 'absolute' ? quantity : before + quantity;
    if (stock < 0) throw invalid({ quantity: 'below the safety stock' });
    return { id: found.product.id, stock };
  });
  for (const { id, stock } of changes) patchProduct(call.state, id, { stock });
  return ok({ transaction_id: uuidFrom(call.state.draws) });
}

/** Of another media type than the errors elsewhere. */
function invalid(errors: Record<string, string>): ApiRefusal {
  return new ApiRefusal(422, 'The adjustment is invalid.', errors, {
    'content-type': 'application/problem+json',
  });
}
