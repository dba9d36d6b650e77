import type { StreamName } from '../../shared/sync.ts';
import { createCatalogueNames, type CatalogueNames } from './catalogue-names.ts';
import { createRejectionWatch, type RejectionWatch } from './rejection-watch.ts';
import { largestBulk, type BulkSize } from './send-records.ts';

/**
 * What an instance remembers of a store between two runs. Only for speed and courtesy: losing it costs a few calls,
 * never correctness.
 */
export interface StoreMemory {
  watch: RejectionWatch;
  bulkSize: BulkSize;
  catalogue: CatalogueNames;
  /** Failures in a row. */
  failures: Map<StreamName, number>;
  /** Nothing is tried before this instant (milliseconds since 1970). */
  pausedUntil: number;
  /** Live changes are left to gather before this instant (monotonic milliseconds). */
  gatheringUntil: number;
}

export function createStoreMemory(): StoreMemory {
  return {
    watch: createRejectionWatch(),
    bulkSize: { value: largestBulk, ceiling: largestBulk },
    catalogue: createCatalogueNames(),
    failures: new Map(),
    pausedUntil: 0,
    gatheringUntil: 0,
  };
}
