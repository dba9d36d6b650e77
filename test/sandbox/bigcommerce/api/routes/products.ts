import type { Product } from '../../data/model.ts';
import { moneyToNumber } from '../../data/money.ts';
import { addProduct, removeProduct } from '../../data/product-writes.ts';
import { findProduct, listProducts } from '../../data/state.ts';
import { ApiRefusal, data, noContent, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { readBatch, readFields, requiredText, textField, toWholeNumber } from '../fields.ts';
import { readPageWish, v3Page, v3PageOf } from '../paging.ts';
import { imagesOf, presentProduct, shaped, stockOf } from '../present-product.ts';
import { readPrice, refuseTakenSku, savedAnswer, writeProduct, type FailedParts } from '../product-bodies.ts';
import { requireProduct } from '../require-product.ts';
import { productChoices, productFilters, productTests, sortProducts } from '../product-filters.ts';

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
const shape = ['include', 'include_fields', 'exclude_fields'];
const none: ReadonlySet<string> = new Set();

export const productEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    scopes: scopes.products,
    query: [...shape, 'page', 'limit', ...productFilters],
    choices: productChoices,
    handle: listAll,
  },
  { method: 'POST', path, scopes: scopes.productsWrite, query: ['include_fields'], handle: createOne },
  { method: 'PUT', path, scopes: scopes.productsWrite, query: ['include_fields'], handle: updateMany },
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
    handle: (call) => data(shaped(call, presentProduct(call, requireProduct(call), readIncludes(call)))),
  },
  {
    method: 'PUT',
    path: `${path}/:product_id`,
    scopes: scopes.productsWrite,
    query: ['include', 'include_fields'],
    handle(call) {
      const failed = writeProduct(call, requireProduct(call).id, readFields(call.body));
      return savedAnswer(presentProduct(call, requireProduct(call), none), failed);
    },
  },
  {
    method: 'DELETE',
    path: `${path}/:product_id`,
    scopes: scopes.productsWrite,
    query: [],
    handle(call) {
      removeProduct(call.state, requireProduct(call).id);
      return noContent();
    },
  },
  {
    method: 'GET',
    path: `${path}/:product_id/images`,
    scopes: scopes.products,
    query: ['page', 'limit', 'include_fields', 'exclude_fields'],
    handle(call) {
      const images = imagesOf(call, requireProduct(call));
      return images.length === 0 ? noContent() : v3PageOf(call, images, (image) => image);
    },
  },
  { method: 'GET', path: '/v3/catalog/summary', scopes: scopes.products, query: [], handle: summarise },
];

function readIncludes(call: ApiCall): ReadonlySet<string> {
  const asked = call.query.list('include') ?? [];
  const unknown = asked.find((name) => !includes.includes(name));
  if (unknown !== undefined) throw call.query.refuse('include', 'known include', unknown);
  return new Set(asked);
}

function listAll(call: ApiCall): Answer {
  const include = readIncludes(call);
  // Options and modifiers are dear, so fewer products come with them.
  const wish = readPageWish(call, include.has('options') || include.has('modifiers') ? 10 : 250);
  const tests = productTests(call);
  const found = listProducts(call.state, call.asOf).filter((product) => tests.every((test) => test(product)));
  sortProducts(call, found);
  const items = found.slice(wish.offset, wish.offset + wish.limit);
  return v3Page(
    call,
    items.map((product) => shaped(call, presentProduct(call, product, include))),
    found.length,
    wish,
  );
}

function createOne(call: ApiCall): Answer {
  const { state } = call;
  const fields = readFields(call.body);
  const name = requiredText(fields, 'name', { max: 255 });
  const price = readPrice(fields);
  if (price === undefined)
    throw new ApiRefusal(422, 'Missing Required Fields', { price: 'Please provide a price.' });
  if (listProducts(state).some((known) => known.name === name)) {
    const title = 'The product name is a duplicate';
    throw new ApiRefusal(409, `${title}.`, { name: title });
  }
  const sku = textField(fields, 'sku', { max: 255 }) ?? '';
  if (sku !== '') refuseTakenSku(call, sku);
  const { id } = addProduct(state, { name, sku, price });
  const { name: _name, price: _price, ...rest } = fields;
  const failed = Object.keys(rest).some((field) => field !== 'sku') ? writeProduct(call, id, rest) : {};
  const product = findProduct(state, id);
  if (!product) throw new Error(`product ${id} was just made`);
  return savedAnswer(presentProduct(call, product, none), failed);
}

/** A product that is not there fails the call; a part that cannot be saved does not. */
function updateMany(call: ApiCall): Answer {
  const wishes = readBatch(call.body, 10).map((fields) => {
    const id = toWholeNumber(fields['id']);
    if (id === undefined || !findProduct(call.state, id)) {
      throw new ApiRefusal(422, 'Some products were not found.', { id: String(fields['id']) });
    }
    return { id, fields };
  });
  const failed: FailedParts = {};
  for (const { id, fields } of wishes) {
    for (const [part, why] of Object.entries(writeProduct(call, id, fields))) failed[`${id}.${part}`] = why;
  }
  const changed = wishes.flatMap(({ id }) => findProduct(call.state, id) ?? []);
  return savedAnswer(
    changed.map((product) => presentProduct(call, product, none)),
    failed,
  );
}

function summarise(call: ApiCall): Answer {
  const products = listProducts(call.state, call.asOf);
  const sum = (numberOf: (product: Product) => number) =>
    products.reduce((total, product) => total + numberOf(product), 0);
  const prices = products.map(({ price }) => price);
  const average = prices.length === 0 ? 0 : Math.round(sum(({ price }) => price) / prices.length);
  return data({
    inventory_count: sum(stockOf),
    variant_count: sum(({ variants }) => variants.length),
    inventory_value: moneyToNumber(sum((product) => stockOf(product) * product.price)),
    highest_variant_price: moneyToNumber(Math.max(0, ...prices)),
    average_variant_price: moneyToNumber(average),
    // Alone of these it is text.
    lowest_variant_price: String(moneyToNumber(prices.length === 0 ? 0 : Math.min(...prices))),
  });
}
