import type { RecordWrite } from '../db/types/records.ts';

type Known = 'kind' | 'id' | 'state' | 'reason' | 'createdAt' | 'sourceAt';

/** A record of which no more is known than is said here: nothing was sent for it, nobody waits for it. */
export function newRecord(facts: Pick<RecordWrite, Known> & Partial<RecordWrite>): RecordWrite {
  return {
    detail: null,
    warnings: [],
    hash: null,
    parentId: null,
    channelId: null,
    customerId: null,
    emailHash: null,
    amount: null,
    currency: null,
    receivedAt: null,
    fetchedAt: null,
    sentAt: null,
    attempts: 0,
    nextAttemptAt: null,
    ...facts,
  };
}
