import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { BcRefund } from './types.ts';
import { orUnreadable } from './unreadable.ts';
import {
  countValue,
  flagValue,
  idValue,
  instantValue,
  listOf,
  moneyValue,
  optionalMoneyValue,
} from './values.ts';

/** https://developer.bigcommerce.com/docs/rest-management/orders/order-refunds */
const refundSchema = z
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
    payments: listOf(z.object({ amount: optionalMoneyValue, is_declined: flagValue })),
  })
  .transform((refund): BcRefund => {
    const total = new Decimal(refund.total_amount);
    const declined = refund.payments
      .filter((payment) => payment.is_declined)
      .reduce((sum, { amount }) => sum.plus(amount ?? total), new Decimal(0));
    const paid = Decimal.max(0, total.minus(declined));
    const isRefused = declined.gt(0) && paid.isZero();
    return {
      id: refund.id,
      orderId: refund.order_id,
      createdAt: refund.created,
      totalAmount: (declined.isZero() ? total : paid).toFixed(),
      totalTax: isRefused ? '0' : (refund.total_tax ?? '0'),
      items: isRefused
        ? []
        : refund.items.map((item) => ({
            type: item.item_type,
            itemId: item.item_id,
            // Only PRODUCT items carry a quantity.
            quantity: item.quantity ?? 0,
            requestedAmount: item.requested_amount,
          })),
      unreadable: null,
    };
  });

/**
 * One refund of V3. Its payments are made later by the payment provider, who may decline: a declined one gave nothing
 * back to the shopper. A refund that is not what the documentation says becomes an `unreadable` one.
 */
export const parseRefund = orUnreadable(refundSchema, (remains): BcRefund => ({
  id: remains.id,
  orderId: remains.reference('order_id') ?? 0,
  createdAt: remains.instant('created') ?? new Date(0),
  totalAmount: '0',
  totalTax: '0',
  items: [],
  unreadable: remains.detail,
}));
