import type { Setup } from '../../db/types/stores.ts';

/** Whether the streams of history were not started for the choice that applies: something ended in between. */
export function isHistoryToFollow({ startedAt, historySavedAt, historyFollowed }: Setup): boolean {
  return startedAt !== null && historySavedAt?.getTime() !== historyFollowed?.getTime();
}
