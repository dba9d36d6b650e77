import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJsonNumber } from './json-number.ts';

describe('toJsonNumber', () => {
  it('prints the digits that were given, without zeros at the end', () => {
    const texts = ['12.3400', '0', '0.10', '-0.00', '-12.5', '100', '007', '0.0001', '99999999999.9999'];
    expect(JSON.stringify(texts.map(toJsonNumber))).toBe(
      '[12.34,0,0.1,0,-12.5,100,7,0.0001,99999999999.9999]',
    );
  });

  it('keeps every amount exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e14, max: 1e14 }), (units) => {
        const text = new Decimal(units).div(10_000).toFixed(4);
        expect(new Decimal(JSON.stringify(toJsonNumber(text))).equals(text)).toBe(true);
      }),
    );
  });

  it('refuses what a JSON number cannot carry exactly', () => {
    for (const text of ['12345678901234567.89', '0.12345678901234567891', 'NaN', '', '1e5', ' 1', '1,5']) {
      expect(() => toJsonNumber(text)).toThrow(RangeError);
    }
  });
});
