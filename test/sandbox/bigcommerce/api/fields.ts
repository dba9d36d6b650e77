import { ApiRefusal } from './answer.ts';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body as one object. */
export function readFields(body: unknown): Record<string, unknown> {
  if (!isRecord(body))
    throw new ApiRefusal(422, 'JSON data is missing or invalid', { data: 'error.expected.jsobject' });
  return body;
}

/** The body as a list of objects, not longer than the endpoint takes. */
export function readBatch(body: unknown, most: number): Record<string, unknown>[] {
  if (!Array.isArray(body))
    throw new ApiRefusal(422, 'JSON data is missing or invalid', { data: 'error.expected.jsarray' });
  if (body.length > most) {
    throw new ApiRefusal(413, `The maximum number of items allowed in the array is ${most}.`);
  }
  const wrong = body.findIndex((item) => !isRecord(item));
  if (wrong >= 0)
    throw new ApiRefusal(422, 'JSON data is missing or invalid', { [wrong]: 'error.expected.jsobject' });
  return body.filter(isRecord);
}

/** A whole number from a JSON number or text; undefined when it is none. */
export function toWholeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** A text field within its limits; undefined when absent. */
export function textField(
  fields: Record<string, unknown>,
  name: string,
  limits: { min?: number; max: number },
): string | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string')
    throw new ApiRefusal(422, 'JSON data is missing or invalid', { [name]: 'error.expected.jsstring' });
  if (value.length < (limits.min ?? 0) || value.length > limits.max) {
    throw new ApiRefusal(422, `The field ${name} is invalid.`, {
      [name]: `${name} must be between ${limits.min ?? 0} and ${limits.max} characters.`,
    });
  }
  return value;
}

export function requiredText(
  fields: Record<string, unknown>,
  name: string,
  limits: { min?: number; max: number },
): string {
  const value = textField(fields, name, { min: 1, ...limits });
  if (value === undefined)
    throw new ApiRefusal(422, 'Missing Required Fields', { [name]: `Please provide a ${name}.` });
  return value;
}
