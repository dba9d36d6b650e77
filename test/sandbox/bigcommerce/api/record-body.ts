import type { z } from 'zod';
import { ApiRefusal } from './answer.ts';
import type { ApiCall } from './call.ts';
import { readBatch, readFields } from './fields.ts';

/** A body's documented fields; others are noted as carelessness and not kept. */
export function readRecord<T extends z.ZodObject>(call: ApiCall, shape: T): z.infer<T> {
  return readOne(call, shape, readFields(call.body));
}

/** A list of them, not longer than the endpoint takes. */
export function readRecords<T extends z.ZodObject>(call: ApiCall, shape: T, most: number): z.infer<T>[] {
  return readBatch(call.body, most).map((fields) => readOne(call, shape, fields));
}

function readOne<T extends z.ZodObject>(
  call: ApiCall,
  shape: T,
  fields: Record<string, unknown>,
): z.infer<T> {
  for (const name of Object.keys(fields)) {
    if (!Object.hasOwn(shape.shape, name)) call.careless(`unknown field ${name}`);
  }
  const read = shape.safeParse(fields);
  if (read.success) return read.data;
  const errors = read.error.issues.map(({ path, message }) => [path.join('.'), message]);
  throw new ApiRefusal(422, 'JSON data is missing or invalid', Object.fromEntries(errors));
}
