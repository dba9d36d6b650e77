/** Answers of BigCommerce after parsing: money is decimal strings, instants are Dates, ids are numbers. */

export interface BcAddress {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  countryIso2: string;
}

export interface BcOrderLine {
  id: number;
  productId: number;
  variantId: number | null;
  name: string;
  sku: string;
  brand: string;
  /** `physical`, `digital` or `giftcertificate`; others may come. */
  type: string;
  quantity: number;
  priceExTax: string;
  priceIncTax: string;
  totalExTax: string;
  totalIncTax: string;
  /** What the shopper really paid for the line after all discounts, tax included; null when absent. */
  discountedTotalIncTax: string | null;
  totalTax: string;
  /** Discounts of this line, order-level ones included. */
  appliedDiscounts: { id: string; amount: string; target: string }[];
}

export interface BcOrder {
  id: number;
  customerId: number;
  statusId: number;
  channelId: number;
  createdAt: Date;
  modifiedAt: Date;
  isDeleted: boolean;
  /** Transactional currency: what the shopper paid in. */
  currency: string;
  taxInclusive: boolean;
  subtotalExTax: string;
  subtotalIncTax: string;
  totalExTax: string;
  totalIncTax: string;
  paymentStatus: string;
  itemsTotal: number;
  billing: BcAddress;
  lines: BcOrderLine[];
  /** Lines that a later page holds are missing; see `itemsTotal`. */
  linesComplete: boolean;
  /** Location of the first pickup consignment. */
  pickupLocationId: number | null;
  /** Set when the order could not be parsed; then only `id`, `createdAt` and `modifiedAt` are to be trusted. */
  unreadable: string | null;
}

export interface BcRefundItem {
  /** `PRODUCT`, `GIFT_WRAPPING`, `SHIPPING`, `HANDLING`, `ORDER`, `FEE`, `TAX`. */
  type: string;
  /** Order-product id, order-address id or order id, depending on the type. */
  itemId: number;
  quantity: number;
  /** Tax included; null where BigCommerce leaves it to the reader, as it does for pieces of a line. */
  requestedAmount: string | null;
}

export interface BcRefund {
  id: number;
  orderId: number;
  createdAt: Date;
  /** What really went back to the shopper: tax included, without payments that were declined. */
  totalAmount: string;
  totalTax: string;
  /** None when all of it was declined. */
  items: BcRefundItem[];
  /** Set when it could not be parsed; then only `id` is to be trusted, and `orderId` unless it is 0. */
  unreadable: string | null;
}

export interface BcCustomer {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  phone: string;
  createdAt: Date;
  modifiedAt: Date;
  originChannelId: number | null;
  /** Only with `formFields`. */
  formFields: { name: string; value: string }[];
  /** First stored address's country; empty without addresses. */
  countryIso2: string;
  /** Set when the customer could not be parsed; then only `id` and the dates are to be trusted. */
  unreadable: string | null;
}

export interface BcProduct {
  id: number;
  name: string;
  sku: string;
  brandId: number | null;
  categoryIds: number[];
  price: string;
  isVisible: boolean;
  inventoryTracking: 'none' | 'product' | 'variant';
  inventoryLevel: number;
  imageUrl: string;
  urlPath: string;
  modifiedAt: Date;
  /** Set when the product could not be parsed; then only `id` and `modifiedAt` are to be trusted. */
  unreadable: string | null;
}

export interface BcChannel {
  id: number;
  name: string;
  type: string;
  status: string;
}

export interface BcLocation {
  id: number;
  label: string;
  enabled: boolean;
}

export interface BcOrderStatus {
  id: number;
  name: string;
  label: string;
}

export interface BcHook {
  id: number;
  scope: string;
  destination: string;
  isActive: boolean;
  headers: Record<string, string>;
}

export interface BcStoreInformation {
  name: string;
  domain: string;
  controlPanelUrl: string;
  countryCode: string;
  currency: string;
  timezone: string;
  taxInclusive: boolean;
}

export interface OrderFilter {
  minId?: number;
  maxId?: number;
  minCreated?: Date;
  maxCreated?: Date;
  minModified?: Date;
  maxModified?: Date;
  channelId?: number;
  statusId?: number;
  sort: 'id:asc' | 'id:desc' | 'date_modified:asc' | 'date_created:desc';
  page?: number;
  /** At most 250. */
  limit: number;
}

