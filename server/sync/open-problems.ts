import type { ProblemCode } from '../../shared/sync.ts';
import type { Db } from '../db/types/db.ts';

/** The open problems of a store, known so that what is not there need not be resolved by a write. */
export interface OpenProblems {
  raise(code: ProblemCode, key?: string, params?: Record<string, string | number>): Promise<void>;
  /** Resolves one, or with null all of the code; costs nothing when none is open. */
  resolve(code: ProblemCode, key?: string | null): Promise<void>;
  keys(code: ProblemCode): string[];
}

export async function readOpenProblems(
  db: Pick<Db, 'problems'>,
  store: string,
  now: () => Date,
): Promise<OpenProblems> {
  const open = new Map<ProblemCode, Set<string>>();
  function keysOf(code: ProblemCode): Set<string> {
    const known = open.get(code) ?? new Set<string>();
    open.set(code, known);
    return known;
  }
  for (const { code, key } of await db.problems.listOpen(store)) keysOf(code).add(key);

  return {
    async raise(code, key = '', params = {}) {
      await db.problems.raise(store, code, key, params, now());
      keysOf(code).add(key);
    },
    async resolve(code, key = null) {
      const known = keysOf(code);
      if (key === null ? known.size === 0 : !known.has(key)) return;
      await db.problems.resolve(store, code, key, now());
      if (key === null) known.clear();
      else known.delete(key);
    },
    keys: (code) => [...keysOf(code)],
  };
}
