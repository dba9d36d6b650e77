import type { RequestHandler } from 'express';

/*
 * What the parts of simulated BigCommerce know of each other: the data and REST API on one side, login, hooks and
 * control panel on the other.
 */

/** Milliseconds since 1970 of the simulated world, and its timers; a factor lets days pass in seconds. */
export interface SandboxClock {
  now(): number;
  after(ms: number, run: () => void): { cancel(): void };
}

/** Something happened in a store that hooks may want to hear of. `data` is that of the webhook's payload. */
export interface StoreEvent {
  /** Such as `store/order/created`. */
  scope: string;
  data: Record<string, unknown>;
}

/** A token that simulated BigCommerce has given out and that is still good. */
export interface GrantedToken {
  clientId: string;
  storeHash: string;
  scopes: readonly string[];
}

/** Tokens in force; login writes, the API reads. */
export interface Tokens {
  find(token: string): GrantedToken | undefined;
}

export interface OrderLineInput {
  productId: number;
  quantity: number;
}

export interface PlaceOrderInput {
  /** 0 is a guest. A random known customer by default. */
  customerId?: number;
  /** 11 (Awaiting Fulfillment) by default. */
  statusId?: number;
  channelId?: number;
  /** One to three random products by default. */
  lines?: readonly OrderLineInput[];
  billing?: { firstName?: string; lastName?: string; email?: string; phone?: string };
  /** Milliseconds since 1970; now by default. */
  createdAt?: number;
}

/** What a shopper or merchant does in a store. Each changes `date_modified` and fires the events of the real platform. */
export interface StoreActions {
  /** @returns the new order's id */
  placeOrder(input?: PlaceOrderInput): number;
  setOrderStatus(orderId: number, statusId: number): void;
  /** Changes the quantity of one line, or another field that leads to new totals. */
  editOrder(orderId: number, change: { lineId: number; quantity: number }): void;
  archiveOrder(orderId: number): void;
  /**
   * Refunds the whole order, single pieces of lines, shipping, or an amount of the order.
   * @returns the refund's id; throws on more than is left
   */
  refund(
    orderId: number,
    what:
      | { full: true }
      | { items: readonly { lineId: number; quantity: number }[] }
      | { shipping: string }
      | { amount: string },
  ): number;
  createCustomer(input: {
    email: string;
    firstName: string;
    lastName: string;
    phone?: string;
    channelId?: number;
  }): number;
  updateCustomer(
    id: number,
    patch: { email?: string; firstName?: string; lastName?: string; phone?: string; birthday?: string },
  ): void;
  deleteCustomer(id: number): void;
  updateProduct(
    id: number,
    patch: { name?: string; price?: string; stock?: number; isVisible?: boolean },
  ): void;
  createProduct(input: { name: string; sku: string; price: string }): number;
  deleteProduct(id: number): void;
  /** @returns the new address's id */
  addAddress(
    customerId: number,
    place: {
      street1: string;
      city: string;
      state: string;
      zip: string;
      country?: string;
      countryIso2?: string;
    },
  ): number;
  /** Somebody ticks the newsletter, or unticks it. @returns the subscriber's id */
  setNewsletter(email: string, isWanted: boolean): number;
  createChannel(name: string): number;
  /** Restores the data as they were generated. */
  reset(): void;
}

/** One simulated store: generated from a seed, changed by actions and by the API. */
export interface SimulatedStore {
  readonly hash: string;
  readonly actions: StoreActions;
  onEvent(listener: (event: StoreEvent) => void): void;
  /** Everything that was changed, as JSON, and back; for continuing a demo on the next day. */
  snapshot(): unknown;
  restore(snapshot: unknown): void;
}

/**
 * Guards the endpoints of the API: token, scope, quota with its headers, faults. Used for the REST API and for the
 * hooks' endpoints alike.
 * @param scopes any of which is enough; none means the default scope, which every token has
 */
export type RequireScope = (...scopes: string[]) => RequestHandler;
