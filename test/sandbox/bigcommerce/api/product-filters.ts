import type { Product } from '../data/model.ts';
import { moneyToNumber } from '../data/money.ts';
import type { ApiCall } from './call.ts';
import { stockOf } from './present-product.ts';
import { toTime } from './query.ts';

/* https://developer.bigcommerce.com/docs/rest-catalog/products#get-all-products */

const comparisons = ['', ':min', ':max', ':greater', ':less'];
const ranges = ['id', 'inventory_level'];
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

/** Query parameters that choose and order products. */
export const productFilters: readonly string[] = [
  'sort',
  'direction',
  'id:in',
  'id:not_in',
  'channel_id:in',
  'name',
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
  'price',
  'total_sold',
  'weight',
  ...ranges.flatMap((name) => comparisons.map((comparison) => name + comparison)),
];

/** Values of those that have a few. */
export const productChoices = {
  condition: ['new', 'used', 'refurbished'],
  type: ['digital', 'physical'],
  availability: ['available', 'disabled', 'preorder'],
  keyword_context: ['shopper', 'merchant'],
};

/** In the order that was asked for; by id if none was. */
export function sortProducts(call: ApiCall, products: Product[]): void {
  const { query } = call;
  const field = query.sort(sorts)?.field ?? 'id';
  if (field !== 'id') products.sort((a, b) => compare(sortKey(a, field), sortKey(b, field)) || a.id - b.id);
  const direction = query.text('direction') ?? 'asc';
  if (!['asc', 'desc'].includes(direction)) throw query.refuse('direction', 'direction', direction);
  if (direction === 'desc') products.reverse();
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

/** What a product must be like to be listed. */
export function productTests(call: ApiCall): ((product: Product) => boolean)[] {
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
  // All products are alike in these.
  add(query.text('mpn'), () => false);
  add(query.text('upc'), () => false);
  add(query.text('condition'), (_product, wanted) => wanted === 'new');
  add(query.flag('is_free_shipping'), (_product, wanted) => !wanted);
  add(query.number('total_sold'), (_product, wanted) => wanted === 0);
  add(query.number('weight'), (_product, wanted) => wanted === 1);
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
