/*
 * Money is a whole number of ten-thousandths of the currency's unit, the precision of V2's strings, so that every
 * sum is exact: 12.5 is 125000.
 */

const perUnit = 10_000;

/** As V2 writes it: `"67.8400"`. */
export function moneyToText(units: number): string {
  const size = Math.abs(units);
  const fraction = size % perUnit;
  const whole = (size - fraction) / perUnit;
  return `${units < 0 ? '-' : ''}${whole}.${String(fraction).padStart(4, '0')}`;
}

/** As V3 writes it: the JSON number whose shortest decimal is the amount. */
export function moneyToNumber(units: number): number {
  return units / perUnit;
}

/** Reads an amount from text or a JSON number; throws when it is none or has more than four decimals. */
export function parseMoney(amount: string | number): number {
  const match = /^(-?)(\d{1,11})(?:\.(\d{1,4})0*)?$/.exec(String(amount).trim());
  if (!match) throw new RangeError(`"${amount}" is not an amount of money`);
  const [, sign = '', whole = '', fraction = ''] = match;
  const units = Number(whole) * perUnit + Number(fraction.padEnd(4, '0'));
  return sign === '-' ? -units : units;
}

/**
 * `amount × numerator / denominator`, rounded half up to the currency's smallest coin.
 * @param coin ten-thousandths in a coin: 100 for cents
 */
export function portion(amount: number, numerator: number, denominator: number, coin: number): number {
  const product = Math.abs(amount) * numerator;
  const divisor = denominator * coin;
  const sign = amount < 0 ? -1 : 1;
  if (!Number.isSafeInteger(product) || !Number.isSafeInteger(divisor * 2)) {
    const doubled = 2n * BigInt(Math.abs(amount)) * BigInt(numerator) + BigInt(divisor);
    return sign * Number(doubled / (2n * BigInt(divisor))) * coin;
  }
  // Remainders of whole numbers are exact, quotients are not.
  const rest = product % divisor;
  const coins = (product - rest) / divisor + (rest * 2 >= divisor ? 1 : 0);
  return coins === 0 ? 0 : sign * coins * coin;
}

/** Splits an amount over weights, in coins; the pieces add up to the amount. */
export function spread(amount: number, weights: readonly number[], coin: number): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return weights.map(() => 0);
  let weightSoFar = 0;
  let given = 0;
  return weights.map((weight) => {
    weightSoFar += weight;
    const due = weightSoFar === whole ? amount : portion(amount, weightSoFar, whole, coin);
    const piece = due - given;
    given = due;
    return piece;
  });
}
