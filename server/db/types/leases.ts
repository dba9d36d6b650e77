import type { RecordWrite } from './records.ts';

/** An entity on its way to AIQ: what its record says of it, whatever becomes of the call. */
export type SendingEntity = Pick<
  RecordWrite,
  'kind' | 'id' | 'createdAt' | 'sourceAt' | 'parentId' | 'channelId' | 'customerId' | 'receivedAt'
>;

/** Entities that began to be sent at the same time. */
export interface SendingBatch {
  since: Date;
  entities: SendingEntity[];
}

/** What a holder was sending when it was last heard of; whether it got to write the records is not known. */
export interface Unsettled {
  /** Fencing token of that holder. */
  token: number;
  batches: SendingBatch[];
}

export interface Lease {
  store: string;
  owner: string;
  /** Fencing token: grows with every acquisition. */
  token: number;
  /** Left by a holder that ended in the middle of sending. */
  unsettled: Unsettled | null;
}

export interface LeaseRepository {
  /**
   * One conditional write by the database server's clock; null while another owner holds it. An owner that holds it
   * already gets it anew, with a new token.
   */
  acquire(store: string, owner: string, ttlMs: number): Promise<Lease | null>;
  /** False when it was lost. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  /** Notes, in place of what was noted before, what is about to be sent. False when the lease was lost. */
  noteSending(lease: Lease, batches: SendingBatch[]): Promise<boolean>;
  /** @param settled all that was noted has its record, so that the note goes; by default it stays for whoever is next */
  release(lease: Lease, settled?: boolean): Promise<void>;
  /** Ends whoever holds it (uninstall). */
  revoke(store: string): Promise<void>;
}
