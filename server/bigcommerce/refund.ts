import { z } from 'zod';
import type { BcRefund } from './types.ts';
import { countValue, idValue, instantValue, listOf, moneyValue, optionalMoneyValue } from './values.ts';

/** https://developer.bigcommerce.com/docs/rest-management/orders/order-refunds */
export const refundSchema = z
  .object({
    id: idValue,
    order_id: idValue,
    created: instantValue,
    total_amount: moneyValue,
    total_tax: optionalMoneyValue,
    items: listOf(
      z.object({
        item_type: z.string(),
        item_id: idValue,
        quantity: countValue.nullish(),
        requested_amount: optionalMoneyValue,
      }),
    ),
  })
  .transform((refund): BcRefund => ({
    id: refund.id,
    orderId: refund.order_id,
    createdAt: refund.created,
    totalAmount: refund.total_amount,
    totalTax: refund.total_tax ?? '0',
    items: refund.items.map((item) => ({
      type: item.item_type,
      itemId: item.item_id,
      // Only PRODUCT items carry a quantity.
      quantity: item.quantity ?? 0,
      requestedAmount: item.requested_amount,
    })),
  }));
