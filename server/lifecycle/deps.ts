import type { BigcommerceClient, Lane } from '../bigcommerce/types.ts';
import type { Oauth } from '../bigcommerce/oauth.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/types/db.ts';
import type { StoreRow } from '../db/types/stores.ts';
import type { Logger } from '../log.ts';
import type { SyncEngine, SyncOperations } from '../sync/types.ts';

export interface LifecycleDeps {
  db: Pick<Db, 'stores' | 'users' | 'claims' | 'audit' | 'problems' | 'leases'>;
  clock: Clock;
  log: Logger;
  appUrl: string;
  bigcommerce: { clientId: string; clientSecret: string; loginUrl: string };
  sealer: {
    seal(store: string, field: string, plain: string): string;
    open(store: string, field: string, sealed: string): string;
  };
  oauth: Oauth;
  /** Scopes that the app needs and that were not granted. */
  listMissingScopes: (granted: readonly string[]) => string[];
  bigcommerceFor: (
    store: StoreRow,
    lane: Lane,
  ) => Pick<BigcommerceClient, 'getStore' | 'listAppExtensions' | 'createAppExtension'>;
  /** Creates and repairs the store's webhooks. */
  superviseHooks: (store: StoreRow, hookSecret: string) => Promise<{ repaired: string[] }>;
  /** A single-use code that opens the panel. */
  issueCode: (input: { store: string; userId: number; generation: number; route: string }) => Promise<string>;
  engine: Pick<SyncEngine, 'halt'>;
  operations: Pick<SyncOperations, 'resume'>;
  /** How long an installation waits for the store's details and webhooks before it goes on without them. */
  preparationMs?: number;
}

/** Where the browser goes to open the panel: the code stands in the fragment, which no server or referrer sees. */
export function panelAddress(appUrl: string, code: string, route: string): string {
  return `${appUrl}/#${new URLSearchParams({ code, route }).toString()}`;
}
