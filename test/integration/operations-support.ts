import { defaultOptions, type Options, type StoreMapping } from '../../shared/settings.ts';
import type {
  BcOrder,
  BigcommerceClient,
  OrderCountFilter,
  OrderFilter,
} from '../../server/bigcommerce/types.ts';
import { createDb } from '../../server/db/db.ts';
import type { Db } from '../../server/db/types/db.ts';
import type { RecordWrite } from '../../server/db/types/records.ts';
import type { StoreRow } from '../../server/db/types/stores.ts';
import type { StreamRow } from '../../server/db/types/streams.ts';
import { createLog } from '../../server/log.ts';
import { buildOrder } from '../../server/sync/mapping/fixtures.ts';
import { newRecord } from '../../server/sync/new-record.ts';
import { createSyncOperations } from '../../server/sync/operations/operations.ts';
import type { SyncOperations } from '../../server/sync/types.ts';
import { UpstreamError } from '../../server/upstream/errors.ts';
import { testDatabaseUri } from '../support/test-database.ts';

/** What BigCommerce holds, and how it was asked. */
export interface ScriptedBigcommerce {
  orders: BcOrder[];
  customers: { id: number; createdAt: Date }[];
  down: boolean;
  calls: { countOrders: OrderCountFilter[]; listOrders: OrderFilter[]; listCustomerIds: number[] };
}

export interface Bench {
  db: Db;
  operations: SyncOperations;
  bigcommerce: ScriptedBigcommerce;
  /** Stores that were nudged, in order. */
  nudged: string[];
  /** What time it is. */
  time: { now: Date };
  /** A store of New York that is installed, and where wanted at work. */
  installStore(hash: string, setup?: Partial<StoreRow['setup']>): Promise<StoreRow>;
  /** A store at work whose streams have all run; of all history where the setup says nothing else. */
  runningStore(hash: string, setup?: Partial<StoreRow['setup']>): Promise<StoreRow>;
  saveSettings(store: string, changes: { options?: Partial<Options>; mapping?: StoreMapping }): Promise<void>;
  writeRecords(store: string, ...rows: Partial<RecordWrite>[]): Promise<void>;
  /** Sets streams to done, as if they had run. */
  finish(store: string, ...names: StreamRow['name'][]): Promise<void>;
  stream(store: string, name: StreamRow['name']): Promise<StreamRow | null>;
  /** `kind id` of every noted change. */
  changes(store: string): Promise<string[]>;
  /** `code key` of every open problem. */
  problems(store: string): Promise<string[]>;
  close(): Promise<void>;
}

/** The setup of a store whose history starts with the year 2026 in New York. */
export const since2026: Partial<StoreRow['setup']> = {
  history: { from: 'date', date: '2026-01-01' },
  historyStart: new Date('2026-01-01T05:00:00Z'),
};

export async function openBench(): Promise<Bench> {
  const log = createLog('silent');
  const db = await createDb({ uri: testDatabaseUri(), log });
  const time = { now: new Date('2026-06-01T12:00:00Z') };
  const nudged: string[] = [];
  const bigcommerce: ScriptedBigcommerce = {
    orders: [],
    customers: [],
    down: false,
    calls: { countOrders: [], listOrders: [], listCustomerIds: [] },
  };
  const operations = createSyncOperations({
    db,
    log,
    clock: { now: () => time.now },
    hasher: { email: (value) => `email ${value}`.padEnd(40), phone: (value) => `phone ${value}`.padEnd(40) },
    bigcommerceFor: () => toClient(bigcommerce),
    aiqFor: () => null,
    storeConcurrency: 1,
    instance: 'bench',
    crashPoint: () => undefined,
    nudge: (store) => nudged.push(store),
  });

  async function underLease<T>(store: string, work: (fence: number) => Promise<T>): Promise<T> {
    const lease = await db.leases.acquire(store, 'bench', 10_000);
    if (lease === null) throw new Error('The lease is taken.');
    const result = await work(lease.token);
    await db.leases.release(lease);
    return result;
  }

  const bench: Bench = {
    db,
    operations,
    bigcommerce,
    nudged,
    time,
    async installStore(hash, setup = {}) {
      await db.stores.install({
        hash,
        tokenSealed: 'sealed',
        scopes: [],
        owner: null,
        hookSecretSealed: 'sealed',
        now: time.now,
      });
      await db.stores.setProfile(hash, {
        name: 'Shop',
        domain: 'shop.example',
        countryCode: 'US',
        currency: 'USD',
        timezone: 'America/New_York',
        controlPanelUrl: 'https://shop.example/manage',
        taxInclusive: false,
      });
      return db.stores.updateSetup(hash, setup);
    },
    async runningStore(hash, setup = {}) {
      const store = await bench.installStore(hash, {
        history: { from: 'everything' },
        historyStart: null,
        ...setup,
      });
      await operations.startSync(store);
      await bench.finish(hash, 'backfill-orders', 'backfill-customers', 'sweep-orders', 'sweep-customers');
      return (await db.stores.get(hash)) ?? store;
    },
    async saveSettings(store, { options, mapping }) {
      const current = await db.settings.get(store);
      const changes = {
        ...(options === undefined ? {} : { options: { ...defaultOptions, ...options } }),
        ...(mapping === undefined ? {} : { mapping }),
      };
      await db.settings.save(store, changes, current.version, 5, time.now);
    },
    async writeRecords(store, ...rows) {
      await underLease(store, (fence) => db.records.writeMany(store, rows.map(buildRecord), fence, time.now));
    },
    async finish(store, ...names) {
      await underLease(store, async (fence) => {
        for (const name of names) {
          await db.streams.checkpoint(
            store,
            name,
            { status: 'done', cursor: { at: 1 }, nextRunAt: null },
            { read: 1 },
            fence,
            time.now,
          );
        }
      });
    },
    stream: (store, name) => db.streams.get(store, name),
    async changes(store) {
      const rows = await db.changes.listDue(store, new Date(time.now.getTime() + 3600_000), 10_000);
      return rows.map(({ kind, id }) => `${kind} ${id}`).sort();
    },
    async problems(store) {
      return (await db.problems.listOpen(store)).map(({ code, key }) => `${code} ${key}`).sort();
    },
    close: () => db.close(),
  };
  return bench;
}

