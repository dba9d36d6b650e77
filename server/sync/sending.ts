import type { Lease, LeaseRepository, SendingBatch, Unsettled } from '../db/types/leases.ts';
import { LeaseLostError } from '../errors.ts';
import type { TaskFacts } from './task.ts';

/**
 * What is sent under a lease, noted with the lease before AIQ hears of it: when the process ends between AIQ's
 * acceptance and the record, whoever takes over knows for which entities AIQ may hold something that no record tells.
 */
export interface Sending {
  /** Left by a former holder, until it is settled. */
  former(): Unsettled | null;
  formerIsSettled(): void;
  /**
   * @returns to be called once the records tell what became of them
   * @throws LeaseLostError when somebody else works the store by now: nothing may be sent
   */
  begin(entities: readonly TaskFacts[], now: Date): Promise<() => void>;
  /** Whether all that was sent, by this holder and the former one, has its record. */
  isSettled(): boolean;
}

export function createSending(leases: Pick<LeaseRepository, 'noteSending'>, lease: Lease): Sending {
  let former = lease.unsettled;
  const batches = new Set<SendingBatch>();

  return {
    former: () => former,
    formerIsSettled() {
      former = null;
    },
    async begin(entities, now) {
      // The note would take the place of the former holder's.
      if (former !== null) throw new Error('what was left unsettled comes before anything else is sent');
      const batch = { since: now, entities: entities.map(factsOf) };
      batches.add(batch);
      if (!(await leases.noteSending(lease, [...batches]))) {
        throw new LeaseLostError(`The lease of ${lease.store} went to somebody else.`);
      }
      return () => void batches.delete(batch);
    },
    isSettled: () => former === null && batches.size === 0,
  };
}

/** Named one by one: what a sale says of a shopper does not belong into the database. */
function factsOf(task: TaskFacts): SendingBatch['entities'][number] {
  const { kind, id, createdAt, sourceAt, parentId, channelId, customerId, receivedAt } = task;
  return { kind, id, createdAt, sourceAt, parentId, channelId, customerId, receivedAt };
}
