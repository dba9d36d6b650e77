import type { AiqClient } from '../aiq/types.ts';
import type { BigcommerceClient, Lane } from '../bigcommerce/types.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/types/db.ts';
import type { StoreRow } from '../db/types/stores.ts';
import type { UserRow } from '../db/types/users.ts';
import type { ActiveSession, RequestSession, Sessions } from '../http/session.ts';
import type { Logger } from '../log.ts';
import type { Hasher, SyncEngine, SyncOperations } from '../sync/types.ts';

/** What the panel's routes are given. */
export interface PanelDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  sessions: Sessions<StoreRow, UserRow>;
  sealer: { seal(store: string, field: 'aiq-key', plain: string): string };
  hasher: Hasher;
  operations: SyncOperations;
  engine: Pick<SyncEngine, 'nudge' | 'halt'>;
  /** Both open sealed secrets and throw `SecretUnreadableError` when they cannot. */
  bigcommerceFor(store: StoreRow, lane: Lane, signal?: AbortSignal): BigcommerceClient;
  /** The server is about to end; what goes on without an end stops. */
  stopping: () => boolean;
  /** Null when the store is not linked. */
  aiqFor(store: StoreRow, signal?: AbortSignal): AiqClient | null;
  /** For credentials that are not saved yet. */
  aiqForCredentials(credentials: {
    uid: string;
    key: string;
    store: string;
    signal?: AbortSignal;
  }): AiqClient;
}

export type PanelRequestSession = RequestSession<StoreRow, UserRow>;
export type PanelSession = ActiveSession<StoreRow, UserRow>;

/** How long somebody in front of the panel waits for BigCommerce or AIQ. */
export function panelPatience(): AbortSignal {
  return AbortSignal.timeout(25_000);
}
