import type { Product, Variant } from '../../data/model.ts';
import { moneyToNumber } from '../../data/money.ts';
import { addProduct, patchProduct, removeProduct } from '../../data/product-writes.ts';
import { findProduct, listProducts } from '../../data/state.ts';
import { ApiRefusal, data, noContent, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoOffset } from '../dates.ts';
import { readBatch, readFields, requiredText, textField, toWholeNumber } from '../fields.ts';
import { readPageWish, v3Page, v3PageOf } from '../paging.ts';
import { toTime } from '../query.ts';

/* https://developer.bigcommerce.com/docs/rest-catalog/products */

const path = '/v3/catalog/products';
const includes = [
  'bulk_pricing_rules',
  'channels',
  'custom_fields',
  'images',
  'modifiers',
  'options',
  'parent_relations',
  'primary_image',
  'reviews',
  'variants',
  'videos',
];
const comparisons = ['', ':min', ':max', ':greater', ':less'];
const ranges = ['id', 'price', 'inventory_level', 'total_sold', 'weight'];
const shape = ['include', 'include_fields', 'exclude_fields'];
const sorts = [
  'id',
  'name',
  'sku',
  'price',
  'date_modified',
  'date_last_imported',
  'inventory_level',
  'is_visible',
  'total_sold',
] as const;

export const productEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    scopes: scopes.products,
    query: [
      ...shape,
      'page',
      'limit',
      'sort',
      'direction',
      'id:in',
      'id:not_in',
      'channel_id:in',
      'name',
      'name:like',
      'mpn',
      'upc',
      'condition',
      'brand_id',
      'is_visible',
      'is_featured',
      'is_free_shipping',
      'inventory_low',
      'out_of_stock',
      'type',
      'categories',
      'categories:in',
      'keyword',
      'keyword_context',
      'availability',
      'sku',
      'sku:in',
      'inventory_level:in',
      'inventory_level:not_in',
      'date_modified',
      'date_modified:min',
      'date_modified:max',
      'date_last_imported',
      'date_last_imported:min',
      'date_last_imported:max',
      'date_last_imported:not',
      ...ranges.flatMap((name) => comparisons.map((comparison) => name + comparison)),
    ],
    handle: listAll,
  },
  {
    method: 'POST',
    path,
    scopes: scopes.productsWrite,
    query: shape,
    handle(call) {
      const fields = readFields(call.body);
      const name = requiredText(fields, 'name', { max: 255 });
      const price = readPrice(fields);
      if (price === undefined)
        throw new ApiRefusal(422, 'Missing Required Fields', { price: 'Please provide a price.' });
      if (listProducts(call.state).some((known) => known.name === name)) {
        throw new ApiRefusal(409, 'The product name is a duplicate.', {
          name: 'The product name is a duplicate',
        });
      }
      const sku = textField(fields, 'sku', { max: 255 }) ?? '';
      return data(present(call, addProduct(call.state, { name, sku, price }), new Set()));
    },
  },
  { method: 'PUT', path, scopes: scopes.productsWrite, query: shape, handle: updateMany },
  {
    method: 'DELETE',
    path,
    scopes: scopes.productsWrite,
    query: ['id:in'],
    handle(call) {
      const ids = call.query.ints('id:in');
      if (!ids) throw new ApiRefusal(422, 'A filter is required.', { 'id:in': 'error.path.missing' });
      if (ids.length > 250) throw new ApiRefusal(413, 'The maximum number of products is 250.');
      for (const id of new Set(ids)) if (findProduct(call.state, id)) removeProduct(call.state, id);
      return noContent();
    },
  },
  {
    method: 'GET',
    path: `${path}/:product_id`,
    scopes: scopes.products,
    query: shape,
    handle: (call) => data(shaped(call, present(call, requireOne(call), readIncludes(call)))),
  },
  {
    method: 'PUT',
    path: `${path}/:product_id`,
    scopes: scopes.productsWrite,
    query: shape,
    handle(call) {
      const { id } = requireOne(call);
      patchFrom(call, id, readFields(call.body));
      return data(present(call, requireOne(call), new Set()));
    },
  },
  {
    method: 'DELETE',
    path: `${path}/:product_id`,
    scopes: scopes.productsWrite,
    query: [],
    handle(call) {
      removeProduct(call.state, requireOne(call).id);
      return noContent();
    },
  },
  {
    method: 'GET',
    path: `${path}/:product_id/images`,
    scopes: scopes.products,
    query: ['page', 'limit', 'include_fields', 'exclude_fields'],
    handle(call) {
      const images = imagesOf(call, requireOne(call));
      return images.length === 0 ? noContent() : v3PageOf(call, images, (image) => image);
    },
  },
  {
    method: 'GET',
    path: `${path}/:product_id/variants`,
    scopes: scopes.products,
    query: ['page', 'limit', 'include_fields', 'exclude_fields'],
    handle(call) {
      const product = requireOne(call);
      return v3PageOf(call, product.variants, (variant) => presentVariant(call, product, variant));
    },
  },
  {
    method: 'GET',
    path: `${path}/:product_id/variants/:variant_id`,
    scopes: scopes.products,
    query: ['include_fields', 'exclude_fields'],
    handle(call) {
      const product = requireOne(call);
      const variant = product.variants.find(({ id }) => id === Number(call.params['variant_id']));
      if (!variant) throw new ApiRefusal(404, 'The variant was not found.');
      return data(presentVariant(call, product, variant));
    },
  },
  {
    method: 'GET',
    path: '/v3/catalog/variants',
    scopes: scopes.products,
    query: [
      'page',
      'limit',
      'id',
      'id:in',
      'sku',
      'sku:in',
      'upc',
      'product_id',
      'product_id:in',
      'include_fields',
      'exclude_fields',
    ],
    handle: listVariants,
  },
  {
    method: 'GET',
    path: '/v3/catalog/summary',
    scopes: scopes.products,
    query: [],
    handle(call) {
      const products = listProducts(call.state, call.asOf);
      const stock = products.reduce((sum, product) => sum + stockOf(product), 0);
      const prices = products.map(({ price }) => price);
      return data({
        inventory_count: stock,
        variant_count: products.reduce((sum, { variants }) => sum + variants.length, 0),
        inventory_value: moneyToNumber(
          products.reduce((sum, product) => sum + stockOf(product) * product.price, 0),
        ),
        highest_variant_price: moneyToNumber(Math.max(0, ...prices)),
        average_variant_price:
          prices.length === 0
            ? 0
            : moneyToNumber(Math.round(prices.reduce((a, b) => a + b, 0) / prices.length)),
        lowest_variant_price: moneyToNumber(Math.min(...prices, Infinity)),
      });
    },
  },
];

