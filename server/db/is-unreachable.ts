import mongoose from 'mongoose';

const { MongoNetworkError, MongoServerSelectionError } = mongoose.mongo;

/** True when no server of the database could be asked: it may pass by itself, and nobody has to change anything. */
export function isDatabaseUnreachable(error: unknown): boolean {
  return error instanceof MongoNetworkError || error instanceof MongoServerSelectionError;
}
