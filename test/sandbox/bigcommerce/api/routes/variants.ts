import type { Product, Variant } from '../../data/model.ts';
import { addVariant, removeVariant } from '../../data/product-writes.ts';
import { listProducts } from '../../data/state.ts';
import { ApiRefusal, data, noContent, ok, statusPage, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isRecord, readBatch, readFields, requiredText, toWholeNumber } from '../fields.ts';
import { v3PageOf } from '../paging.ts';
import { presentVariant } from '../present-product.ts';
import { readPrice, refuseTakenSku, savedAnswer, writeVariant } from '../product-bodies.ts';
import { requireProduct } from '../require-product.ts';

/* https://developer.bigcommerce.com/docs/rest-catalog/product-variants */

const own = '/v3/catalog/products/:product_id/variants';
const one = `${own}/:variant_id`;
const all = '/v3/catalog/variants';
const shape = ['include_fields', 'exclude_fields'];
const mostPerCall = 50;

export const variantEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: own,
    scopes: scopes.products,
    query: ['page', 'limit', ...shape],
    handle(call) {
      const product = requireProduct(call);
      return v3PageOf(call, product.variants, (variant) => presentVariant(call, product, variant));
    },
  },
  { method: 'POST', path: own, scopes: scopes.productsWrite, query: [], handle: createOne },
  {
    method: 'GET',
    path: one,
    scopes: scopes.products,
    query: shape,
    handle(call) {
      const { product, variant } = requireVariant(call);
      return data(presentVariant(call, product, variant));
    },
  },
  {
    method: 'PUT',
    path: one,
    scopes: scopes.productsWrite,
    query: [],
    handle(call) {
      const { product, variant } = requireVariant(call);
      const failed = writeVariant(call, product, variant, readFields(call.body));
      const changed = requireVariant(call);
      return savedAnswer(presentVariant(call, changed.product, changed.variant), failed);
    },
  },
  {
    method: 'DELETE',
    path: one,
    scopes: scopes.productsWrite,
    query: [],
    handle(call) {
      const { product, variant } = requireVariant(call);
      if (product.variants.length === 1)
        throw new ApiRefusal(422, 'The base variant cannot be deleted.', { id: String(variant.id) });
      removeVariant(call.state, product.id, variant.id);
      return noContent();
    },
  },
  {
    method: 'GET',
    path: all,
    scopes: scopes.products,
    query: ['page', 'limit', 'id', 'sku', 'upc', 'product_id:in', ...shape],
    handle: listAll,
  },
  { method: 'PUT', path: all, scopes: scopes.productsWrite, query: [], handle: updateMany },
];

interface OwnedVariant {
  product: Product;
  variant: Variant;
}

function requireVariant(call: ApiCall): OwnedVariant {
  const product = requireProduct(call);
  const variant = product.variants.find(({ id }) => id === Number(call.params['variant_id']));
  if (!variant) throw new ApiRefusal(404, 'The variant was not found.');
  return { product, variant };
}

function everyVariant(call: ApiCall): OwnedVariant[] {
  return listProducts(call.state, call.asOf).flatMap((product) =>
    product.variants.map((variant) => ({ product, variant })),
  );
}

function listAll(call: ApiCall): Answer {
  const { query } = call;
  const ids = query.ints('id:in') ?? query.ints('id');
  const skus = query.list('sku:in') ?? query.list('sku');
  const productIds = query.ints('product_id:in') ?? query.ints('product_id');
  const found = everyVariant(call).filter(
    ({ product, variant }) =>
      (!productIds || productIds.includes(product.id)) &&
      (!ids || ids.includes(variant.id)) &&
      (!skus || skus.includes(variant.sku)),
  );
  return v3PageOf(call, found, ({ product, variant }) => presentVariant(call, product, variant));
}

function createOne(call: ApiCall): Answer {
  const product = requireProduct(call);
  const fields = readFields(call.body);
  const sku = requiredText(fields, 'sku', { max: 255 });
  refuseTakenSku(call, sku);
  const price = readPrice(fields);
  const [option] = Array.isArray(fields['option_values']) ? fields['option_values'].filter(isRecord) : [];
  if (option === undefined)
    throw new ApiRefusal(422, 'Missing Required Fields', { option_values: 'Please provide option_values.' });
  const label = requiredText(option, 'label', { max: 255 });
  const { id } = addVariant(call.state, product.id, { sku, label, price: price ?? null });
  const made = requireVariant({ ...call, params: { ...call.params, variant_id: String(id) } });
  const { sku: _sku, price: _price, ...rest } = fields;
  const failed = 'inventory_level' in rest ? writeVariant(call, made.product, made.variant, rest) : {};
  const saved = requireVariant({ ...call, params: { ...call.params, variant_id: String(id) } });
  return savedAnswer(presentVariant(call, saved.product, saved.variant), failed);
}

/** Good ones are written although bad ones make it a 422, whose `batch_errors` tell of these alone. */
function updateMany(call: ApiCall): Answer {
  const written: number[] = [];
  const batchErrors: unknown[] = [];
  const note = ({ status, message, errors }: ApiRefusal, id: unknown) =>
    batchErrors.push({ status, title: message, type: statusPage, errors: { id: String(id), ...errors } });
  for (const fields of readBatch(call.body, mostPerCall)) {
    const id = toWholeNumber(fields['id']);
    const found = everyVariant(call).find(({ variant }) => variant.id === id);
    try {
      if (!found) throw new ApiRefusal(422, 'The variant was not found.');
      const failed = writeVariant(call, found.product, found.variant, fields);
      if (Object.keys(failed).length > 0) throw new ApiRefusal(422, 'The variant is invalid.', failed);
      written.push(found.variant.id);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      note(error, fields['id']);
    }
  }
  if (batchErrors.length > 0) return { status: 422, body: { batch_errors: batchErrors } };
  const changed = everyVariant(call).filter(({ variant }) => written.includes(variant.id));
  return ok({
    data: changed.map(({ product, variant }) => presentVariant(call, product, variant)),
    meta: {},
  });
}
