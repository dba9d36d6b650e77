import { processCustomers, wantsFormFields } from '../customers.ts';
import { readText, type Stream } from '../stream.ts';
import { checkpoint, type StoreWork } from '../work.ts';
import { keepBeginning, nextSweepCursor, readSweepPosition, sweepEveryMs } from './sweep-orders.ts';

const pageSize = 250;

/** Finds changed customers that no webhook told of. */
export function createSweepCustomers(work: StoreWork): Stream {
  return {
    name: 'sweep-customers',
    async step(row) {
      await keepBeginning(work, row);
      const position = readSweepPosition(row.cursor, row.updatedAt);
      const { customers, hasMore } = await work.bigcommerce('sweep').listCustomersModified({
        minModified: position.from,
        page: position.page,
        limit: pageSize,
        formFields: wantsFormFields(work),
      });
      const counts = await processCustomers(work, customers);
      const modified = customers.map(({ modifiedAt }) => modifiedAt);
      const { cursor, done } = nextSweepCursor(position, modified, hasMore);
      const now = work.now();
      await checkpoint(
        work,
        'sweep-customers',
        {
          status: done ? 'waiting' : 'running',
          cursor,
          startedAt: row.startedAt ?? now,
          nextRunAt: done ? new Date(now.getTime() + sweepEveryMs) : now,
          error: null,
        },
        counts,
      );
    },
  };
}

/** All customers once, by BigCommerce's cursor. */
export function createBackfillCustomers(work: StoreWork): Stream {
  return {
    name: 'backfill-customers',
    async step(row) {
      const bigcommerce = work.bigcommerce('backfill');
      const total = row.total ?? (await bigcommerce.countCustomers());
      const { customers, after } = await bigcommerce.listCustomers({
        after: readText(row.cursor, 'after'),
        limit: pageSize,
        formFields: wantsFormFields(work),
      });
      const counts = await processCustomers(work, customers);
      const done = after === null;
      const now = work.now();
      await checkpoint(
        work,
        'backfill-customers',
        {
          status: done ? 'done' : 'running',
          cursor: { after },
          total,
          startedAt: row.startedAt ?? now,
          finishedAt: done ? now : null,
          nextRunAt: done ? null : now,
          error: null,
        },
        counts,
      );
    },
  };
}
