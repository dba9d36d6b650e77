import type { BcOrder } from '../../bigcommerce/types.ts';
import { graceMs, wasTold, type Hearing, type Tally } from '../hearing.ts';
import type { PageOptions } from '../run-page.ts';
import type { StoreWork } from '../work.ts';

/** A new hook takes up to a minute to work. */
const newHookMs = 60_000;

/**
 * Counts which changes of a page of orders webhooks had told, while the page is worked on. What is on its way needs no
 * more telling; what changed just now still has time; and what changed before the hooks were made could not be told.
 * @param after what was modified until then is not judged
 * @param now when the page was read
 * @param tally is added to
 */
export async function hearPage(
  work: StoreWork,
  orders: readonly BcOrder[],
  { after, now, tally }: { after: Date; now: Date; tally: Tally },
): Promise<NonNullable<PageOptions['onDecision']>> {
  const { db } = work.deps;
  const settledAt = new Date(now.getTime() - graceMs);
  const settled = orders.filter(({ modifiedAt }) => modifiedAt > after && modifiedAt <= settledAt);
  if (settled.length === 0) return () => undefined;
  const hooksMadeAt = (await db.stores.get(work.hash))?.hooksMadeAt?.getTime() ?? -Infinity;
  const judged = new Set(
    settled
      .filter(({ modifiedAt }) => modifiedAt.getTime() > hooksMadeAt + newHookMs)
      .map(({ id }) => String(id)),
  );
  const pending = new Set(await db.changes.listPending(work.hash, 'order', [...judged]));
  return (task, before, decision) => {
    if (task.kind !== 'order' || !judged.has(task.id)) return;
    const told = wasTold(task, before, decision);
    if (told === null) return;
    if (told || pending.has(task.id)) tally.told += 1;
    else tally.untold += 1;
  };
}

/** Shows the merchant that webhooks get lost, or that they arrive again; then the hooks are to be looked at soon. */
export async function reportHearing(work: StoreWork, before: Hearing, { missed }: Hearing): Promise<void> {
  const { problems, deps } = work;
  const isOpen = problems.keys('webhooks-lost').length > 0;
  if (missed === 0) {
    await problems.resolve('webhooks-lost');
    return;
  }
  if (isOpen && missed === before.missed) return;
  await problems.raise('webhooks-lost', '', { changes: missed });
  if (isOpen) return;
  deps.log.warn(
    { store: work.hash, changes: missed },
    'webhooks do not arrive; sweeps find what they should tell',
  );
  await deps.db.stores.touch(work.hash, { hooksCheckedAt: null });
}
