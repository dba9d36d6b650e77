import type { AttributeDefinition, Product } from './model.ts';
import { OrderRows } from './order-rows.ts';
import { coinOf, type StoreProfile } from './profile.ts';
import { Timeline } from './timeline.ts';

export interface StoreSize {
  customers: number;
  orders: number;
  products: number;
}

export const demoSize: Readonly<StoreSize> = { customers: 320, orders: 2_400, products: 60 };

/** Everything from which a store's first state is computed; nothing in it ever changes. */
export interface World {
  hash: string;
  seed: number;
  profile: StoreProfile;
  /** Ten-thousandths in the smallest coin. */
  coin: number;
  size: StoreSize;
  orderTimes: Timeline;
  customerTimes: Timeline;
  rows: OrderRows;
  /** Customers between one order's and the next one's; reaches everybody. */
  customerStride: number;
  products: readonly Product[];
  /** Products that orders name and that are gone. */
  deletedProducts: readonly Product[];
  startedAt: number;
}

export const firstOrderId = 100;
export const firstCustomerId = 1;

const day = 24 * 3600 * 1000;
/** Eighteen months. */
const history = 548 * day;

export function createWorld(
  input: { hash: string; seed: number; profile: StoreProfile; size: StoreSize; now: number },
  products: { living: readonly Product[]; deleted: readonly Product[] },
): World {
  const { hash, seed, profile, size, now } = input;
  return {
    hash,
    seed,
    profile,
    coin: coinOf(profile),
    size,
    orderTimes: new Timeline({ seed, kind: 'order', count: size.orders, start: now - history, end: now }),
    // Customers are older than orders: each is there before the history ends, and most before it begins.
    customerTimes: new Timeline({
      seed,
      kind: 'customer',
      count: size.customers,
      start: now - 2 * history,
      end: now - day,
    }),
    rows: new OrderRows(seed),
    customerStride: strideOver(size.customers),
    products: products.living,
    deletedProducts: products.deleted,
    startedAt: now - 2 * history,
  };
}

export const attributeDefinitions: readonly AttributeDefinition[] = [
  {
    id: 1,
    name: 'Membership number',
    type: 'string',
    createdAt: Date.UTC(2024, 1, 5),
    modifiedAt: Date.UTC(2024, 1, 5),
  },
  {
    id: 2,
    name: 'Visits',
    type: 'number',
    createdAt: Date.UTC(2024, 1, 6),
    modifiedAt: Date.UTC(2024, 1, 6),
  },
];

function strideOver(customers: number): number {
  for (let stride = Math.floor(customers * 0.38) + 1; ; stride += 1) {
    if (greatestCommonDivisor(stride, Math.max(1, customers)) === 1) return stride;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
