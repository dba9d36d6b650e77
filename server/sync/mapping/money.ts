import { Decimal } from 'decimal.js';

/** Sums and shares are kept exact well beyond the four decimals in which BigCommerce counts. */
const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 40 });

/** BigCommerce's own precision; enough for every currency, so that no amount is ever rounded to the cent. */
const decimals = 4;

export type Money = Decimal;

export const zero: Money = new Exact(0);

/** The smallest amount there is. */
const smallest: Money = new Exact(10).pow(-decimals);

/** @param value a decimal string such as `67.8400`; anything else throws. */
export function money(value: string): Money {
  // Most discounts and many taxes are none.
  return value === '0' ? zero : new Exact(value);
}

export function sum(values: readonly Money[]): Money {
  return values.reduce((total, value) => total.plus(value), zero);
}

/** To four decimals, half up. */
export function rounded(value: Money): Money {
  // BigCommerce's own amounts have no more.
  return value.decimalPlaces() <= decimals ? value : value.toDecimalPlaces(decimals);
}

/** `whole × part / of` to four decimals; 0 when `of` is 0. */
export function share(whole: Money, part: Money, of: Money): Money {
  if (of.isZero()) return zero;
  return rounded(part.equals(of) ? whole : whole.times(part).div(of));
}

/** `value / pieces`, unrounded. */
export function ofOnePiece(value: Money, pieces: number): Money {
  return pieces === 1 ? value : value.div(pieces);
}

/** To four decimals, away from zero. */
export function roundedUp(value: Money): Money {
  return value.decimalPlaces() <= decimals ? value : value.toDecimalPlaces(decimals, Decimal.ROUND_UP);
}

/** To four decimals, towards zero. */
export function roundedDown(value: Money): Money {
  return value.decimalPlaces() <= decimals ? value : value.toDecimalPlaces(decimals, Decimal.ROUND_DOWN);
}

export function atMost(value: Money, limit: Money): Money {
  return value.gt(limit) ? limit : value;
}

export function atLeast(value: Money, limit: Money): Money {
  return value.lt(limit) ? limit : value;
}

/**
 * Splits `total` in proportion to the weights, to four decimals; what rounding leaves goes to the largest remainders,
 * the earlier first, so that the parts sum exactly to the total.
 * @param total not negative, at most four decimals
 * @param weights not negative, not all zero
 */
export function splitByWeight(total: Money, weights: readonly Money[]): Money[] {
  const whole = sum(weights);
  const shares = weights.map((weight) => total.times(weight).div(whole));
  const parts = shares.map(roundedDown);
  const left = total.minus(sum(parts)).div(smallest).toNumber();
  const byRemainder = shares
    .map((exact, index) => ({ index, remainder: exact.minus(parts[index] ?? zero) }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? zero).plus(smallest);
  return parts;
}

/** Plain decimal text with two to four decimals: `12.50`, `0.1250`. */
export function formatMoney(value: Money): string {
  const amount = rounded(value);
  // -0 would be written as "-0.00" and hash differently from 0.
  return (amount.isZero() ? zero : amount).toFixed(Math.max(2, amount.decimalPlaces()));
}
