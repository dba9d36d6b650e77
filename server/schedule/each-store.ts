import type { StoreRow } from '../db/types/stores.ts';
import type { Logger } from '../log.ts';

/**
 * Works through stores a few at a time, as they come from the database, so that memory stays flat with any number of
 * stores. A store that fails is logged and the others go on.
 */
export async function eachStore(input: {
  stores: AsyncIterable<StoreRow>;
  /** Whether there is anything to do for a store; the others cost nothing. */
  due: (store: StoreRow) => boolean;
  work: (store: StoreRow) => Promise<unknown>;
  atOnce: number;
  signal: AbortSignal;
  log: Logger;
  job: string;
}): Promise<void> {
  const { signal, log, job } = input;
  const underWay = new Set<Promise<void>>();
  for await (const store of input.stores) {
    if (signal.aborted) break;
    if (!input.due(store)) continue;
    const work = workOn(store).finally(() => underWay.delete(work));
    underWay.add(work);
    if (underWay.size >= input.atOnce) await Promise.race(underWay);
  }
  await Promise.all(underWay);

  async function workOn(store: StoreRow): Promise<void> {
    try {
      await input.work(store);
    } catch (error) {
      if (!signal.aborted)
        log.warn({ store: store.hash, job, err: error }, 'scheduled work on a store failed');
    }
  }
}