function requireOne(call: ApiCall): Product {
  const product = findProduct(call.state, Number(call.params['product_id']), call.asOf);
  if (!product) throw new ApiRefusal(404, 'The product was not found.');
  return product;
}

function readIncludes(call: ApiCall): ReadonlySet<string> {
  const asked = call.query.list('include') ?? [];
  const unknown = asked.find((name) => !includes.includes(name));
  if (unknown !== undefined) throw call.query.refuse('include', 'known include', unknown);
  return new Set(asked);
}

function listAll(call: ApiCall): Answer {
  const { query } = call;
  const include = readIncludes(call);
  // Options and modifiers are dear, so fewer products come with them.
  const wish = readPageWish(call, include.has('options') || include.has('modifiers') ? 10 : 250);
  const tests = productTests(call);
  const found = listProducts(call.state, call.asOf).filter((product) => tests.every((test) => test(product)));
  const sort = query.sort(sorts)?.field ?? 'id';
  if (sort !== 'id') found.sort((a, b) => compare(sortKey(a, sort), sortKey(b, sort)) || a.id - b.id);
  const direction = query.text('direction') ?? 'asc';
  if (!['asc', 'desc'].includes(direction)) throw query.refuse('direction', 'direction', direction);
  if (direction === 'desc') found.reverse();
  const items = found.slice(wish.offset, wish.offset + wish.limit);
  return v3Page(
    call,
    items.map((product) => shaped(call, present(call, product, include))),
    found.length,
    wish,
  );
}

