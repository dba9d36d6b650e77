import type { SyncDeps } from '../types.ts';

/** What the operations are given: the sync's own dependencies and a way to wake its engine. */
export interface OperationsDeps extends SyncDeps {
  /** Works this store as soon as possible. */
  nudge(store: string): void;
  /** Calls a second that AIQ is asked for at most; for estimates only. */
  aiqCallsPerSecond?: number;
}