export interface OrderCountFilter {
  minCreated?: Date;
  maxCreated?: Date;
  channelId?: number;
}

/**
 * BigCommerce of one store. Every method throws `UpstreamError`; an error never looks like an empty list.
 * Calls are counted, throttled by the store's quota headers and, where safe, retried below this interface.
 * `lane` decides how much of the quota the call may use.
 */
export type AppExtensionModel = 'ORDERS' | 'CUSTOMERS';

/** An entry of the Action menu on the control panel's pages. */
export interface NewAppExtension {
  context: 'PANEL' | 'LINK';
  model: AppExtensionModel;
  /** Page of the app, with `${id}` for the id of the order or customer. */
  url: string;
  label: { defaultValue: string; locales: { value: string; localeCode: string }[] };
}

export interface BigcommerceClient {
  listAppExtensions(): Promise<{ id: string; url: string; model: string }[]>;
  /** @returns its id */
  createAppExtension(input: NewAppExtension): Promise<string>;
  getStore(): Promise<BcStoreInformation>;
  /** One page; an empty array past the end (204). Line items included in the same call. */
  listOrders(filter: OrderFilter): Promise<BcOrder[]>;
  /** The same page without line items, which costs BigCommerce far less; every order of it is `unreadable`. */
  listOrdersWithoutLines(filter: OrderFilter): Promise<BcOrder[]>;
  /** Null on 404. Falls back to `/products` pages when the include was cut. */
  getOrder(id: number): Promise<BcOrder | null>;
  /** Completes an order whose `linesComplete` is false. */
  completeLines(order: BcOrder): Promise<BcOrder>;
  countOrders(filter: OrderCountFilter): Promise<number>;
  /** All refunds of the orders, in as few calls as possible. */
  listRefunds(orderIds: number[]): Promise<BcRefund[]>;
  /** One page of the refunds of all orders that were made at or after an instant, in the order of BigCommerce's list. */
  listRefundsCreated(filter: {
    minCreated: Date;
    page: number;
    limit: number;
  }): Promise<{ refunds: BcRefund[]; hasMore: boolean }>;
  /** One page by cursor (all customers), newest first where BigCommerce allows it. */
  listCustomers(page: {
    after: string | null;
    limit: number;
    formFields: boolean;
  }): Promise<{ customers: BcCustomer[]; after: string | null }>;
  listCustomersModified(filter: {
    minModified: Date;
    page: number;
    limit: number;
    formFields: boolean;
  }): Promise<{ customers: BcCustomer[]; hasMore: boolean }>;
  listCustomersById(ids: number[], formFields: boolean): Promise<BcCustomer[]>;
  findCustomerByEmail(email: string): Promise<BcCustomer | null>;
  findCustomerByPhone(phone: string): Promise<BcCustomer | null>;
  createCustomer(input: {
    email: string;
    firstName: string;
    lastName: string;
    phone: string;
  }): Promise<BcCustomer>;
  countCustomers(): Promise<number>;
  /** Ids alone, by time of creation, oldest first. Both bounds are inclusive. */
  listCustomerIds(filter: {
    minCreated?: Date;
    maxCreated: Date;
    page: number;
  }): Promise<{ ids: number[]; pages: number }>;
  listProducts(filter: {
    ids?: number[];
    minId?: number;
    limit: number;
    page: number;
  }): Promise<{ products: BcProduct[]; hasMore: boolean }>;
  listBrands(): Promise<Map<number, string>>;
  listCategories(): Promise<Map<number, string>>;
  listChannels(): Promise<BcChannel[]>;
  listLocations(): Promise<BcLocation[]>;
  listOrderStatuses(): Promise<BcOrderStatus[]>;
  listFormFieldNames(): Promise<string[]>;
  listHooks(): Promise<BcHook[]>;
  createHook(hook: { scope: string; destination: string; headers: Record<string, string> }): Promise<BcHook>;
  updateHook(
    id: number,
    changes: { isActive?: boolean; destination?: string; headers?: Record<string, string> },
  ): Promise<BcHook>;
  deleteHook(id: number): Promise<void>;
  /** Requests left in the running quota window as last told, for the panel. */
  quota(): { quota: number; left: number; windowMs: number } | null;
}

/** Which lane a client's calls belong to: history may use only its share of the quota. */
export type Lane = 'live' | 'sweep' | 'backfill' | 'panel';
