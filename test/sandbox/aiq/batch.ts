import { AiqRefusal } from './envelope.ts';
import type { AiqCall } from './gate.ts';
import { findPoison } from './poison.ts';

/** Turns a record of a request into what AIQ stores, or throws `AiqRefusal` with one message per problem. */
export type RecordCheck<T> = (record: unknown) => T;

/** The record of a single call. */
export function readSingle<T>(call: AiqCall, check: RecordCheck<T>): T {
  const record = check(call.body);
  if (findPoison(call.body, call.switches.poison)) throw new AiqRefusal(400, 'could not process record');
  return record;
}

/**
 * The good records of a bulk call and the answer's `data`. What AIQ does with a bad record among good ones is
 * not documented, so `bulkFailure` decides.
 */
export function readBatch<T>(call: AiqCall, check: RecordCheck<T>): { records: T[]; data: unknown } {
  const { body, switches } = call;
  if (!Array.isArray(body)) throw new AiqRefusal(400, 'an array is expected');
  if (switches.maxArray !== null && body.length > switches.maxArray) {
    throw new AiqRefusal(switches.maxArrayStatus, `at most ${switches.maxArray} records are accepted`);
  }
  const records: T[] = [];
  const rejected: { index: number; message: string }[] = [];
  for (const [index, item] of body.entries()) {
    try {
      records.push(readSingle({ ...call, body: item }, check));
    } catch (error) {
      if (!(error instanceof AiqRefusal)) throw error;
      rejected.push({ index, message: error.messages.join('; ') });
    }
  }
  if (rejected.length === 0) return { records, data: { accepted: records.length } };
  if (switches.bulkFailure === 'whole-batch') {
    const details = rejected.map(({ index, message }) => `record ${index}: ${message}`);
    throw new AiqRefusal(400, ...(switches.bulkErrorNamesRecord ? details : []));
  }
  if (switches.bulkFailure === 'silent') return { records, data: { accepted: body.length } };
  return { records, data: { accepted: records.length, rejected } };
}

/** Collects problems of a record, so that an answer can name all of them. */
export class Problems {
  private readonly messages: string[] = [];

  check(isFine: boolean, message: string): void {
    if (!isFine) this.messages.push(message);
  }

  /** @throws AiqRefusal 400 when there was any problem. */
  refuseAny(): void {
    if (this.messages.length > 0) throw new AiqRefusal(400, ...this.messages);
  }
}
