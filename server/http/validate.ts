import type { z } from 'zod';
import { AppError } from '../errors.ts';

/** Longest list of fields in an answer, and longest name in it: a caller decides both. */
const most = { fields: 50, name: 100 };

/**
 * Parses what a caller sent.
 * @throws AppError 400 `invalid-input` with one message for each field that is not right; values are never repeated
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidInput(issuesToFields(parsed.error.issues));
}

/**
 * The refusal of an input that has the right form and still cannot be taken.
 * @param fields field path → what is wrong and what to do
 */
export function invalidInput(fields: Record<string, string>): AppError {
  const [first] = Object.values(fields);
  const message =
    Object.keys(fields).length === 1 && first !== undefined
      ? first
      : 'Some entries are not right. Correct the marked fields and try again.';
  return new AppError(400, 'invalid-input', message, { fields });
}

function issuesToFields(issues: readonly z.core.$ZodIssue[]): Record<string, string> {
  const fields = new Map<string, string>();
  for (const issue of issues) {
    for (const [name, message] of issueToEntries(issue)) {
      if (fields.size < most.fields && !fields.has(name)) fields.set(name, message);
    }
  }
  return Object.fromEntries(fields);
}

function issueToEntries(issue: z.core.$ZodIssue): [string, string][] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => [fieldName([...path, key]), 'This field is not known here.']);
  return [[fieldName(path), issue.message]];
}

function fieldName(path: readonly string[]): string {
  return path.join('.').slice(0, most.name);
}
