import type {
  AttributeDefinition,
  Customer,
  Metafield,
  Order,
  PlainRecord,
  Product,
  Subscriber,
} from './model.ts';
import type { Channel } from './profile.ts';
import { resetState, type NextIds, type StoreState } from './state.ts';

/** Everything that was changed in a store, as JSON. Its seed, size and start are the store's own. */
export interface StoreSnapshot {
  format: 1;
  hash: string;
  next: NextIds;
  orders: [number, Order | null][];
  customers: [number, Customer | null][];
  products: [number, Product | null][];
  subscribers: [number, Subscriber | null][];
  channels: Channel[];
  attributes: AttributeDefinition[];
  metafields: Metafield[];
  /** A snapshot of an older sandbox has none. */
  records?: PlainRecord[];
}

export function saveState(state: StoreState): StoreSnapshot {
  return structuredClone({
    format: 1,
    hash: state.world.hash,
    next: state.next,
    orders: state.orders.changes.save(),
    customers: state.customers.changes.save(),
    products: state.products.save(),
    subscribers: state.subscribers.save(),
    channels: [...state.channels.values()],
    attributes: [...state.attributes.values()],
    metafields: [...state.metafields.values()],
    records: [...state.records.values()],
  });
}

/** Throws on what is no snapshot of this store. */
export function restoreState(state: StoreState, json: unknown): void {
  const saved = structuredClone(parseSnapshot(json));
  if (saved.hash !== state.world.hash) throw new Error('the snapshot is of another store');
  resetState(state);
  state.next = { ...state.next, ...saved.next };
  state.orders.changes.restore(saved.orders);
  state.customers.changes.restore(saved.customers);
  state.products.restore(saved.products);
  state.subscribers.restore(saved.subscribers);
  for (const [, order] of saved.orders) {
    for (const refund of order?.refunds ?? []) state.refundOrders.set(refund.id, refund.orderId);
  }
  fill(state.channels, saved.channels);
  fill(state.attributes, saved.attributes);
  fill(state.metafields, saved.metafields);
  fill(state.records, saved.records ?? []);
}

function fill<T extends { id: number }>(map: Map<number, T>, list: readonly T[]): void {
  map.clear();
  for (const item of list) map.set(item.id, item);
}

function parseSnapshot(json: unknown): StoreSnapshot {
  const isSnapshot = typeof json === 'object' && json !== null && 'format' in json && json.format === 1;
  if (!isSnapshot) throw new Error('not a snapshot of a store');
  // The sandbox wrote it; the format number stands for its shape.
  return json as StoreSnapshot;
}
