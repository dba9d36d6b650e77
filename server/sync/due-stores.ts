import type { StoreRow } from '../db/types/stores.ts';
import type { SyncDeps } from './types.ts';
import { readGate } from './gate.ts';
import { isResting, restFor, type Rest } from './rest.ts';
import { isHistory } from './streams/history.ts';

export interface DueWork {
  /** Nothing but history waits: whoever has no place for it need not take the store's lease. */
  onlyHistory: boolean;
}

export interface FoundWork extends DueWork {
  /** When the merchant last did something about failures, in milliseconds. */
  remediedAt: number | null;
}

interface Due extends DueWork {
  /** Before "Send the rest" nothing else of a store may be worked on. */
  trial: boolean;
}

/** Finds the stores that have something to do and may be worked on. */
export interface DueStores {
  /** By store hash, longest waiting first. @throws what the database throws */
  find(): Promise<Map<string, FoundWork>>;
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
  const closed = new Map<string, Rest>();
  /** Looks are short until this is over, and the next one is wide; null while none is wanted. */
  let untilWide: Rest | null = null;
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

  /** Looks short, or wide where short looks have not shown all for a while. */
  async function look(now: Date): Promise<Map<string, Due>> {
    const wide = untilWide !== null && !isResting(untilWide, now.getTime());
    const { due, full } = await listDue(now, wide ? mostDue : usuallyDue);
    // The next look but a few is a wide one, for as long as there are many.
    if (wide) untilWide = due.size > usuallyDue ? restFor(wideEveryMs, now.getTime()) : null;
    else if (full) untilWide ??= restFor(0, now.getTime());
    if (!full) for (const store of closed.keys()) if (!due.has(store)) closed.delete(store);
    return due;
  }

  /** Those whose row is read now, in the order of their first mention; the others stay for the looks that follow. */
  function takeTurn(due: ReadonlyMap<string, Due>, now: Date): Map<string, Due> {
    // What was just read of a store counts.
    const asked = [...new Map([...due, ...unread, ...due])].filter(
      ([store]) => !isResting(closed.get(store), now.getTime()),
    );
    // Those that were open when last looked at come first.
    const inOrder = [
      ...asked.filter(([store]) => !closed.has(store)),
      ...asked.filter(([store]) => closed.has(store)),
    ];
    unread = new Map(inOrder.slice(mostRead));
    return new Map(inOrder.slice(0, mostRead));
  }

  /** Keeps those that may be worked on, and leaves the others alone for a while. */
  function sift(
    inTurn: ReadonlyMap<string, Due>,
    rows: readonly StoreRow[],
    now: Date,
  ): Map<string, FoundWork> {
    const byHash = new Map<string, StoreRow>(rows.map((row) => [row.hash, row]));
    const found = new Map<string, FoundWork>();
    for (const [store, { onlyHistory, trial }] of inTurn) {
      const row = byHash.get(store) ?? null;
      const gate = readGate(row);
      if (gate.open && (gate.lanes === 'all' || trial)) {
        closed.delete(store);
        found.set(store, { onlyHistory, remediedAt: row?.remediedAt?.getTime() ?? null });
      } else closed.set(store, restFor(gate.open ? awaitedForMs : closedForMs, now.getTime()));
    }
    return found;
  }

  return {
    async find() {
      const now = clock.now();
      const inTurn = takeTurn(await look(now), now);
      return sift(inTurn, await db.stores.getMany([...inTurn.keys()]), now);
    },
    forget: (store) => closed.delete(store),
  };
}
