import type { BigcommerceClient } from '../../bigcommerce/types.ts';
import type { Db } from '../../db/types/db.ts';
import { dayMs, recentDays, settledAfterMs, withoutRecord } from './compare-ids.ts';

/** Of those who are not recent, so many pages of 250 each night, until all have had their turn and it begins anew. */
const pagesEachNight = 20;
/** When the totals differ, all are looked through, up to 100,000 of each age. */
const mostPages = 400;

/** Where BigCommerce's list of customers names somebody whom no record does. */
export interface CustomerMismatch {
  missing: string[];
  /** False when not all customers were looked at. */
  complete: boolean;
}

interface Created {
  minCreated?: Date;
  maxCreated: Date;
}

type Asked = Pick<BigcommerceClient, 'listCustomerIds'>;

/**
 * Looks for customers that no record names, by their numbers: the newest each time, all others in turn, or all of them
 * at once. A count alone would not do: a customer who was deleted unseen would make up for one who is missing.
 * @param all the totals differ, so that somebody must be missing
 * @throws UpstreamError when BigCommerce cannot be asked
 */
export async function findCustomerMismatch(
  db: Pick<Db, 'records'>,
  bigcommerce: Asked,
  store: string,
  now: Date,
  all: boolean,
): Promise<CustomerMismatch> {
  const missing: string[] = [];

  /** @returns how many pages there are */
  async function comparePage(created: Created, page: number): Promise<number> {
    const { ids, pages } = await bigcommerce.listCustomerIds({ ...created, page });
    missing.push(...(await withoutRecord(db, store, 'customer', ids.map(String))));
    return pages;
  }

  /** @returns whether all pages were compared */
  async function comparePages(
    created: Created,
    choose: (pages: number[]) => number[] = (pages) => pages,
  ): Promise<boolean> {
    const count = await comparePage(created, 1);
    const others = Array.from({ length: Math.max(0, count - 1) }, (_, index) => index + 2);
    const chosen = choose(others).slice(0, mostPages);
    for (const page of chosen) await comparePage(created, page);
    return chosen.length === others.length;
  }

  const night = Math.floor(now.getTime() / dayMs);
  const recent = new Date((night - recentDays) * dayMs);
  const settled = new Date(now.getTime() - settledAfterMs);
  const newest = await comparePages({ minCreated: recent, maxCreated: settled });
  // BigCommerce's times are whole seconds, and both bounds inclusive.
  const before = { maxCreated: new Date(recent.getTime() - 1000) };
  const older = await comparePages(before, all ? undefined : (pages) => pagesOfNight(pages, night));
  return { missing, complete: newest && older };
}

function pagesOfNight(pages: readonly number[], night: number): number[] {
  const start = (night * pagesEachNight) % Math.max(1, pages.length);
  return [...pages.slice(start), ...pages.slice(0, start)].slice(0, pagesEachNight);
}
