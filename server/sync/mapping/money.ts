import { Decimal } from 'decimal.js';

/** BigCommerce gives four decimals at most; sums and shares are kept exact well beyond that. */
const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -20, toExpPos: 30 });

export type Money = Decimal;

export const zero: Money = new Exact(0);

/** @param value a decimal string such as `67.8400`; anything else throws. */
export function money(value: string): Money {
  return new Exact(value);
}

export function sum(values: readonly Money[]): Money {
  return values.reduce((total, value) => total.plus(value), zero);
}

/** `whole × part / of`, to the cent; 0 when `of` is 0. */
export function share(whole: Money, part: Money, of: Money): Money {
  return of.isZero() ? zero : whole.times(part).div(of).toDecimalPlaces(2);
}

export function atMost(value: Money, limit: Money): Money {
  return value.gt(limit) ? limit : value;
}

export function atLeast(value: Money, limit: Money): Money {
  return value.lt(limit) ? limit : value;
}

/** Plain decimal text with two to four decimals: `12.50`, `0.1250`. */
export function formatMoney(value: Money): string {
  const rounded = value.toDecimalPlaces(4);
  // -0 would be written as "-0.00" and hash differently from 0.
  return (rounded.isZero() ? zero : rounded).toFixed(Math.max(2, rounded.decimalPlaces()));
}
