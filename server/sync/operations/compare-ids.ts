import type { Db } from '../../db/types/db.ts';

export const dayMs = 24 * 60 * 60_000;
/** What is younger is still on its way by webhook and sweep: it is not looked for yet. */
export const settledAfterMs = 10 * 60_000;
/** What was created within so many days is compared each time. */
export const recentDays = 14;

/** Those of the ids that no record names, in their order. */
export async function withoutRecord(
  db: Pick<Db, 'records'>,
  store: string,
  kind: 'order' | 'customer',
  ids: readonly string[],
): Promise<string[]> {
  const known = await db.records.getMany(
    store,
    ids.map((id) => ({ kind, id })),
  );
  const named = new Set(known.map(({ id }) => id));
  return ids.filter((id) => !named.has(id));
}
