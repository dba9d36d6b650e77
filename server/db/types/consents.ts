/**
 * One double opt-in request per phone and store, for ever: also after the store was purged or the shopper erased. The
 * phone only as a keyed HMAC.
 */
export interface ConsentRow {
  store: string;
  phoneHash: string;
  /** Whose request it was and which order brought it about; null once that was forgotten. */
  customerId: string | null;
  orderId: string | null;
  state: 'requesting' | 'requested' | 'refused';
  requestedAt: Date;
  wording: string;
}

export interface ConsentRepository {
  /** Claims the one request for this phone; false when it was claimed before. */
  claim(row: ConsentRow): Promise<boolean>;
  settle(store: string, phoneHash: string, state: 'requested' | 'refused'): Promise<void>;
  /** Gives a claim back whose call was surely not carried out; only while it is not settled. */
  release(claim: Pick<ConsentRow, 'store' | 'phoneHash' | 'requestedAt'>): Promise<void>;
  /** Claims whose call never settled (crash in between). */
  listUnsettled(store: string, before: Date): Promise<ConsentRow[]>;
  /** Forgets whose requests those of the shoppers were; their phones are still never asked again. */
  forgetShoppers(store: string, customerIds: readonly string[]): Promise<void>;
  count(store: string): Promise<number>;
}
