import { expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { parseInput } from './validate.ts';

const schema = z.strictObject({
  name: z.string().trim().min(2, { error: 'Two letters at least.' }),
  age: z.int(),
});

function refusalOf(value: unknown): AppError {
  try {
    parseInput(schema, value);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

it('gives what the schema makes of the input', () => {
  expect(parseInput(schema, { name: ' Ann ', age: 3 })).toEqual({ name: 'Ann', age: 3 });
});

it('names each field with its own message', () => {
  expect(refusalOf({ name: 'A', age: 3 })).toMatchObject({
    status: 400,
    code: 'invalid-input',
    message: 'Two letters at least.',
    fields: { name: 'Two letters at least.' },
  });
  expect(Object.keys(refusalOf({}).fields ?? {})).toEqual(['name', 'age']);
});

it('refuses fields that it does not know, by name', () => {
  expect(refusalOf({ name: 'Ann', age: 3, isAdmin: true }).fields).toEqual({
    isAdmin: 'This field is not known here.',
  });
});

it('never repeats a value, and shortens names that a caller made up', () => {
  const refusal = refusalOf({ name: { $ne: 'secret-value' }, age: 'secret-value', ['x'.repeat(500)]: 1 });
  expect(JSON.stringify([refusal.message, refusal.fields])).not.toContain('secret-value');
  expect(Object.keys(refusal.fields ?? {})).toContain('x'.repeat(100));
});

it('limits the number of fields in its answer', () => {
  const flood = Object.fromEntries(Array.from({ length: 5_000 }, (_unused, at) => [`f${at}`, at]));
  expect(Object.keys(refusalOf(flood).fields ?? {})).toHaveLength(50);
});
