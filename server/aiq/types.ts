/** What we send to AIQ; names follow AIQ's own payloads (reference, sections 3 and 4). */

export interface AiqPersona {
  /** Id of the person in the source system. */
  srcID: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  /** Ten digits. */
  mobilePhone?: string;
  /** `YYYY-MM-DD`; AIQ's own field name is not documented, see the client. */
  birthdate?: string;
}

/** Decimal amounts as strings; they become JSON numbers with the same digits when sent. */
export interface AiqSaleLine {
  sku: string;
  name: string;
  brand: string;
  category: string;
  price: string;
  quantity: number;
  discount: string;
}

export interface AiqSale {
  member?: { email?: string; mobilePhone?: string; firstName?: string; lastName?: string };
  posId: string;
  posUser: string;
  posType: 'Online' | 'In-Store';
  transactionDate: Date;
  transactionTotal: string;
  location: string;
  lines: AiqSaleLine[];
}

export interface AiqInventoryItem {
  sku: string;
  productId: string;
  name: string;
  brand: string;
  category: string;
  price: string;
  quantity: number;
  imageUrl: string;
  url: string;
  active: boolean;
}

export interface AiqPersonaFound {
  contactId: string;
  srcId: string | null;
  firstName: string;
  lastName: string;
  email: string;
  mobilePhone: string;
  /** Source slug or name; `AIQ Loyalty` for a sign-up form. */
  source: string;
  insertedAt: Date;
}

/**
 * AIQ of one merchant's account. Every method throws `UpstreamError`; success is 2xx *and* `success: true`.
 * Single calls for a few records, bulk for many; the caller decides.
 */
export interface AiqClient {
  /** Checks key and UID and gives the account's retail stores (`GET /api/v1.1/stores/{uid}`). */
  listStores(): Promise<{ id: number; name: string }[]>;
  upsertSale(sale: AiqSale): Promise<void>;
  upsertSales(sales: AiqSale[]): Promise<void>;
  upsertPersona(persona: AiqPersona): Promise<void>;
  upsertPersonas(personas: AiqPersona[]): Promise<void>;
  /** `POST /api/v2/loyalty` with `loyalty: true`, without SMS opt-in and without any text message. */
  enrol(persona: AiqPersona & { favoriteStore?: string }): Promise<{ contactId: string }>;
  /** One double opt-in request; never a forced opt-in. */
  requestDoubleOptIn(mobilePhone: string): Promise<void>;
  /** At most 100 items. */
  upsertInventory(items: AiqInventoryItem[]): Promise<void>;
  /** Newest sign-ups first, one page. */
  listPersonas(page: {
    start: number;
    limit: number;
  }): Promise<{ personas: AiqPersonaFound[]; total: number }>;
}
