import type { BcOrder, BcRefund } from '../../bigcommerce/types.ts';
import { money } from './money.ts';

/** JSON numbers carry fifteen digits unchanged: eleven before the point and four behind it. */
const mostMoney = money('99999999999');

/** Whether an order makes sense as a sale; if not, what is wrong with it, without any of its values. */
export function readOrder(
  order: BcOrder,
  refunds: readonly BcRefund[],
): { unreadable: false } | { unreadable: true; detail: string } {
  const detail = order.unreadable ?? whatIsWrong(order, refunds);
  return detail === null ? { unreadable: false } : { unreadable: true, detail };
}

/** So few digits that no multiple of it, by this many pieces, is too much. */
const plainAmount = /^\d{1,9}(\.\d+)?$/;
const plainPieces = 99;

/** Nearly all orders are seen to be right by their digits, without any arithmetic. */
function isPlainlyRight(order: BcOrder, refunds: readonly BcRefund[]): boolean {
  const isPlain = (amount: string): boolean => plainAmount.test(amount);
  return (
    isPlain(order.totalExTax) &&
    isPlain(order.totalIncTax) &&
    refunds.every(({ totalAmount }) => isPlain(totalAmount)) &&
    order.lines.every(
      (line) =>
        line.quantity >= 0 &&
        line.quantity <= plainPieces &&
        isPlain(line.priceExTax) &&
        isPlain(line.priceIncTax) &&
        isPlain(line.totalExTax) &&
        isPlain(line.totalIncTax),
    )
  );
}

function whatIsWrong(order: BcOrder, refunds: readonly BcRefund[]): string | null {
  if (!order.linesComplete) return 'BigCommerce did not give all lines of the order.';
  if (isPlainlyRight(order, refunds)) return null;
  const totals = [order.totalExTax, order.totalIncTax].map(money);
  if (totals.some((total) => total.isNegative() && !total.isZero()))
    return "The order's total is below zero.";
  const lines = order.lines.flatMap((line) => [
    line.priceExTax,
    line.priceIncTax,
    line.totalExTax,
    line.totalIncTax,
  ]);
  if (order.lines.some((line) => line.quantity < 0) || lines.some((amount) => money(amount).lt(0)))
    return 'A line of the order has a negative quantity or price.';
  const amounts = [
    ...totals,
    ...order.lines.flatMap((line) => [
      money(line.totalIncTax),
      money(line.priceExTax).times(line.quantity),
      money(line.priceIncTax).times(line.quantity),
    ]),
    ...refunds.map((refund) => money(refund.totalAmount)),
  ];
  return amounts.some((amount) => amount.abs().gt(mostMoney)) ? 'An amount has too many digits.' : null;
}
