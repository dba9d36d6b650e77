import { expect, test } from 'vitest';
import { ExactSum } from './money.ts';

function sumOf(...amounts: number[]): string {
  const sum = new ExactSum();
  for (const amount of amounts) sum.add(amount);
  return sum.toString();
}

test('adds tenths without the error of binary floats', () => {
  expect(sumOf(...Array<number>(10).fill(0.1))).toBe('1.00');
  expect(sumOf(0.1, 0.2)).toBe('0.30');
});

test('keeps three decimals, negatives, whole numbers and tiny and huge amounts', () => {
  expect(sumOf(1.005, 2)).toBe('3.005');
  expect(sumOf(10.5, -40)).toBe('-29.50');
  expect(sumOf()).toBe('0.00');
  expect(sumOf(1e-7)).toBe('0.0000001');
  expect(sumOf(1e21, 0.01)).toBe('1000000000000000000000.01');
});

test('takes back what it added', () => {
  const sum = new ExactSum();
  sum.add(19.99);
  sum.add(0.001);
  sum.subtract(19.99);
  sum.subtract(0.001);
  expect(sum.toString()).toBe('0.00');
});
