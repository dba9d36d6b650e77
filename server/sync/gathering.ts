/** More than forty changes a second make the pauses, and so the bites, grow. */
const msPerChange = 25;
const longestMs = 1_500;

/**
 * How long a store's live changes are left to gather after some of them were worked on. A store of which little changes
 * is worked on at once; a flood is worked on in large, rare bites, each of which costs hardly more than a small one, so
 * that it leaves the processor, the database and the quota to others.
 * @param changes worked on just now
 * @returns milliseconds
 */
export function gatheringMs(changes: number): number {
  return Math.min(longestMs, changes * msPerChange);
}
