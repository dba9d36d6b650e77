import type { Product } from '../data/model.ts';
import { findProduct } from '../data/state.ts';
import { ApiRefusal } from './answer.ts';
import type { ApiCall } from './call.ts';

/** The product of the path. @throws ApiRefusal 404 */
export function requireProduct(call: ApiCall): Product {
  const product = findProduct(call.state, Number(call.params['product_id']), call.asOf);
  if (!product) throw new ApiRefusal(404, 'The product was not found.');
  return product;
}
