export interface Lease {
  store: string;
  owner: string;
  /** Fencing token: grows with every acquisition. */
  token: number;
}

export interface LeaseRepository {
  /**
   * One conditional write by the database server's clock; null while another owner holds it. An owner that holds it
   * already gets it anew, with a new token.
   */
  acquire(store: string, owner: string, ttlMs: number): Promise<Lease | null>;
  /** False when it was lost. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Ends whoever holds it (uninstall). */
  revoke(store: string): Promise<void>;
}
