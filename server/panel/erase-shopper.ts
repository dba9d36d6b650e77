import { randomUUID } from 'node:crypto';
import type { RecordKind } from '../../shared/sync.ts';
import type { Lease } from '../db/types/leases.ts';
import type { RecordFilter, RecordRow, RecordWrite } from '../db/types/records.ts';
import { AppError } from '../errors.ts';
import { newRecord } from '../sync/new-record.ts';
import type { PanelDeps } from './deps.ts';

const leaseMs = 30_000;
/** Between taking the lease away and getting it, another instance may be faster. */
const attempts = 5;
const batch = 500;

/** Records of a person; the others are what the person bought. */
const personal: ReadonlySet<RecordKind> = new Set(['customer', 'guest', 'signup', 'enrolment', 'opt-in']);

/**
 * Forgets a shopper: the person is never synced again, also not as a guest with the same e-mail address, and nothing
 * that is kept leads from the address to the orders any more. The double opt-in ledger keeps its keyed phone hash,
 * without whose it is, because it promises never to ask twice.
 *
 * Written under the store's lease, which is taken from whoever works, so that nobody puts the old rows back; the work
 * is taken up again afterwards.
 * @returns number of records that were about the shopper until now
 * @throws AppError 503 when the lease cannot be had
 */
export async function eraseShopper(deps: PanelDeps, store: string, customerId: string): Promise<number> {
  const { db, clock, engine } = deps;
  try {
    const lease = await takeLease(deps, store);
    try {
      const now = clock.now();
      const rows = (await listRowsOf(deps, store, customerId)).filter((row) => !isErased(row));
      const writes = rows.map(eraseRow);
      // Stays behind also for a customer who was never synced, so that a later change is skipped.
      const [known] = await db.records.getMany(store, [{ kind: 'customer', id: customerId }]);
      if (known === undefined) writes.push(unknownCustomer(customerId, now));
      for (let start = 0; start < writes.length; start += batch) {
        const part = writes.slice(start, start + batch);
        if (!(await db.records.writeMany(store, part, lease.token, now))) throw leaseRefused();
      }
      const personIds = writes.filter(({ kind }) => personal.has(kind)).map(({ id }) => id);
      await db.consents.forgetShoppers(store, [customerId, ...personIds]);
      return rows.length;
    } finally {
      await db.leases.release(lease);
    }
  } finally {
    engine.nudge(store);
  }
}

async function takeLease({ db, engine }: PanelDeps, store: string): Promise<Lease> {
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

/** Rows of the customer, and those that share an e-mail address with them, such as orders as a guest. */
async function listRowsOf({ db }: PanelDeps, store: string, customerId: string): Promise<RecordWrite[]> {
  const found = new Map<string, RecordRow>();
  async function collect(filter: RecordFilter): Promise<void> {
    for await (const row of db.records.stream(store, filter)) found.set(`${row.kind} ${row.id}`, row);
  }
  await collect({ kind: 'customer', id: customerId });
  await collect({ customerId });
  const emailHashes = new Set([...found.values()].flatMap(({ emailHash }) => emailHash ?? []));
  for (const emailHash of emailHashes) await collect({ emailHash });
  return [...found.values()];
}

function isErased({ kind, reason, emailHash }: RecordWrite): boolean {
  return emailHash === null && (reason === 'erased' || !personal.has(kind));
}

function unknownCustomer(id: string, now: Date): RecordWrite {
  return newRecord({
    kind: 'customer',
    id,
    state: 'skipped',
    reason: 'erased',
    createdAt: now,
    sourceAt: now,
  });
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
    nextAttemptAt: null,
  };
}
