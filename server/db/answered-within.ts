import { endsWithin } from '../time-limit.ts';

/**
 * What the database answers. What it was told may happen all the same after a time-out.
 * @throws Error when it does not answer within the limit; whatever the work throws before
 */
export async function answeredWithin<T>(limitMs: number, work: Promise<T>): Promise<T> {
  if (await endsWithin(limitMs, work)) return work;
  throw new Error(`The database did not answer within ${limitMs} ms.`);
}
