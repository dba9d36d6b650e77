import { randomUUID } from 'node:crypto';
import type { RecordKind } from '../../shared/sync.ts';
import type { Lease } from '../db/types/leases.ts';
import type { RecordFilter, RecordKey, RecordRow, RecordWrite } from '../db/types/records.ts';
import { AppError } from '../errors.ts';
import { guestOfEmail, type Buyer } from '../sync/guests.ts';
import { newRecord } from '../sync/new-record.ts';
import type { PanelDeps } from './deps.ts';

type EraseDeps = Pick<PanelDeps, 'db' | 'clock' | 'engine'>;

const leaseMs = 30_000;
/** Between taking the lease away and getting it, another instance may be faster. */
const attempts = 5;
const batch = 500;

/** Records of a person; the others are what the person bought. */
const personal: ReadonlySet<RecordKind> = new Set(['customer', 'guest', 'signup', 'enrolment', 'opt-in']);

/**
 * Forgets a shopper: the person is never synced again, neither by the customer account nor as a guest with the same
 * e-mail address, and nothing that is kept leads from the address to the orders any more. The double opt-in ledger keeps
 * its keyed phone hash, without whose it is, because it promises never to ask twice.
 *
 * Written under the store's lease, which is taken from whoever works, so that nobody puts the old rows back; the work
 * is taken up again afterwards.
 * @returns number of records that were about the shopper until now
 * @throws AppError 503 when the lease cannot be had
 */
export async function eraseShopper(deps: EraseDeps, store: string, shopper: Buyer): Promise<number> {
  const { db, clock, engine } = deps;
  try {
    const lease = await takeLease(deps, store);
    try {
      const now = clock.now();
      const found = await listRowsOf(deps, store, shopper);
      const rows = found.filter((row) => !isErased(row));
      const marks = await listMarks(deps, store, shopper, found, now);
      const writes = [...rows.map(eraseRow), ...marks];
      const personIds = writes.filter(({ kind }) => personal.has(kind)).map(({ id }) => id);
      // First: once the records are erased, nothing tells any more whom to forget there.
      await db.consents.forgetShoppers(store, [shopper.id, ...personIds]);
      for (let start = 0; start < writes.length; start += batch) {
        const part = writes.slice(start, start + batch);
        if (!(await db.records.writeMany(store, part, lease.token, now))) throw leaseRefused();
      }
      return rows.length;
    } finally {
      await db.leases.release(lease);
    }
  } finally {
    engine.nudge(store);
  }
}

async function takeLease({ db, engine }: EraseDeps, store: string): Promise<Lease> {
  const owner = `panel-${randomUUID()}`;
  await engine.halt(store);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await db.leases.revoke(store);
    const lease = await db.leases.acquire(store, owner, leaseMs);
    if (lease !== null) return lease;
  }
  throw leaseRefused();
}

function leaseRefused(): AppError {
  return new AppError(
    503,
    'unavailable',
    'Too much is being sent at this moment, so that not everything was erased. Try again in a minute.',
  );
}

/** Rows of the shopper, those that share an e-mail address with them, and those of the customer accounts with it. */
async function listRowsOf(
  { db }: EraseDeps,
  store: string,
  { kind, id, emailHash }: Buyer,
): Promise<RecordRow[]> {
  const found = new Map<string, RecordRow>();
  async function collect(filter: RecordFilter): Promise<void> {
    for await (const row of db.records.stream(store, filter)) found.set(`${row.kind} ${row.id}`, row);
  }
  if (kind === 'customer') {
    await collect({ kind, id });
    await collect({ customerId: id });
  } else {
    await collect({ id });
  }
  const emailHashes = new Set([emailHash, ...[...found.values()].map((row) => row.emailHash)]);
  for (const hash of emailHashes) if (hash !== null) await collect({ emailHash: hash });
  const accounts = [...found.values()].filter((row) => row.kind === 'customer' && row.id !== id);
  for (const account of accounts) await collect({ customerId: account.id });
  return [...found.values()];
}

/**
 * What stays behind of somebody who was never synced, as this customer or as a guest with the same address, so that a
 * later change or order is skipped.
 */
async function listMarks(
  { db }: EraseDeps,
  store: string,
  shopper: Buyer,
  found: readonly RecordRow[],
  now: Date,
): Promise<RecordWrite[]> {
  const own = found.filter(({ kind }) => personal.has(kind)).flatMap(({ emailHash }) => emailHash ?? []);
  const keys = [shopper, ...own.map(guestOfEmail)].map(({ kind, id }): RecordKey => ({ kind, id }));
  const known = new Set((await db.records.getMany(store, keys)).map(({ id }) => id));
  const unknown = new Map(keys.filter(({ id }) => !known.has(id)).map((key) => [key.id, key]));
  return [...unknown.values()].map((key) =>
    newRecord({ ...key, state: 'skipped', reason: 'erased', createdAt: now, sourceAt: now }),
  );
}

function isErased({ kind, reason, emailHash }: RecordWrite): boolean {
  return emailHash === null && (reason === 'erased' || !personal.has(kind));
}

function eraseRow(row: RecordWrite): RecordWrite {
  if (!personal.has(row.kind)) return { ...row, emailHash: null };
  return {
    ...row,
    state: 'skipped',
    reason: 'erased',
    detail: null,
    warnings: [],
    hash: null,
    emailHash: null,
    // An order: the id of a guest, which stays, is made of the address.
    parentId: null,
    nextAttemptAt: null,
  };
}
