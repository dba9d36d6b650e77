import type { Options } from '../../../shared/settings.ts';
import type { BcOrder, BcOrderLine } from '../../bigcommerce/types.ts';
import { atLeast, atMost, money, rounded, share, splitByWeight, sum, zero, type Money } from './money.ts';

/** One order line with what it brings to the sale. */
export interface CountedLine {
  line: BcOrderLine;
  /** What counts of the line, discounts taken off: without tax under `items`, with tax under `order-total`. */
  net: Money;
  /** What the shopper paid for the line, tax included; refunds are measured against it. */
  paid: Money;
}

export interface CountedOrder {
  lines: CountedLine[];
  /** What counts besides the lines: shipping, handling, gift certificates … under `order-total`; 0 under `items`. */
  other: Money;
  /** Exactly the sum of the lines and the rest. */
  total: Money;
}

/**
 * What counts of an order, to four decimals.
 *
 * `items`: per line the price without tax after discounts. In a store with prices before tax the figures without tax
 * are the exact ones: `total_ex_tax` less the line's `applied_discounts` (which hold its part of order-level discounts
 * too). In a store with prices including tax `discounted_total_inc_tax` is exact, and the tax in it is taken out at
 * the line's own rate, `total_ex_tax / total_inc_tax`. Discounts of the order that no line carries lower all lines in
 * proportion, down to the order's total. Gift certificates bought are no sale: money that is spent later.
 *
 * `order-total`: `total_inc_tax` of the order; the lines as paid, everything else in `other`.
 *
 * https://developer.bigcommerce.com/docs/rest-management/orders
 */
export function countOrder(order: BcOrder, basis: Options['amountBasis']): CountedOrder {
  const items = order.lines.filter((line) => line.type !== 'giftcertificate' && line.quantity > 0);
  if (basis === 'order-total') {
    const total = rounded(money(order.totalIncTax));
    const paid = items.map((line) => paidForLine(line, order.taxInclusive));
    const nets = lowerTo(paid.map(rounded), total);
    return {
      lines: items.map((line, index) => ({ line, net: nets[index] ?? zero, paid: paid[index] ?? zero })),
      other: total.minus(sum(nets)),
      total,
    };
  }
  const amounts = items.map((line) => readAmounts(line, order.taxInclusive));
  const nets = lowerTo(
    amounts.map((line) => netOfLine(line, order.taxInclusive)),
    rounded(money(order.totalExTax)),
  );
  return {
    lines: items.map((line, index) => ({
      line,
      net: nets[index] ?? zero,
      paid: amounts[index]?.paid ?? zero,
    })),
    other: zero,
    total: sum(nets),
  };
}

interface LineAmounts {
  exTax: Money;
  incTax: Money;
  discounts: Money;
  /** What the shopper paid: with tax, after discounts. */
  paid: Money;
}

function readAmounts(line: BcOrderLine, taxInclusive: boolean): LineAmounts {
  const exTax = money(line.totalExTax);
  const incTax = money(line.totalIncTax);
  const discounts = discountsOf(line);
  if (line.discountedTotalIncTax !== null) {
    return { exTax, incTax, discounts, paid: between(money(line.discountedTotalIncTax), incTax) };
  }
  // Discounts are in the store's own kind of prices.
  const asTheyAre = taxInclusive || exTax.isZero() || discounts.isZero();
  const withTax = asTheyAre ? discounts : discounts.times(incTax).div(exTax);
  return { exTax, incTax, discounts, paid: between(incTax.minus(withTax), incTax) };
}

/** Without tax, after discounts; between 0 and the line's price. */
function netOfLine({ exTax, incTax, discounts, paid }: LineAmounts, taxInclusive: boolean): Money {
  if (!taxInclusive && !discounts.isZero()) return between(exTax.minus(discounts), exTax);
  return between(share(exTax, paid, incTax), exTax);
}

/** What the shopper paid for a line: with tax, after discounts. */
export function paidForLine(line: BcOrderLine, taxInclusive: boolean): Money {
  return readAmounts(line, taxInclusive).paid;
}

function discountsOf(line: BcOrderLine): Money {
  return sum(line.appliedDiscounts.map((discount) => money(discount.amount)));
}

function between(value: Money, most: Money): Money {
  return rounded(atLeast(atMost(value, most), zero));
}

/** The values themselves, or, when they come to more than the limit, their shares of it. */
function lowerTo(values: Money[], limit: Money): Money[] {
  return sum(values).gt(limit) ? splitByWeight(atLeast(limit, zero), values) : values;
}
