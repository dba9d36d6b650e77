import { Decimal } from 'decimal.js';
import { z } from 'zod';

/*
 * Values as BigCommerce writes them. V2 types many numbers as "Float, Float-As-String, Integer", and fields come and
 * go without notice (https://developer.bigcommerce.com/docs/start/best-practices), so everything here is tolerant of
 * form and strict about meaning: an amount that is no number is an error, never a zero.
 */

const digits = z
  .string()
  .regex(/^\s*\d{1,15}\s*$/)
  .transform(Number);

/** A positive or zero whole number, as number or text. */
export const idValue = z.union([z.int().nonnegative(), digits]);

const withId = z.object({ id: idValue });

/** The id of something raw; null when it has none that can be read. */
export function readId(raw: unknown): number | null {
  return withId.safeParse(raw).data?.id ?? null;
}

/** An id that may be missing, null or empty. */
export const optionalIdValue = z
  .union([z.int().nonnegative(), digits, z.literal('').transform(() => null)])
  .nullish()
  .transform((id) => id ?? null);

/** Text that may be missing or null; numbers become text. */
export const textValue = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((text) => text ?? '');

export const flagValue = z
  .union([
    z.boolean(),
    z.literal([0, 1]).transform(Boolean),
    z.literal(['0', '1', 'true', 'false', '']).transform((text) => text === '1' || text === 'true'),
  ])
  .nullish()
  .transform((flag) => flag ?? false);

/** A count, as number or text; `3.0` and `"3"` are 3. */
export const countValue = z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.int());

/**
 * An amount as exact decimal text without trailing zeros. Numbers of V3 go through `String`, which gives the shortest
 * text that reads back as the same number: all digits as sent, up to fifteen of them.
 */
export const moneyValue = z.union([z.number(), z.string()]).transform((amount, context) => {
  const text = String(amount).trim();
  // Nearly all amounts look like `67.8400`, and every order has dozens of them.
  if (/^(0|[1-9]\d*)\.\d+$/.test(text)) return text.replace(/\.?0+$/, '');
  if (/^-?\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(text)) return new Decimal(text).toFixed();
  context.addIssue({ code: 'custom', message: 'not an amount' });
  return z.NEVER;
});

/** An amount that may be missing, null or empty. */
export const optionalMoneyValue = z
  .union([z.literal('').transform(() => null), moneyValue])
  .nullish()
  .transform((amount) => amount ?? null);

/** An instant: RFC 2822 (V2), ISO 8601 (V3) or unix seconds (webhooks). */
export const instantValue = z.union([z.string(), z.number()]).transform((value, context) => {
  const instant = toInstant(value);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: 'not a date' });
  return z.NEVER;
});

/** Null when it is no date. Text without an offset is UTC, as all of BigCommerce's dates are. */
export function toInstant(value: unknown): Date | null {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,11}$/.test(value))) {
    return validDate(Number(value) * 1000);
  }
  if (typeof value !== 'string') return null;
  const withoutOffset = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value);
  return validDate(Date.parse(withoutOffset ? `${value.replace(' ', 'T')}Z` : value));
}

function validDate(ms: number): Date | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Objects that count; a list member that is null or no object is dropped. */
export function listOf<S extends z.ZodType>(item: S) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}