export function buildRecord(overrides: Partial<RecordWrite> = {}): RecordWrite {
  return newRecord({
    kind: 'order',
    id: '1',
    state: 'sent',
    reason: 'accepted',
    createdAt: new Date('2026-05-01T00:00:00Z'),
    sourceAt: new Date('2026-05-01T00:00:00Z'),
    channelId: 1,
    ...overrides,
  });
}

/** Customers of the time before those that are looked at each night, ids ascending with time. */
export function buildCustomers(count: number): ScriptedBigcommerce['customers'] {
  const from = Date.parse('2026-01-01T00:00:00Z');
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    createdAt: new Date(from + index * 60_000),
  }));
}

/** Orders of different customers, ids ascending with time. */
export function buildOrders(count: number, from: Date, stepMs: number): BcOrder[] {
  return Array.from({ length: count }, (_, index) =>
    buildOrder({
      id: index + 1,
      customerId: index + 1,
      createdAt: new Date(from.getTime() + index * stepMs),
    }),
  );
}

function toClient(script: ScriptedBigcommerce): BigcommerceClient {
  function ask(): void {
    if (script.down)
      throw new UpstreamError({
        service: 'bigcommerce',
        failure: 'unavailable',
        message: 'BigCommerce is down.',
        method: 'GET',
        path: '/v2/orders',
      });
  }
  const client: Partial<BigcommerceClient> = {
    quota: () => null,
    async countCustomers() {
      await Promise.resolve();
      ask();
      return script.customers.length;
    },
    async listCustomerIds({ minCreated, maxCreated, page }) {
      await Promise.resolve();
      ask();
      script.calls.listCustomerIds.push(page);
      const found = script.customers.filter(
        ({ createdAt }) => (minCreated === undefined || createdAt >= minCreated) && createdAt <= maxCreated,
      );
      return {
        ids: found.slice((page - 1) * 250, page * 250).map(({ id }) => id),
        pages: Math.ceil(found.length / 250),
      };
    },
    async countOrders(filter) {
      await Promise.resolve();
      ask();
      script.calls.countOrders.push(filter);
      return select(script.orders, filter).length;
    },
    async listOrders(filter) {
      await Promise.resolve();
      ask();
      script.calls.listOrders.push(filter);
      const { sort, page = 1, limit } = filter;
      const found = select(script.orders, filter).sort((a, b) =>
        sort === 'id:asc' ? a.id - b.id : b.id - a.id,
      );
      return found.slice((page - 1) * limit, page * limit);
    },
    listOrdersWithoutLines: (filter) => toClient(script).listOrders(filter),
  };
  // The operations call nothing else of the client; anything else would fail loudly.
  return client as BigcommerceClient;
}

function select(orders: readonly BcOrder[], filter: OrderCountFilter & Partial<OrderFilter>): BcOrder[] {
  const { minCreated, maxCreated, minId, maxId, channelId } = filter;
  return orders.filter((order) => {
    const { id, createdAt } = order;
    return (
      !order.isDeleted &&
      (channelId === undefined || order.channelId === channelId) &&
      (minCreated === undefined || createdAt >= minCreated) &&
      (maxCreated === undefined || createdAt <= maxCreated) &&
      (minId === undefined || id >= minId) &&
      (maxId === undefined || id <= maxId)
    );
  });
}
