import type { Account, PendingBatch } from './account.ts';

/** Accepted writes show after `bulkDelayMs`; AIQ says up to 24 h, depending on its ingestion load. */
export function showLater(account: Account, records: number, show: () => void): void {
  const delay = account.switches().bulkDelayMs;
  const batch: PendingBatch = {
    due: account.clock.now() + delay,
    records,
    show,
    timer: account.clock.after(delay, () => showNow(account, batch)),
  };
  account.pending.add(batch);
}

/** Shows everything that was accepted, in the order of arrival. */
export function flushPending(account: Account): void {
  for (const batch of account.pending) {
    batch.timer.cancel();
    showNow(account, batch);
  }
}

export function countPending(account: Account): number {
  let records = 0;
  for (const batch of account.pending) records += batch.records;
  return records;
}

function showNow(account: Account, batch: PendingBatch): void {
  if (account.pending.delete(batch)) batch.show();
}
