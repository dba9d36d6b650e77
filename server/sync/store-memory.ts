import type { StreamName } from '../../shared/sync.ts';
import { createCatalogueNames, type CatalogueNames } from './catalogue-names.ts';
import type { Rest } from './rest.ts';
import { createRejectionWatch, type RejectionWatch } from './rejection-watch.ts';
import { largestBulk, type BulkSize } from './send-records.ts';

/** The most that BigCommerce gives in one call. */
export const largestHistoryPage = 250;

/**
 * What an instance remembers of a store between two runs. Only for speed and courtesy: losing it costs a few calls,
 * never correctness.
 */
export interface StoreMemory {
  watch: RejectionWatch;
  bulkSize: BulkSize;
  catalogue: CatalogueNames;
  /** Orders of history that are asked for at once. */
  historyPage: number;
  /** Failures in a row. */
  failures: Map<StreamName, number>;
  /** Nothing is tried meanwhile. */
  rest: Rest | null;
  /** The store's `remediedAt` that was heeded last, in milliseconds. */
  remediedAt: number | null;
  /** Live changes are left to gather before this instant (monotonic milliseconds). */
  gatheringUntil: number;
}

export function createStoreMemory(): StoreMemory {
  return {
    watch: createRejectionWatch(),
    bulkSize: { value: largestBulk, ceiling: largestBulk },
    catalogue: createCatalogueNames(),
    historyPage: largestHistoryPage,
    failures: new Map(),
    rest: null,
    remediedAt: null,
    gatheringUntil: 0,
  };
}
