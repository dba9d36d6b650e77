import { Decimal } from 'decimal.js';

/**
 * Decimal text as a number that prints with the same digits in JSON: `"12.3400"` becomes `12.34`.
 *
 * No arithmetic happens: the text is read once, and `JSON.stringify` prints the shortest text that reads back as the
 * same double, which for up to fifteen significant digits is the text we began with. Amounts beyond that are refused
 * instead of being sent slightly different.
 * @throws RangeError when the text is no plain decimal or would come out changed
 */
export function toJsonNumber(decimal: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(decimal)) throw new RangeError('not a plain decimal');
  const value = Number(decimal);
  // Up to fifteen digits always come back; `new Decimal(number)` takes the digits that JSON would print.
  if (decimal.length > 15 && !new Decimal(value).equals(decimal))
    throw new RangeError('too many digits for a JSON number');
  // Minus zero prints as 0 but differs in comparisons.
  return value === 0 ? 0 : value;
}