function sortKey(product: Product, field: (typeof sorts)[number]): string | number {
  const keys: Record<(typeof sorts)[number], string | number> = {
    id: product.id,
    name: product.name,
    sku: product.sku,
    price: product.price,
    date_modified: product.modifiedAt,
    date_last_imported: 0,
    inventory_level: stockOf(product),
    is_visible: Number(product.isVisible),
    total_sold: 0,
  };
  return keys[field];
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function productTests(call: ApiCall): ((product: Product) => boolean)[] {
  const { query } = call;
  const tests: ((product: Product) => boolean)[] = [];
  const add = <T>(value: T | undefined, fits: (product: Product, value: T) => boolean) => {
    if (value !== undefined) tests.push((product) => fits(product, value));
  };
  add(query.ints('id:in'), ({ id }, ids) => ids.includes(id));
  add(query.ints('id:not_in'), ({ id }, ids) => !ids.includes(id));
  for (const [name, valueOf] of Object.entries(numbersOf)) {
    add(query.number(name), (product, wanted) => valueOf(product) === wanted);
    add(query.number(`${name}:min`), (product, wanted) => valueOf(product) >= wanted);
    add(query.number(`${name}:max`), (product, wanted) => valueOf(product) <= wanted);
    add(query.number(`${name}:greater`), (product, wanted) => valueOf(product) > wanted);
    add(query.number(`${name}:less`), (product, wanted) => valueOf(product) < wanted);
  }
  add(query.ints('inventory_level:in'), (product, levels) => levels.includes(stockOf(product)));
  add(query.ints('inventory_level:not_in'), (product, levels) => !levels.includes(stockOf(product)));
  add(query.text('name'), ({ name }, wanted) => name === wanted);
  add(query.text('name:like'), ({ name }, part) => name.toLowerCase().includes(part.toLowerCase()));
  // Main SKUs alone; those of variants have an endpoint of their own.
  add(query.text('sku'), ({ sku }, wanted) => sku === wanted);
  add(query.list('sku:in'), ({ sku }, skus) => skus.includes(sku));
  add(query.int('brand_id'), ({ brandId }, wanted) => brandId === wanted);
  add(query.ints('categories'), ({ categories }, ids) => ids.every((id) => categories.includes(id)));
  // Of two contradicting documents, the endpoint's own: in all of them.
  add(query.ints('categories:in'), ({ categories }, ids) => ids.every((id) => categories.includes(id)));
  add(query.ints('channel_id:in'), (_product, ids) => ids.includes(1));
  add(query.flag('is_visible'), ({ isVisible }, wanted) => isVisible === wanted);
  add(query.flag('is_featured'), (_product, wanted) => !wanted);
  add(
    query.flag('out_of_stock'),
    (product, wanted) => (product.tracking !== 'none' && stockOf(product) === 0) === wanted,
  );
  add(query.text('type'), ({ type }, wanted) => type === wanted);
  add(query.text('availability'), ({ availability }, wanted) => availability === wanted);
  add(query.text('keyword'), ({ name, sku }, part) =>
    `${name} ${sku}`.toLowerCase().includes(part.toLowerCase()),
  );
  add(timeWithNow(call, 'date_modified:min'), ({ modifiedAt }, min) => secondOf(modifiedAt) >= secondOf(min));
  add(timeWithNow(call, 'date_modified:max'), ({ modifiedAt }, max) => secondOf(modifiedAt) <= secondOf(max));
  add(query.time('date_modified'), ({ modifiedAt }, at) => secondOf(modifiedAt) === secondOf(at));
  return tests;
}

const numbersOf: Record<string, (product: Product) => number> = {
  id: ({ id }) => id,
  price: ({ price }) => moneyToNumber(price),
  inventory_level: stockOf,
};

/** A day without a time gets the time of the request added. */
function timeWithNow(call: ApiCall, name: string): number | undefined {
  const text = call.query.text(name);
  if (text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text)) {
    call.careless(`${name} without a time`);
    return (toTime(text) ?? 0) + (call.now % 86_400_000);
  }
  return call.query.time(name);
}

function secondOf(time: number): number {
  return Math.floor(time / 1000);
}

