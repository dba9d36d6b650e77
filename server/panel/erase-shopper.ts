import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Lease, RecordFilter, RecordRow, RecordWrite } from '../db/types.ts';
import { AppError } from '../errors.ts';
import type { PanelDeps } from './deps.ts';

const leaseMs = 30_000;
/** Work under way ends within this time once it is told to. */
const waitMs = 6_000;
const retryMs = 250;
const batch = 500;

/**
 * Forgets a shopper: the customer is never synced again, and nothing that is kept leads from an e-mail address to
 * their orders any more. The double opt-in ledger keeps its keyed phone hash, because it promises never to ask twice.
 * Written under the store's lease, so that work under way cannot put the old rows back.
 * @returns number of records that were changed
 * @throws AppError 503 when the store is being worked on and does not let go
 */
export async function eraseShopper(deps: PanelDeps, store: string, customerId: string): Promise<number> {
  const { db, clock, engine } = deps;
  const lease = await takeLease(deps, store);
  try {
    const now = clock.now();
    const rows = await listRowsOf(deps, store, customerId);
    const writes = [
      erasedCustomer(
        customerId,
        rows.find((row) => isCustomer(row, customerId)),
        now,
      ),
      ...rows.filter((row) => !isCustomer(row, customerId)).map(withoutEmail),
    ];
    for (let start = 0; start < writes.length; start += batch) {
      const written = await db.records.writeMany(store, writes.slice(start, start + batch), lease.token, now);
      if (!written) throw stillWorking();
    }
    return writes.length;
  } finally {
    await db.leases.release(lease);
    engine.nudge(store);
  }
}

async function takeLease({ db, engine }: PanelDeps, store: string): Promise<Lease> {
  const owner = `panel-${randomUUID()}`;
  await engine.halt(store);
  for (let waited = 0; waited <= waitMs; waited += retryMs) {
    const lease = await db.leases.acquire(store, owner, leaseMs);
    if (lease !== null) return lease;
    await delay(retryMs);
  }
  throw stillWorking();
}

function stillWorking(): AppError {
  return new AppError(
    503,
    'unavailable',
    'Orders of this store are being sent at this moment. Nothing was erased or only a part; try again in a minute.',
  );
}

/** Rows of the customer, and those that share the e-mail address (orders as a guest). */
async function listRowsOf({ db }: PanelDeps, store: string, customerId: string): Promise<RecordRow[]> {
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

function isCustomer({ kind, id }: RecordRow, customerId: string): boolean {
  return kind === 'customer' && id === customerId;
}

/** Stays behind so that a later change of the customer is skipped, also when the customer was never synced. */
function erasedCustomer(customerId: string, known: RecordRow | undefined, now: Date): RecordWrite {
  return {
    kind: 'customer',
    id: customerId,
    state: 'skipped',
    reason: 'erased',
    detail: null,
    warnings: [],
    hash: null,
    createdAt: known?.createdAt ?? now,
    sourceAt: known?.sourceAt ?? now,
    parentId: null,
    channelId: null,
    customerId: null,
    emailHash: null,
    amount: null,
    currency: null,
    receivedAt: null,
    fetchedAt: null,
    sentAt: known?.sentAt ?? null,
    attempts: 0,
    nextAttemptAt: null,
  };
}

function withoutEmail(row: RecordRow): RecordWrite {
  const { store: _store, firstSeenAt: _seen, fence: _fence, updatedAt: _updated, ...write } = row;
  return { ...write, emailHash: null };
}
