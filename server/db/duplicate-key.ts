import mongoose from 'mongoose';

const DUPLICATE_KEY = 11_000;

/** True when a single write met a unique index. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

/**
 * Positions of the writes of an unordered bulk that met a unique index.
 * @throws the error itself when it is of another kind, or when any write failed for another reason
 */
export function duplicatesOf(error: unknown): number[] {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
  const { writeErrors } = error;
  const failures: readonly mongoose.mongo.WriteError[] = Array.isArray(writeErrors)
    ? writeErrors
    : [writeErrors];
  const others = failures.some((failure) => failure.code !== DUPLICATE_KEY);
  // Without majority nothing may be called durable, whatever else went wrong.
  if (failures.length === 0 || others || error.result.getWriteConcernError() !== undefined) throw error;
  return failures.map((failure) => failure.index);
}
