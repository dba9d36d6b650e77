import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { flagValue, idValue, moneyValue, optionalMoneyValue, textValue, toInstant } from './values.ts';

describe('amounts', () => {
  it('become exact decimal text, from V2 text and V3 numbers alike', () => {
    expect(
      ['67.8400', '0.0000', '-5', 10, 12.34, 0.1, 1e-7, '1.0000000000'].map((v) => moneyValue.parse(v)),
    ).toEqual(['67.84', '0', '-5', '10', '12.34', '0.1', '0.0000001', '1']);
  });

  it('keep every digit that JSON carried, up to fifteen', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }), (units) => {
        const text = new Decimal(units).div(10_000).toFixed(4);
        const fromJson: unknown = JSON.parse(`{"a":${text}}`);
        expect(moneyValue.parse(Object.values(Object(fromJson))[0])).toBe(new Decimal(text).toFixed());
        expect(moneyValue.parse(text)).toBe(new Decimal(text).toFixed());
      }),
    );
  });

  it('are refused when they are no amounts, never taken for zero', () => {
    for (const value of ['', 'abc', 'NaN', 'Infinity', '0x10', '1,50', null, undefined, true, {}]) {
      expect(moneyValue.safeParse(value).success).toBe(false);
    }
  });

  it('may be missing where that is allowed', () => {
    expect([undefined, null, '', '3.10'].map((value) => optionalMoneyValue.parse(value))).toEqual([
      null,
      null,
      null,
      '3.1',
    ]);
  });
});

describe('dates', () => {
  it.each([
    ['Tue, 05 Mar 2019 21:40:11 +0000', '2019-03-05T21:40:11.000Z'],
    ['Tue, 05 Mar 2019 16:40:11 -0500', '2019-03-05T21:40:11.000Z'],
    ['2020-02-06T17:46:33Z', '2020-02-06T17:46:33.000Z'],
    ['2020-02-06T17:46:33+00:00', '2020-02-06T17:46:33.000Z'],
    ['2020-02-06T17:46:33', '2020-02-06T17:46:33.000Z'],
    ['2020-02-06 17:46:33', '2020-02-06T17:46:33.000Z'],
    [1_561_479_335, '2019-06-25T16:15:35.000Z'],
    ['1561479335', '2019-06-25T16:15:35.000Z'],
  ])('%s is %s', (value, expected) => {
    expect(toInstant(value)?.toISOString()).toBe(expected);
  });

  it('that are none are none', () => {
    expect(['', 'yesterday', null, undefined, {}, Number.NaN].map(toInstant)).toEqual(Array(6).fill(null));
  });
});

describe('other values', () => {
  it('ids come as numbers or text, nothing else', () => {
    expect([5, '5'].map((value) => idValue.parse(value))).toEqual([5, 5]);
    for (const value of [-1, 1.5, '', 'x', '1e3', null, { $ne: 1 }]) {
      expect(idValue.safeParse(value).success).toBe(false);
    }
  });

  it('texts and flags forgive form', () => {
    expect([undefined, null, 7, 'a'].map((value) => textValue.parse(value))).toEqual(['', '', '7', 'a']);
    expect([true, 1, '1', 'true', false, 0, '0', '', null, undefined].map((v) => flagValue.parse(v))).toEqual(
      [true, true, true, true, false, false, false, false, false, false],
    );
  });
});
