import type { GrantedToken } from '../contract.ts';
import type { GeneratedStore } from '../data/store.ts';
import type { StoreState } from '../data/state.ts';
import type { Answer } from './answer.ts';
import type { Query } from './query.ts';
import type { BigcommerceSwitches } from './switches.ts';

/** An authorised request on its way to a handler. */
export interface ApiCall {
  store: GeneratedStore;
  state: StoreState;
  token: GrantedToken;
  switches: BigcommerceSwitches;
  /** Path parameters; ids are checked before. */
  params: Record<string, string>;
  query: Query;
  body: unknown;
  /** Such as `http://127.0.0.1:4000/stores/abc`, for links in answers. */
  storeUrl: string;
  /** Milliseconds since 1970. */
  now: number;
  /** What this reader sees is as old as this; undefined for the newest state. */
  asOf: number | undefined;
  /** This answer fails, as `failWith` says. */
  spoil(): void;
  /** Notes a careless call for the oracle. */
  careless(what: string): void;
}

export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Such as `/v2/orders/:order_id`; parameters are numbers, but for `:uuid`. */
  path: string;
  /** Any of these is enough; none means the default scope. */
  scopes: readonly string[];
  /** Query parameters that are documented. */
  query: readonly string[];
  /** The documented values of those that have a few; lists may hold several of them. */
  choices?: Readonly<Record<string, readonly string[]>>;
  /** Requests at once that are allowed to this endpoint of a store. */
  atOnce?: number;
  /** Gives the answer, or throws `ApiRefusal`. */
  handle(call: ApiCall): Answer;
}

export const scopes = {
  information: ['store_v2_information_read_only', 'store_v2_information'],
  customers: ['store_v2_customers_read_only', 'store_v2_customers'],
  customersWrite: ['store_v2_customers'],
  orders: ['store_v2_orders_read_only', 'store_v2_orders'],
  ordersWrite: ['store_v2_orders'],
  transactions: ['store_v2_transactions_read_only', 'store_v2_transactions'],
  refunds: [
    'store_v2_orders_read_only',
    'store_v2_orders',
    'store_v2_transactions_read_only',
    'store_v2_transactions',
  ],
  refundsWrite: ['store_v2_orders', 'store_v2_transactions'],
  products: ['store_v2_products_read_only', 'store_v2_products'],
  productsWrite: ['store_v2_products'],
  inventory: ['store_inventory_read_only', 'store_inventory'],
  inventoryWrite: ['store_inventory'],
  locations: ['store_locations_read_only', 'store_locations'],
  channels: ['store_channel_settings_read_only', 'store_channel_settings'],
  channelsWrite: ['store_channel_settings'],
  listings: ['store_channel_listings_read_only', 'store_channel_listings'],
  listingsWrite: ['store_channel_listings'],
  sites: ['store_sites_read_only', 'store_sites'],
  content: ['store_v2_content_read_only', 'store_v2_content'],
  contentWrite: ['store_v2_content'],
} as const;
