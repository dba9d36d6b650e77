import type { SandboxClock, StoreEvent } from '../contract.ts';
import { buildCustomer } from './base-customer.ts';
import { buildOrder } from './base-order.ts';
import { buildProducts, firstProductId } from './base-product.ts';
import { findOne, type Listed } from './listing.ts';
import type {
  AttributeDefinition,
  Customer,
  Metafield,
  Order,
  PlainRecord,
  Product,
  Subscriber,
} from './model.ts';
import { buildChannels, coinOf, type Channel, type StoreProfile } from './profile.ts';
import { Draws, hashFor } from './random.ts';
import { Versions } from './versions.ts';
import {
  attributeDefinitions,
  createWorld,
  firstCustomerId,
  firstOrderId,
  type StoreSize,
  type World,
} from './world.ts';

/** Numbers for new things, by kind. */
export interface NextIds {
  order: number;
  customer: number;
  product: number;
  refund: number;
  address: number;
  subscriber: number;
  metafield: number;
  attribute: number;
  attributeValue: number;
  shipment: number;
  record: number;
}

/** All data of one store: what was generated, and what was changed since. */
export interface StoreState {
  readonly world: World;
  readonly clock: SandboxClock;
  readonly orders: Listed<Order>;
  readonly customers: Listed<Customer>;
  readonly products: Versions<Product>;
  readonly subscribers: Versions<Subscriber>;
  readonly channels: Map<number, Channel>;
  readonly attributes: Map<number, AttributeDefinition>;
  readonly metafields: Map<number, Metafield>;
  readonly records: Map<number, PlainRecord>;
  /** Orders of refunds that were made after the store was generated. */
  readonly refundOrders: Map<number, number>;
  next: NextIds;
  draws: Draws;
  emit(event: StoreEvent): void;
  listen(listener: (event: StoreEvent) => void): void;
}

export function createState(input: {
  hash: string;
  seed: number;
  clock: SandboxClock;
  size: StoreSize;
  profile: StoreProfile;
}): StoreState {
  const { hash, seed, clock, size, profile } = input;
  const now = clock.now();
  const products = buildProducts({
    seed,
    count: size.products,
    createdAt: now - 730 * 24 * 3600 * 1000,
    coin: coinOf(profile),
  });
  const world = createWorld({ hash, seed, profile, size, now }, products);
  const listeners = new Set<(event: StoreEvent) => void>();
  const state: StoreState = {
    world,
    clock,
    orders: {
      count: size.orders,
      firstId: firstOrderId,
      times: world.orderTimes,
      changes: new Versions<Order>(),
      build: (id) => buildOrder(world, id),
      idOf: (order) => order.id,
      createdAt: (order) => order.createdAt,
      modifiedAt: (order) => order.modifiedAt,
    },
    customers: {
      count: size.customers,
      firstId: firstCustomerId,
      times: world.customerTimes,
      changes: new Versions<Customer>(),
      build: (id) => buildCustomer(world, id),
      idOf: (customer) => customer.id,
      createdAt: (customer) => customer.createdAt,
      modifiedAt: (customer) => customer.modifiedAt,
    },
    products: new Versions<Product>(),
    subscribers: new Versions<Subscriber>(),
    channels: new Map(),
    attributes: new Map(),
    metafields: new Map(),
    records: new Map(),
    refundOrders: new Map(),
    next: firstIds(world),
    draws: new Draws(0),
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    listen: (listener) => void listeners.add(listener),
  };
  resetState(state);
  return state;
}

/** Back to the data as they were generated. */
export function resetState(state: StoreState): void {
  const { world } = state;
  for (const versions of [state.orders.changes, state.customers.changes, state.products, state.subscribers]) {
    versions.clear();
  }
  state.channels.clear();
  for (const channel of buildChannels(world.profile.name, world.startedAt)) {
    state.channels.set(channel.id, channel);
  }
  state.attributes.clear();
  for (const definition of attributeDefinitions) state.attributes.set(definition.id, { ...definition });
  state.metafields.clear();
  state.records.clear();
  state.refundOrders.clear();
  state.next = firstIds(world);
  state.draws = new Draws(hashFor(world.seed, 'actions', 0));
}

function firstIds(world: World): NextIds {
  const { orders, customers, products } = world.size;
  return {
    order: firstOrderId + orders,
    customer: firstCustomerId + customers,
    product: firstProductId + products + world.deletedProducts.length,
    refund: orders + 1,
    address: (firstCustomerId + customers) * 20,
    subscriber: customers + 1,
    metafield: 1,
    attribute: 10,
    attributeValue: (firstCustomerId + customers) * 10,
    shipment: firstOrderId + orders,
    record: 1,
  };
}

export function findOrder(state: StoreState, id: number, asOf?: number): Order | undefined {
  return findOne(state.orders, id, asOf);
}

export function findCustomer(state: StoreState, id: number, asOf?: number): Customer | undefined {
  return findOne(state.customers, id, asOf);
}

export function findProduct(state: StoreState, id: number, asOf?: number): Product | undefined {
  const changed = state.products.get(id, asOf);
  if (changed !== undefined) return changed ?? undefined;
  return state.world.products[id - (state.world.products[0]?.id ?? 0)];
}

/** The whole catalogue by number; small enough to look through. */
export function listProducts(state: StoreState, asOf?: number): Product[] {
  const changed = new Map(state.products.entries(asOf));
  const living = state.world.products.filter(({ id }) => !changed.has(id));
  for (const product of changed.values()) if (product) living.push(product);
  return living.sort((a, b) => a.id - b.id);
}

/** Every second customer takes the newsletter; the subscriber has the customer's number. */
export function generatedSubscriber(state: StoreState, id: number): Subscriber | undefined {
  const { world } = state;
  if (id % 2 !== 0 || id < firstCustomerId || id >= firstCustomerId + world.size.customers) return undefined;
  const customer = buildCustomer(world, id);
  return {
    id,
    email: customer.email,
    firstName: customer.firstName,
    lastName: customer.lastName,
    source: 'storefront',
    orderId: null,
    channelId: customer.originChannelId,
    consents: id % 4 === 0 ? ['marketing_newsletter'] : [],
    createdAt: customer.createdAt,
    modifiedAt: customer.createdAt,
  };
}

export function findSubscriber(state: StoreState, id: number, asOf?: number): Subscriber | undefined {
  const changed = state.subscribers.get(id, asOf);
  return changed === undefined ? generatedSubscriber(state, id) : (changed ?? undefined);
}
