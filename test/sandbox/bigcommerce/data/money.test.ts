import { expect, test } from 'vitest';
import { moneyToNumber, moneyToText, parseMoney, portion, spread } from './money.ts';

test('amounts are read and written without loss', () => {
  for (const text of ['0.0000', '67.8400', '-12.5000', '99999999999.9999'])
    expect(moneyToText(parseMoney(text))).toBe(text);
  expect(moneyToNumber(parseMoney('0.3'))).toBe(0.3);
  expect(() => parseMoney('1.23456')).toThrow(RangeError);
  expect(() => parseMoney('1e3')).toThrow(RangeError);
});

test('a portion is rounded half up to the coin, and pieces add up to the whole', () => {
  expect(portion(parseMoney('1.00'), 125, 1000, 100)).toBe(parseMoney('0.13'));
  expect(portion(parseMoney('10.005'), 1, 1, 10)).toBe(parseMoney('10.005'));
  const pieces = spread(parseMoney('10.00'), [1, 1, 1], 100);
  expect(pieces.map(moneyToText)).toEqual(['3.3300', '3.3400', '3.3300']);
  expect(spread(parseMoney('5'), [0, 0], 100)).toEqual([0, 0]);
});
