import type { Product, Variant } from '../data/model.ts';
import { patchProduct, patchVariant, type VariantPatch } from '../data/product-writes.ts';
import { listProducts } from '../data/state.ts';
import { ApiRefusal, statusPage, type Answer } from './answer.ts';
import type { ApiCall } from './call.ts';
import { isRecord, textField, toWholeNumber } from './fields.ts';

/** Parts that were not saved although the rest was, by field. */
export type FailedParts = Record<string, string>;

/** @throws ApiRefusal for what is no price; undefined when absent */
export function readPrice(fields: Record<string, unknown>): number | undefined {
  const { price } = fields;
  if (price === undefined) return undefined;
  const isAmount = typeof price === 'number' && price >= 0 && /^\d+(\.\d{1,4})?$/.test(String(price));
  if (!isAmount) throw new ApiRefusal(422, 'The price is invalid.', { price: 'error.expected.jsnumber' });
  return price;
}

/** Saves what can be saved of a product. @throws ApiRefusal when nothing can */
export function writeProduct(call: ApiCall, id: number, fields: Record<string, unknown>): FailedParts {
  const name = textField(fields, 'name', { min: 1, max: 255 });
  const price = readPrice(fields);
  const { stock, failed } = readStock(fields);
  patchProduct(call.state, id, {
    ...(name === undefined ? {} : { name }),
    ...(price === undefined ? {} : { price }),
    ...(stock === undefined ? {} : { stock }),
    ...(typeof fields['is_visible'] === 'boolean' ? { isVisible: fields['is_visible'] } : {}),
  });
  return { ...failed, ...takenUrl(call, id, fields) };
}

/** The same of a variant. */
export function writeVariant(
  call: ApiCall,
  product: Product,
  variant: Variant,
  fields: Record<string, unknown>,
): FailedParts {
  const sku = textField(fields, 'sku', { min: 1, max: 255 });
  if (sku !== undefined) refuseTakenSku(call, sku, variant.id);
  const { stock, failed } = readStock(fields);
  const price = fields['price'] === null ? null : readPrice(fields);
  const patch: VariantPatch = {
    ...(sku === undefined ? {} : { sku }),
    ...(price === undefined ? {} : { price }),
    ...(stock === undefined ? {} : { stock }),
  };
  patchVariant(call.state, product.id, variant.id, patch);
  return failed;
}

/** @throws ApiRefusal 409 for the SKU of another variant */
export function refuseTakenSku(call: ApiCall, sku: string, exceptId?: number): void {
  const isTaken = listProducts(call.state).some(({ variants }) =>
    variants.some((other) => other.id !== exceptId && other.sku === sku),
  );
  if (isTaken) throw new ApiRefusal(409, 'The sku is a duplicate.', { sku: 'The sku is a duplicate' });
}

function readStock(fields: Record<string, unknown>): { stock: number | undefined; failed: FailedParts } {
  const stock = toWholeNumber(fields['inventory_level']);
  if (stock === undefined || stock >= 0) return { stock, failed: {} };
  return { stock: undefined, failed: { inventory_level: 'The stock level must not be negative.' } };
}

function takenUrl(call: ApiCall, id: number, fields: Record<string, unknown>): FailedParts {
  const wish = fields['custom_url'];
  const url = isRecord(wish) ? wish['url'] : undefined;
  const isTaken = listProducts(call.state).some(
    (other) => other.id !== id && url === `/${other.sku.toLowerCase()}/`,
  );
  return isTaken ? { custom_url: 'The URL is used by another product.' } : {};
}

/** 200, or 207 when a part of it was not saved: a 2xx that is no full success. */
export function savedAnswer(thing: unknown, failed: FailedParts): Answer {
  if (Object.keys(failed).length === 0) return { status: 200, body: { data: thing, meta: {} } };
  const errors = { status: 207, title: 'Multi-status', type: statusPage, errors: failed };
  return { status: 207, body: { data: thing, errors, meta: {} } };
}
