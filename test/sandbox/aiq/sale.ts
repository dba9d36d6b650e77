/** A line of `visit_details_attributes`; a negative quantity is a refund (docs.alpineiq.com, Transactions). */
export interface SaleItem {
  sku?: string;
  name?: string;
  brand?: string;
  category?: string;
  price?: number;
  quantity: number;
  discount?: number;
}

/** A transaction as `createUpdateSale` takes it, after its checks. */
export interface SalePayload {
  member?: Record<string, unknown>;
  visit: {
    pos_id: string;
    pos_user?: string;
    pos_type?: string;
    /** `YYYY-MM-DD HH:MM:SS +0000` */
    transaction_date: string;
    transaction_total: number;
    location?: string;
    visit_details_attributes: SaleItem[];
  };
}

/** One accepted request for a sale, kept for the tests that judge the sender. */
export interface SaleWrite {
  /** Order of arrival over all accounts and endpoints. */
  order: number;
  /** Milliseconds since 1970 of the acceptance. */
  at: number;
  endpoint: string;
  /** First 16 hex digits of the SHA-256 of the record as JSON. */
  payloadHash: string;
  payload: SalePayload;
}

/** A sale as the tests and the page see it. */
export interface SaleView {
  pos_id: string;
  pos_user: string;
  /** `null` for a sale without a persona. */
  contactID: string | null;
  total: number;
  /** ISO 8601. */
  transactionDate: string;
  location: string;
  isRefund: boolean;
  points: number;
  /** Accepted requests for this `pos_id`. */
  writes: number;
  payloadHash: string;
  /** False while the accepted write is not yet visible in AIQ. */
  visible: boolean;
  /** The payload that AIQ shows; absent when only counts are kept. */
  payload?: SalePayload;
}

/** Unix seconds of `YYYY-MM-DD HH:MM:SS +0000`, or `null` when it is anything else. */
export function parseTransactionDate(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0000$/.exec(text);
  if (!match) return null;
  const iso = `${match[1]}T${match[2]}`;
  const ms = Date.parse(`${iso}Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(iso) ? ms / 1000 : null;
}

export function isRefund(payload: SalePayload): boolean {
  return payload.visit.visit_details_attributes.some((item) => item.quantity < 0);
}
