import type { AiqSaleLine } from '../../aiq/types.ts';
import type { BcOrderLine } from '../../bigcommerce/types.ts';
import type { CountedLine } from './counted-amounts.ts';
import type { RefundedLine } from './counted-refunds.ts';
import { atLeast, formatMoney, money, ofOnePiece, roundedDown, roundedUp, type Money } from './money.ts';
import { cleanText } from './text.ts';
import type { MappingContext } from './types.ts';

/*
 * AIQ does not state whether `price` and `discount` are of the unit or of the line. We read: `price` of one piece
 * before discounts, `discount` of the whole line, so that the lines' `price × quantity − discount` come exactly to
 * `transaction_total`, for sales and for refunds alike.
 */

/** A line as sold. The price is BigCommerce's own, raised where it was rounded below what was paid. */
export function soldLine(
  { line, net }: CountedLine,
  unitPrice: string,
  context: MappingContext,
): AiqSaleLine {
  const price = atLeast(money(unitPrice), roundedUp(ofOnePiece(net, line.quantity)));
  return priced(describeLine(line, context), price, line.quantity, net);
}

/** Pieces that came back, at what was given back for each. */
export function refundedLine({ line, quantity, amount }: RefundedLine, context: MappingContext): AiqSaleLine {
  return priced(describeLine(line, context), ofOnePiece(amount, quantity), -quantity, amount.negated());
}

/**
 * What is no product: shipping and the like, or an amount of the order that was given back.
 * @param amount negative for a refund
 */
export function otherLine(sku: string, name: string, amount: Money): AiqSaleLine {
  const quantity = amount.isNegative() ? -1 : 1;
  return priced({ sku, name, brand: '', category: '' }, amount.abs(), quantity, amount);
}

/** The sku, or a stand-in from the product's id, so that no line is without. */
export function skuOf(sku: string, productId: number): string {
  return cleanText(sku) || (productId > 0 ? `product-${productId}` : 'custom-item');
}

type Described = Pick<AiqSaleLine, 'sku' | 'name' | 'brand' | 'category'>;

function describeLine(line: BcOrderLine, context: MappingContext): Described {
  return {
    sku: skuOf(line.sku, line.productId),
    name: cleanText(line.name),
    brand: cleanText(line.brand),
    category: cleanText(context.categoryNames(line.productId)),
  };
}

function priced(described: Described, unitPrice: Money, quantity: number, net: Money): AiqSaleLine {
  // Rounded towards the side on which the discount is not negative.
  const price = quantity > 0 ? roundedUp(unitPrice) : roundedDown(unitPrice);
  const discount = (quantity === 1 ? price : price.times(quantity)).minus(net);
  return { ...described, price: formatMoney(price), quantity, discount: formatMoney(discount) };
}
