import { expect, it } from 'vitest';
import { toCsvLine } from './csv.ts';

it('quotes what would break the line, and doubles quotes', () => {
  expect(toCsvLine(['say "no", please', 'two\r\nlines', null, 7])).toBe(
    '"say ""no"", please","two\r\nlines",,7\r\n',
  );
});

it.each(['=1+1', '+1-555', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])('makes %j text', (cell) => {
  expect(toCsvLine([cell]).replaceAll('"', '').trimEnd()).toBe(`'${cell}`);
});

it.each(['-24.00', '12', '-3'])('leaves the number %s a number', (cell) => {
  expect(toCsvLine([cell])).toBe(`${cell}\r\n`);
});
