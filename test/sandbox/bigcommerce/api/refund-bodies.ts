import type { RefundWish } from '../data/order-math.ts';
import { parseMoney } from '../data/money.ts';
import { ApiRefusal } from './answer.ts';
import type { ApiCall } from './call.ts';
import { isRecord, readFields, toWholeNumber } from './fields.ts';

/* What is to be refunded: https://developer.bigcommerce.com/docs/rest-management/orders/order-refunds */

const amountTypes = ['SHIPPING', 'HANDLING', 'ORDER', 'FEE'] as const;

/** @throws ApiRefusal 422 for items that cannot be read */
export function readWishes(call: ApiCall): RefundWish[] {
  const { items } = readFields(call.body);
  const list = Array.isArray(items) ? items.filter(isRecord) : [];
  if (list.length === 0) throw invalid({ items: 'error.path.missing' });
  return list.map((item, place) => {
    const itemId = toWholeNumber(item['item_id']);
    const type = item['item_type'];
    if (itemId === undefined) throw invalid({ [`items.${place}.item_id`]: 'error.expected.jsnumber' });
    if (type === 'PRODUCT') {
      const quantity = toWholeNumber(item['quantity']);
      if (quantity === undefined) throw invalid({ [`items.${place}.quantity`]: 'error.path.missing' });
      return { type, itemId, quantity };
    }
    const amountType = amountTypes.find((known) => known === type);
    if (!amountType) throw invalid({ [`items.${place}.item_type`]: 'error.expected.validenumvalue' });
    return { type: amountType, itemId, amount: readAmount(item['amount'], `items.${place}.amount`) };
  });
}

/** Ten-thousandths. @throws ApiRefusal 422 */
export function readAmount(value: unknown, name: string): number {
  if (typeof value !== 'number') throw invalid({ [name]: 'error.expected.jsnumber' });
  try {
    return parseMoney(value);
  } catch (error) {
    if (error instanceof RangeError) throw invalid({ [name]: 'error.expected.amount' });
    throw error;
  }
}

export function invalid(errors: Record<string, string>): ApiRefusal {
  return new ApiRefusal(422, 'JSON data is missing or invalid', errors);
}
