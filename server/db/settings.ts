import { isDeepStrictEqual } from 'node:util';
import mongoose, { type Connection } from 'mongoose';
import type { z } from 'zod';
import { defaultOptions, optionsSchema, storeMappingSchema, type Options } from '../../shared/settings.ts';
import type { Logger } from '../log.ts';
import { defineModel, withoutId } from './define-model.ts';
import { isDuplicateKey } from './duplicate-key.ts';
import type { SettingsRepository, SettingsRow, UnappliedSettings } from './types/settings.ts';

type StoredSettings = Omit<SettingsRow, 'options' | 'mapping' | 'unapplied'> & {
  options: unknown;
  mapping: unknown;
  /** Rows of older versions lack it, or have one row of options or null in it. */
  unapplied?: { options: unknown; mapping: boolean };
};

const { Mixed } = mongoose.Schema.Types;
const emptyMapping: SettingsRow['mapping'] = { channels: {}, locations: {}, fallback: null };

export function defineSettings(connection: Connection) {
  return defineModel<StoredSettings>(
    connection,
    'settings',
    {
      store: String,
      version: Number,
      options: Mixed,
      mapping: Mixed,
      syncContactsSince: Date,
      unapplied: Mixed,
      updatedAt: Date,
      updatedBy: Number,
    },
    [{ name: 'settings_store', key: { store: 1 }, unique: true }],
  );
}

export function createSettings(model: ReturnType<typeof defineSettings>, log: Logger): SettingsRepository {
  function parse(row: StoredSettings): SettingsRow {
    const onUnreadable = (field: string) =>
      log.warn({ store: row.store, field }, 'a saved setting cannot be read; its default applies');
    return {
      ...row,
      options: readFields(optionsSchema, row.options, defaultOptions, onUnreadable),
      mapping: readFields(storeMappingSchema, row.mapping, emptyMapping, onUnreadable),
      unapplied: {
        options: [row.unapplied?.options ?? []]
          .flat()
          .map((options) => readFields(optionsSchema, options, defaultOptions, onUnreadable)),
        mapping: row.unapplied?.mapping ?? false,
      },
    };
  }

  async function get(store: string): Promise<SettingsRow> {
    const row = await model.findOne({ store }, withoutId).lean<StoredSettings>();
    return row ? parse(row) : defaultSettings(store);
  }

  return {
    get,
    async save(store, changes, expectedVersion, by, now) {
      const before = await get(store);
      if (before.version !== expectedVersion) return null;
      const unapplied: UnappliedSettings = {
        options: changes.options
          ? addMissing(before.unapplied.options, before.options)
          : before.unapplied.options,
        mapping: changes.mapping !== undefined || before.unapplied.mapping,
      };
      const written = { ...changes, unapplied, updatedAt: now, updatedBy: by };
      if (expectedVersion === 0) {
        const row = { ...defaultSettings(store), ...written, version: 1 };
        try {
          await model.collection.insertOne({ ...row });
          return row;
        } catch (error) {
          if (isDuplicateKey(error)) return null;
          throw error;
        }
      }
      const row = await model
        .findOneAndUpdate(
          { store, version: expectedVersion },
          { $set: written, $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .select(withoutId)
        .lean<StoredSettings>();
      return row && parse(row);
    },
    async markApplied(store, part, version) {
      const followed = part === 'options' ? { 'unapplied.options': [] } : { 'unapplied.mapping': false };
      await model.updateOne({ store, version }, { $set: followed });
    },
  };
}

function defaultSettings(store: string): SettingsRow {
  return {
    store,
    version: 0,
    options: defaultOptions,
    mapping: emptyMapping,
    syncContactsSince: null,
    unapplied: { options: [], mapping: false },
    updatedAt: new Date(0),
    updatedBy: null,
  };
}

/** Each once, however often they are changed to and fro. */
function addMissing(followed: readonly Options[], options: Options): Options[] {
  return [...followed.filter((other) => !isDeepStrictEqual(other, options)), options];
}

/**
 * Field by field, so that a row of another version is still read: a field that came later gets its default, one that
 * is gone is left out, and one whose limits have changed does not take the others with it.
 */
function readFields<Row extends Record<string, unknown>>(
  schema: { shape: Record<keyof Row, z.ZodType> },
  stored: unknown,
  defaults: Row,
  onUnreadable: (field: string) => void,
): Row {
  const values: Record<string, unknown> = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const row: Record<string, unknown> = { ...defaults };
  for (const [field, fieldSchema] of Object.entries<z.ZodType>(schema.shape)) {
    if (!(field in values)) continue;
    const read = fieldSchema.safeParse(values[field]);
    if (read.success) row[field] = read.data;
    else onUnreadable(field);
  }
  // Each field was just parsed by the schema of this very field, or is the default of it.
  return row as Row;
}
