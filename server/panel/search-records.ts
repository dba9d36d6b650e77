import type { RecordPage, RecordQuery } from '../../shared/views/activity.ts';
import type { RecordFilter, RecordRow } from '../db/types/records.ts';
import type { StoreRow } from '../db/types/stores.ts';
import type { PanelDeps } from './deps.ts';

const exportPage = 500;
/** One of each kind, and the refunds of one order. */
const mostExact = 100;
/** Beyond this, "more than so many" says as much, and takes no longer in a store with a million records. */
const mostCounted = 10_000;

interface FoundPage {
  rows: RecordRow[];
  next: string | null;
}

/** What a query of the panel looks for; its days are those of the store's time zone, the last one included. */
export function toFilter(
  deps: PanelDeps,
  store: StoreRow,
  query: Omit<RecordQuery, 'cursor' | 'limit'>,
): RecordFilter {
  const { kind, state, reason, warning, search, from, to } = query;
  const createdFrom = from === undefined ? null : startOfDay(deps, store, from);
  const createdTo = to === undefined ? null : startOfDay(deps, store, dayAfter(to));
  return {
    ...(kind && { kind }),
    ...(state && { state }),
    ...(reason && { reason }),
    ...(warning && { warning }),
    ...(search && searchToFilter(deps, search)),
    ...(createdFrom && { createdFrom }),
    ...(createdTo && { createdTo }),
  };
}

/**
 * A number may be that of an order or of a customer: what has it itself comes first, then what belongs to the
 * customer, page by page.
 */
export async function searchRecords(
  { db }: PanelDeps,
  store: string,
  filter: RecordFilter,
  page: { limit: number; cursor: string | null },
): Promise<FoundPage> {
  const { id, ...others } = filter;
  if (!isNumber(id)) return db.records.search(store, filter, page);
  const ofCustomer = await db.records.search(store, { ...others, customerId: id }, page);
  const rest = ofCustomer.rows.filter((row) => row.id !== id && row.parentId !== id);
  if (page.cursor !== null) return { rows: rest, next: ofCustomer.next };
  const exact = await db.records.search(store, filter, { limit: mostExact, cursor: null });
  return { rows: [...exact.rows, ...rest], next: ofCustomer.next };
}

/**
 * How many records a search finds, from its first page on.
 * @returns null where no index could tell: then only the pages themselves do
 */
export async function countFound(
  deps: PanelDeps,
  store: string,
  filter: RecordFilter,
  first: FoundPage,
): Promise<RecordPage['total']> {
  if (first.next === null) return { count: first.rows.length, more: false };
  if (filter.warning !== undefined) return null;
  const counted = await countUpTo(deps, store, filter, mostCounted + 1);
  return { count: Math.min(counted, mostCounted), more: counted > mostCounted };
}

async function countUpTo(
  { db }: PanelDeps,
  store: string,
  filter: RecordFilter,
  limit: number,
): Promise<number> {
  const { id, ...others } = filter;
  if (!isNumber(id)) return db.records.countUpTo(store, filter, limit);
  const [exact, ofCustomer] = await Promise.all([
    db.records.search(store, filter, { limit: mostExact, cursor: null }),
    db.records.countUpTo(store, { ...others, customerId: id }, limit),
  ]);
  return exact.rows.filter(({ customerId }) => customerId !== id).length + ofCustomer;
}

/** The same records in the same order, all of them. */
export async function* streamRecords(
  deps: PanelDeps,
  store: string,
  filter: RecordFilter,
): AsyncGenerator<RecordRow> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof searchRecords>> = await searchRecords(deps, store, filter, {
      limit: exportPage,
      cursor,
    });
    yield* page.rows;
    cursor = page.next;
  } while (cursor !== null);
}

function searchToFilter({ hasher }: PanelDeps, search: string): Pick<RecordFilter, 'id' | 'emailHash'> {
  if (search.includes('@')) return { emailHash: hasher.email(search.toLowerCase()) };
  return { id: search.replace(/^#\s*/, '') };
}

function startOfDay({ operations }: PanelDeps, store: StoreRow, date: string): Date | null {
  return operations.historyStart(store, { from: 'date', date });
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 60 * 60_000).toISOString().slice(0, 10);
}

function isNumber(id: string | undefined): id is string {
  return id !== undefined && /^\d+$/.test(id);
}
