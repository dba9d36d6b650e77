import { Schema, type Connection, type IndexDefinition, type Model, type SchemaDefinition } from 'mongoose';

export interface NamedIndex {
  /** A changed index needs a new name: MongoDB refuses another definition under a name that it knows. */
  name: string;
  key: IndexDefinition;
  unique?: true;
  partialFilterExpression?: Record<string, unknown>;
  expireAfterSeconds?: number;
}

/** The database's own key, which rows do not have. */
export const withoutId = { _id: 0 } as const;

/**
 * A mongoose model on a connection of its own: nothing is registered globally, nothing is created before
 * `createIndexes`, and a field that the schema does not know is an error rather than dropped.
 */
export function defineModel<Row>(
  connection: Connection,
  name: string,
  fields: SchemaDefinition,
  indexes: readonly NamedIndex[],
): Model<Row> {
  const schema = new Schema(fields, {
    strict: 'throw',
    strictQuery: 'throw',
    versionKey: false,
    minimize: false,
  });
  for (const { key, ...options } of indexes) schema.index(key, options);
  // The schema says at run time what the row type says at compile time; mongoose infers a looser type from it.
  return connection.model(name, schema, name) as unknown as Model<Row>;
}
