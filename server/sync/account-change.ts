import type { StreamName } from '../../shared/sync.ts';
import { LeaseLostError } from '../errors.ts';
import type { LeaseHold } from './lease-hold.ts';
import type { AiqLink, StoreRow } from '../db/types/stores.ts';
import type { SyncDeps } from './types.ts';

/** What reads a whole past, or AIQ itself, and has to do so anew for another account. */
const pastStreams = new Set<StreamName>([
  'backfill-orders',
  'backfill-customers',
  'catalogue',
  'enrol',
  'signups',
]);

/**
 * Makes everything due anew when the store was linked to another AIQ account than the one that was sent its records,
 * however and whenever that happened; with the same account nothing is done. Consents stay: a phone is asked for its
 * opt-in once per store. The account is remembered last, so that a crash in between has this done again.
 * @throws LeaseLostError when somebody else works the store by now
 */
export async function followAccount(
  deps: Pick<SyncDeps, 'db' | 'clock' | 'log'>,
  store: StoreRow,
  link: AiqLink,
  lease: LeaseHold,
): Promise<void> {
  if (store.sentTo === link.uid) return;
  const { db } = deps;
  if (store.sentTo !== null) {
    deps.log.info({ store: store.hash }, 'linked to another AIQ account; everything is sent anew');
    if (!(await db.records.forgetSent(store.hash, lease.token))) {
      throw new LeaseLostError(`Records of ${store.hash} belong to a newer lease.`);
    }
    const now = deps.clock.now();
    for (const { name, status, nextRunAt } of await db.streams.list(store.hash)) {
      // One that was stopped, or never started, stays so.
      if (!pastStreams.has(name) || (nextRunAt === null && status !== 'done')) continue;
      lease.check();
      await db.streams.reset(store.hash, name, { total: null, nextRunAt: now, now, fence: lease.token });
    }
  }
  lease.check();
  await db.stores.setSentTo(store.hash, link.uid);
}