function stockOf(product: Product): number {
  if (product.tracking === 'none') return 0;
  return product.tracking === 'product'
    ? product.stock
    : product.variants.reduce((sum, { stock }) => sum + stock, 0);
}

/** Only the fields that were asked for; the id is always there. */
function shaped(call: ApiCall, product: Record<string, unknown>): Record<string, unknown> {
  const wanted = call.query.list('include_fields');
  const unwanted = call.query.list('exclude_fields') ?? [];
  return Object.fromEntries(
    Object.entries(product).filter(
      ([name]) => name === 'id' || (!unwanted.includes(name) && (!wanted || wanted.includes(name))),
    ),
  );
}

function present(call: ApiCall, product: Product, include: ReadonlySet<string>): Record<string, unknown> {
  const price = moneyToNumber(product.price);
  const [primary] = imagesOf(call, product);
  const optional: Record<string, () => unknown> = {
    variants: () => product.variants.map((variant) => presentVariant(call, product, variant)),
    images: () => imagesOf(call, product),
    primary_image: () => primary ?? null,
    options: () => presentOptions(product),
    channels: () => [1],
    custom_fields: () => [],
    bulk_pricing_rules: () => [],
    modifiers: () => [],
    parent_relations: () => [],
    reviews: () => [],
    videos: () => [],
  };
  return {
    id: product.id,
    name: product.name,
    type: product.type,
    sku: product.sku,
    description: product.description,
    weight: 1,
    width: 0,
    depth: 0,
    height: 0,
    price,
    cost_price: 0,
    retail_price: 0,
    sale_price: 0,
    map_price: 0,
    tax_class_id: 0,
    product_tax_code: '',
    calculated_price: price,
    categories: product.categories,
    brand_id: product.brandId,
    option_set_id: null,
    option_set_display: 'right',
    inventory_level: stockOf(product),
    inventory_warning_level: 0,
    inventory_tracking: product.tracking,
    reviews_rating_sum: 0,
    reviews_count: 0,
    total_sold: 0,
    fixed_cost_shipping_price: 0,
    is_free_shipping: false,
    is_visible: product.isVisible,
    is_featured: false,
    related_products: [-1],
    warranty: '',
    bin_picking_number: '',
    layout_file: 'product.html',
    upc: '',
    mpn: '',
    gtin: '',
    date_last_imported: null,
    search_keywords: '',
    availability: product.availability,
    availability_description: '',
    gift_wrapping_options_type: 'any',
    gift_wrapping_options_list: [],
    sort_order: 0,
    condition: 'New',
    is_condition_shown: false,
    order_quantity_minimum: 0,
    order_quantity_maximum: 0,
    page_title: '',
    meta_keywords: [],
    meta_description: '',
    date_created: isoOffset(product.createdAt),
    date_modified: isoOffset(product.modifiedAt),
    view_count: 0,
    preorder_release_date: null,
    preorder_message: '',
    is_preorder_only: false,
    is_price_hidden: false,
    price_hidden_label: '',
    custom_url: { url: `/${product.sku.toLowerCase()}/`, is_customized: false },
    base_variant_id: product.variants.length === 1 ? (product.variants[0]?.id ?? null) : null,
    open_graph_type: 'product',
    open_graph_title: '',
    open_graph_description: '',
    open_graph_use_meta_description: true,
    open_graph_use_product_name: true,
    open_graph_use_image: true,
    ...Object.fromEntries([...include].map((name) => [name, optional[name]?.()])),
  };
}

function presentVariant(call: ApiCall, product: Product, variant: Variant): Record<string, unknown> {
  const [image] = imagesOf(call, product);
  return {
    id: variant.id,
    product_id: product.id,
    sku: variant.sku,
    sku_id: variant.label === '' ? null : variant.id,
    price: variant.price === null ? null : moneyToNumber(variant.price),
    calculated_price: moneyToNumber(variant.price ?? product.price),
    sale_price: null,
    retail_price: null,
    map_price: null,
    cost_price: 0,
    weight: null,
    calculated_weight: 1,
    width: null,
    height: null,
    depth: null,
    is_free_shipping: false,
    fixed_cost_shipping_price: null,
    purchasing_disabled: false,
    purchasing_disabled_message: '',
    image_url: image ? image.url_standard : '',
    upc: '',
    mpn: '',
    gtin: '',
    inventory_level:
      product.tracking === 'variant' ? variant.stock : product.tracking === 'product' ? product.stock : 0,
    inventory_warning_level: 0,
    bin_picking_number: '',
    option_values:
      variant.label === ''
        ? []
        : [{ id: variant.id, label: variant.label, option_id: product.id, option_display_name: 'Size' }],
  };
}

