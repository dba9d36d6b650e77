import type { StreamName } from '../../../shared/sync.ts';

/** Reads what was there before the app: may take hours, so that instances share it. */
export function isHistory(stream: StreamName): boolean {
  return stream === 'backfill-orders' || stream === 'backfill-customers';
}
