import { setImmediate as letOthersRun } from 'node:timers/promises';

/** A few milliseconds of work. */
const inARow = 25;

/** Maps a page, letting other work of this process have its turn in between: another store's change need not wait. */
export async function mapInTurns<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    if (results.length > 0 && results.length % inARow === 0) await letOthersRun();
    results.push(map(item));
  }
  return results;
}
