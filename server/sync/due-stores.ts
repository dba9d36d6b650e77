import type { SyncDeps } from './types.ts';
import { readGate } from './gate.ts';
import { isHistory } from './streams/history.ts';

export interface DueWork {
  /** Nothing but history waits: whoever has no place for it need not take the store's lease. */
  onlyHistory: boolean;
}

interface Due extends DueWork {
  /** Before "Send the rest" nothing else of a store may be worked on. */
  trial: boolean;
}

/** Finds the stores that have something to do and may be worked on. */
export interface DueStores {
  /** By store hash, longest waiting first. @throws what the database throws */
  find(): Promise<Map<string, DueWork>>;
  /** Something has happened to this store: whether it may be worked on is asked anew. */
  forget(store: string): void;
}

/** Asked for at first; more are due only when many stores are closed. */
const usuallyDue = 1_000;
const mostDue = 100_000;
/** Listing all that is due of many thousand stores takes the database some time: it is not done at every look. */
const wideEveryMs = 3_000;
/** Rows of stores that are read in one look. */
const mostRead = 1_000;
/** A store that is frozen, refused or not linked is asked for again after this, unless somebody nudges it before. */
const closedForMs = 30_000;
/** One whose merchant looks at the trial and may press "Send the rest" on an instance that does not work. */
const awaitedForMs = 5_000;

/**
 * Closed stores keep what is due, so they are always among the longest waiting. They are told apart by one read of
 * their rows for all, and then left alone for a while: thousands of them keep no open store waiting.
 */
export function createDueStores(deps: Pick<SyncDeps, 'db' | 'clock'>): DueStores {
  const { db, clock } = deps;
  const closedUntil = new Map<string, number>();
  let wideAt = 0;
  /** What the last wide look named and no look has come to yet: without it, those at the end would wait for many. */
  let unread = new Map<string, Due>();

  async function listDue(now: Date, limit: number): Promise<{ due: Map<string, Due>; full: boolean }> {
    const [changed, streams] = await Promise.all([
      db.changes.listStoresDue(now, limit),
      db.streams.listStoresDue(now, limit),
    ]);
    const due = new Map<string, Due>(changed.map((store) => [store, { onlyHistory: false, trial: false }]));
    for (const { store, streams: names } of streams) {
      const onlyHistory = !due.has(store) && names.every(isHistory);
      due.set(store, { onlyHistory, trial: names.includes('trial') });
    }
    return { due, full: changed.length >= limit || streams.length >= limit };
  }

  function forgetAllBut(due: ReadonlyMap<string, DueWork>): void {
    for (const store of closedUntil.keys()) if (!due.has(store)) closedUntil.delete(store);
  }

  return {
    async find() {
      const now = clock.now();
      const wide = wideAt > 0 && now.getTime() - wideAt >= wideEveryMs;
      const { due, full } = await listDue(now, wide ? mostDue : usuallyDue);
      // The next look but a few is a wide one, for as long as there are many.
      if (wide) wideAt = due.size > usuallyDue ? now.getTime() : 0;
      else if (full && wideAt === 0) wideAt = now.getTime() - wideEveryMs;
      if (!full) forgetAllBut(due);
      // What was just read of a store counts; the order is that of the first mention.
      const asked = [...new Map([...due, ...unread, ...due])].filter(
        ([store]) => (closedUntil.get(store) ?? 0) <= now.getTime(),
      );
      // Those that were open when last looked at come first.
      const inOrder = [
        ...asked.filter(([store]) => !closedUntil.has(store)),
        ...asked.filter(([store]) => closedUntil.has(store)),
      ];
      const inTurn = new Map(inOrder.slice(0, mostRead));
      unread = new Map(inOrder.slice(mostRead));
      const open = new Set<string>();
      const awaited = new Set<string>();
      for (const row of await db.stores.getMany([...inTurn.keys()])) {
        const gate = readGate(row);
        if (!gate.open) continue;
        const mayWork = gate.lanes === 'all' || inTurn.get(row.hash)?.trial === true;
        (mayWork ? open : awaited).add(row.hash);
      }
      for (const store of inTurn.keys()) {
        if (open.has(store)) continue;
        closedUntil.set(store, now.getTime() + (awaited.has(store) ? awaitedForMs : closedForMs));
        inTurn.delete(store);
      }
      for (const store of open) closedUntil.delete(store);
      return inTurn;
    },
    forget: (store) => closedUntil.delete(store),
  };
}
