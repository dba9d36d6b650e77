import type { Db } from '../db/types/db.ts';

/** Makes due now what waits because a step failed: its changes were postponed, or its stream was. */
export async function wakeFailed(
  db: Pick<Db, 'streams' | 'changes'>,
  store: string,
  now: Date,
): Promise<void> {
  const streams = await db.streams.list(store);
  const failed = streams.filter(({ error, nextRunAt }) => error !== null && nextRunAt !== null);
  await Promise.all([
    db.changes.hasten(store, now),
    ...failed.map(({ name }) => db.streams.wake(store, name, now)),
  ]);
}