function presentOptions(product: Product): unknown[] {
  if (product.variants.length === 1) return [];
  const values = product.variants.map(({ id, label }, place) => ({
    id,
    label,
    sort_order: place,
    value_data: null,
    is_default: place === 0,
  }));
  return [
    {
      id: product.id,
      product_id: product.id,
      name: `Size${product.id}`,
      display_name: 'Size',
      type: 'rectangles',
      sort_order: 0,
      option_values: values,
      config: {},
    },
  ];
}

function imagesOf(call: ApiCall, product: Product) {
  const base = `https://cdn11.bigcommerce.com/s-${call.store.hash}/products/${product.id}/images`;
  return Array.from({ length: product.imageCount }, (_, place) => {
    const id = product.id * 10 + place;
    const url = (size: string) => `${base}/${id}/picture.${size}.jpg?c=1`;
    return {
      id,
      product_id: product.id,
      is_thumbnail: place === 0,
      sort_order: place,
      description: '',
      image_file: `p/${id}/picture.jpg`,
      url_zoom: url('1280.1280'),
      url_standard: url('386.513'),
      url_thumbnail: url('220.290'),
      url_tiny: url('44.58'),
      date_modified: isoOffset(product.createdAt),
    };
  });
}

function listVariants(call: ApiCall): Answer {
  const { query } = call;
  const ids = query.ints('id:in') ?? query.ints('id');
  const skus = query.list('sku:in') ?? query.list('sku');
  const productIds = query.ints('product_id:in') ?? query.ints('product_id');
  const found = listProducts(call.state, call.asOf)
    .filter(({ id }) => !productIds || productIds.includes(id))
    .flatMap((product) => product.variants.map((variant) => ({ product, variant })))
    .filter(({ variant }) => (!ids || ids.includes(variant.id)) && (!skus || skus.includes(variant.sku)));
  return v3PageOf(call, found, ({ product, variant }) => presentVariant(call, product, variant));
}

function readPrice(fields: Record<string, unknown>): number | undefined {
  const { price } = fields;
  if (price === undefined) return undefined;
  const isAmount = typeof price === 'number' && price >= 0 && /^\d+(\.\d{1,4})?$/.test(String(price));
  if (!isAmount) throw new ApiRefusal(422, 'The price is invalid.', { price: 'error.expected.jsnumber' });
  return price;
}

function patchFrom(call: ApiCall, id: number, fields: Record<string, unknown>): void {
  const name = textField(fields, 'name', { min: 1, max: 255 });
  const price = readPrice(fields);
  const stock = toWholeNumber(fields['inventory_level']);
  patchProduct(call.state, id, {
    ...(name === undefined ? {} : { name }),
    ...(price === undefined ? {} : { price }),
    ...(stock === undefined ? {} : { stock }),
    ...(typeof fields['is_visible'] === 'boolean' ? { isVisible: fields['is_visible'] } : {}),
  });
}

function updateMany(call: ApiCall): Answer {
  const batch = readBatch(call.body, 10);
  const ids = batch.map((fields) => {
    const id = toWholeNumber(fields['id']);
    if (id === undefined || !findProduct(call.state, id)) {
      throw new ApiRefusal(422, 'Some products were not found.', { id: String(fields['id']) });
    }
    return id;
  });
  ids.forEach((id, place) => patchFrom(call, id, batch[place] ?? {}));
  const changed = ids.flatMap((id) => findProduct(call.state, id) ?? []);
  return ok({ data: changed.map((product) => present(call, product, new Set())), meta: {} });
}
