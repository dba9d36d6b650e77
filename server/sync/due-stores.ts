import type { SyncDeps } from './types.ts';
import { readGate } from './gate.ts';

/** Finds the stores that have something to do and may be worked on. */
export interface DueStores {
  /** Longest waiting first. @throws what the database throws */
  find(): Promise<string[]>;
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

/**
 * Closed stores keep what is due, so they are always among the longest waiting. They are told apart by one read of
 * their rows for all, and then left alone for a while: thousands of them keep no open store waiting.
 */
export function createDueStores(deps: Pick<SyncDeps, 'db' | 'clock'>): DueStores {
  const { db, clock } = deps;
  const closedUntil = new Map<string, number>();
  let wideAt = 0;
  /** What the last wide look named and no look has come to yet: without it, those at the end would wait for many. */
  let unread: string[] = [];

  async function listDue(now: Date, limit: number): Promise<{ stores: string[]; full: boolean }> {
    const lists = await Promise.all([
      db.changes.listStoresDue(now, limit),
      db.streams.listStoresDue(now, limit),
    ]);
    return { stores: [...new Set(lists.flat())], full: lists.some(({ length }) => length >= limit) };
  }

  function forgetAllBut(due: ReadonlySet<string>): void {
    for (const store of closedUntil.keys()) if (!due.has(store)) closedUntil.delete(store);
  }

  return {
    async find() {
      const now = clock.now();
      const wide = wideAt > 0 && now.getTime() - wideAt >= wideEveryMs;
      const { stores, full } = await listDue(now, wide ? mostDue : usuallyDue);
      // The next look but a few is a wide one, for as long as there are many.
      if (wide) wideAt = stores.length > usuallyDue ? now.getTime() : 0;
      else if (full && wideAt === 0) wideAt = now.getTime() - wideEveryMs;
      if (!full) forgetAllBut(new Set(stores));
      const asked = [...new Set([...stores, ...unread])].filter(
        (store) => (closedUntil.get(store) ?? 0) <= now.getTime(),
      );
      // Those that were open when last looked at come first.
      const inOrder = [
        ...asked.filter((store) => !closedUntil.has(store)),
        ...asked.filter((store) => closedUntil.has(store)),
      ];
      const inTurn = inOrder.slice(0, mostRead);
      unread = inOrder.slice(mostRead);
      const open = new Set<string>();
      for (const row of await db.stores.getMany(inTurn)) if (readGate(row).open) open.add(row.hash);
      for (const store of inTurn) {
        if (open.has(store)) closedUntil.delete(store);
        else closedUntil.set(store, now.getTime() + closedForMs);
      }
      return inTurn.filter((store) => open.has(store));
    },
    forget: (store) => closedUntil.delete(store),
  };
}
