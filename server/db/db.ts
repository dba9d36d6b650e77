import mongoose, { type Connection } from 'mongoose';
import type { Logger } from '../log.ts';
import { createAudit, defineAudit } from './audit.ts';
import { createChanges, defineChanges } from './changes.ts';
import { createClaims, defineClaims } from './claims.ts';
import { createConsents, defineConsents } from './consents.ts';
import { createDaily, defineDaily } from './daily.ts';
import { createLeases, defineLeases } from './leases.ts';
import { createProblems, defineProblems } from './problems.ts';
import { purgeStore } from './purge-store.ts';
import { createRecords, defineRecords } from './records.ts';
import { createSettings, defineSettings } from './settings.ts';
import { createStores, defineStores } from './stores.ts';
import { createStreams, defineStreams } from './streams.ts';
import type { Db } from './types/db.ts';
import { createUsers, defineUsers } from './users.ts';
import { answeredWithin } from './answered-within.ts';

const PING_WITHIN_MS = 5_000;

/** A caller of ours is a webhook that must hear 503 while BigCommerce still listens. */
const connectionOptions: mongoose.ConnectOptions = {
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
  sanitizeFilter: true,
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 30_000,
  maxPoolSize: 30,
  // Every write: what was acknowledged must survive a change of primary.
  writeConcern: { w: 'majority', wtimeoutMS: 10_000 },
};

/**
 * Connects, and creates the indexes that are missing; several instances may do so at once.
 * @param options.uri names the database too
 * @throws mongoose's and MongoDB's errors, within about five seconds when no server can be reached
 */
export async function createDb(options: { uri: string; log: Logger }): Promise<Db> {
  const connection = mongoose.createConnection(options.uri, connectionOptions);
  try {
    await connection.asPromise();
    const models = defineModels(connection);
    await Promise.all(Object.values(models).map((model) => model.createIndexes()));
    logConnection(connection, options.log);
    return buildDb(connection, models, options.log);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

type Models = ReturnType<typeof defineModels>;

function defineModels(connection: Connection) {
  return {
    stores: defineStores(connection),
    users: defineUsers(connection),
    settings: defineSettings(connection),
    changes: defineChanges(connection),
    records: defineRecords(connection),
    streams: defineStreams(connection),
    leases: defineLeases(connection),
    problems: defineProblems(connection),
    audit: defineAudit(connection),
    consents: defineConsents(connection),
    daily: defineDaily(connection),
    claims: defineClaims(connection),
  };
}

function buildDb(connection: Connection, models: Models, log: Logger): Db {
  const { purgeExpired, ...claims } = createClaims(models.claims);
  const leases = createLeases(connection, models.leases);
  // Stores keep a tombstone, leases their tokens, consents the phones; and claims belong to no store.
  const { stores, consents, leases: leaseRows, claims: _claims, ...ofStores } = models;
  const purged = Object.values(ofStores).map((model) => model.collection.collectionName);

  return {
    stores: createStores(connection, stores),
    users: createUsers(models.users),
    settings: createSettings(models.settings, log),
    changes: createChanges(connection, models.changes),
    records: createRecords(connection, models.records, leases),
    streams: createStreams(connection, models.streams, leases),
    leases,
    problems: createProblems(connection, models.problems),
    audit: createAudit(models.audit),
    consents: createConsents(consents),
    daily: createDaily(models.daily),
    claims,
    async ping() {
      await answeredWithin(PING_WITHIN_MS, connection.getClient().db().command({ ping: 1 }));
    },
    purgeStore: (store) => purgeStore(connection, { stores, consents, leases: leaseRows, purged }, store),
    purgeExpired,
    close: () => connection.close(),
  };
}

function logConnection(connection: Connection, log: Logger): void {
  connection.on('disconnected', () => log.warn('the database cannot be reached'));
  connection.on('reconnected', () => log.info('the database is back'));
}
