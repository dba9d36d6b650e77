import type { AiqPersonaFound } from '../../aiq/types.ts';
import type { RecordReason, RecordState } from '../../../shared/sync.ts';
import type { RecordWrite } from '../../db/types/records.ts';
import type { StreamCounts } from '../../db/types/streams.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import { newRecord } from '../new-record.ts';
import { cleanEmail } from '../mapping/text.ts';
import { readNumber, type Stream } from '../stream.ts';
import { checkpoint, writeRecords, type StoreWork } from '../work.ts';

const pageSize = 250;
const everyMs = 15 * 60_000;
/** AIQ may show a sign-up some time after it happened. */
const overlapMs = 24 * 3600_000;

/**
 * People who signed up through an AIQ form since contact sync was switched on, and are nobody in BigCommerce by e-mail or
 * phone, become customers there. Newest first, until those that an earlier pass has seen.
 */
export function createSignups(work: StoreWork): Stream {
  const { db, hasher } = work.deps;

  async function decide(
    found: AiqPersonaFound,
  ): Promise<{ state: RecordState; reason: RecordReason; detail: string | null }> {
    const bigcommerce = work.bigcommerce('sweep');
    const email = cleanEmail(found.email);
    if (email === null) return { state: 'skipped', reason: 'no-contact-details', detail: null };
    const known =
      (await bigcommerce.findCustomerByEmail(email)) ??
      (found.mobilePhone === '' ? null : await bigcommerce.findCustomerByPhone(found.mobilePhone));
    if (known !== null) return { state: 'skipped', reason: 'already-a-customer', detail: null };
    try {
      const { firstName, lastName, mobilePhone: phone } = found;
      await bigcommerce.createCustomer({ email, firstName, lastName, phone });
      return { state: 'sent', reason: 'accepted', detail: null };
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.failure !== 'rejected') throw error;
      return { state: 'parked', reason: 'unreadable', detail: error.detail };
    }
  }

  async function toRow(found: AiqPersonaFound): Promise<RecordWrite> {
    const fate = await decide(found);
    const email = cleanEmail(found.email);
    const now = work.now();
    return newRecord({
      kind: 'signup',
      id: found.contactId,
      ...fate,
      createdAt: found.insertedAt,
      sourceAt: found.insertedAt,
      emailHash: email === null ? null : hasher.email(email),
      fetchedAt: now,
      sentAt: fate.state === 'sent' ? now : null,
      attempts: 1,
    });
  }

  /** Those of a page that came from elsewhere and have no record yet, or were parked before the stream was started. */
  async function listNew(
    personas: AiqPersonaFound[],
    since: Date,
    startedAt: Date,
  ): Promise<AiqPersonaFound[]> {
    const ours = `bc-${work.hash}-`;
    const candidates = personas.filter(
      ({ srcId, insertedAt }) => insertedAt > since && srcId?.startsWith(ours) !== true,
    );
    const keys = candidates.map(({ contactId }) => ({ kind: 'signup' as const, id: contactId }));
    const rows = await db.records.getMany(work.hash, keys);
    const isParkedBefore = ({ state, fetchedAt }: RecordWrite): boolean =>
      state === 'parked' && fetchedAt !== null && fetchedAt < startedAt;
    const known = new Set(rows.filter((row) => !isParkedBefore(row)).map(({ id }) => id));
    return candidates.filter(({ contactId }) => !known.has(contactId));
  }

  return {
    name: 'signups',
    async step(row) {
      const since = work.settings.syncContactsSince;
      if (since === null || !work.settings.options.syncContacts) {
        await checkpoint(work, 'signups', { status: 'done', nextRunAt: null, error: null });
        return;
      }
      const startedAt = row.startedAt ?? work.now();
      const start = readNumber(row.cursor, 'start') ?? 0;
      const seenUpTo = readNumber(row.cursor, 'seenUpTo') ?? since.getTime();
      const newest = readNumber(row.cursor, 'newest') ?? seenUpTo;
      const { personas } = await work.aiq.listPersonas({ start, limit: pageSize });
      const counts: StreamCounts = { read: personas.length, sent: 0, waiting: 0, parked: 0, skipped: 0 };
      for (const found of await listNew(personas, since, startedAt)) {
        await work.letLiveThrough();
        work.lease.check();
        const record = await toRow(found);
        counts[record.state] += 1;
        await writeRecords(work, [record]);
      }
      const times = personas.map(({ insertedAt }) => insertedAt.getTime());
      const highest = Math.max(newest, ...times);
      const reached = times.some((time) => time < seenUpTo - overlapMs || time < since.getTime());
      const done = reached || personas.length < pageSize;
      const now = work.now();
      await checkpoint(
        work,
        'signups',
        {
          status: done ? 'waiting' : 'running',
          cursor: done
            ? { seenUpTo: highest }
            : { start: start + personas.length, seenUpTo, newest: highest },
          startedAt,
          nextRunAt: done ? new Date(now.getTime() + everyMs) : now,
          error: null,
        },
        counts,
      );
    },
  };
}
