import { ApiRefusal, ok, type Answer } from './answer.ts';
import type { ApiCall } from './call.ts';

export interface PageWish {
  page: number;
  limit: number;
  offset: number;
}

const mostPerPage = 250;

export function readPageWish(call: ApiCall, most = mostPerPage): PageWish {
  const { query, switches } = call;
  const page = query.int('page') ?? 1;
  let limit = query.int('limit') ?? 50;
  if (page < 1) throw query.refuse('page', 'positive number', String(page));
  if (limit < 1) throw query.refuse('limit', 'positive number', String(limit));
  if (limit > most) {
    call.careless(`limit ${limit} is more than ${most}`);
    if (switches.limitAbove250 === '413') throw new ApiRefusal(413, 'The limit is too large.');
    if (switches.limitAbove250 === '422') throw query.refuse('limit', `number up to ${most}`, String(limit));
    limit = most;
  }
  return { page, limit, offset: (page - 1) * limit };
}

/** V2: the bare array, and 204 without a body for nothing at all, past the end as well. */
export function v2List(call: ApiCall, items: readonly unknown[]): Answer {
  if (items.length > 0 || call.switches.emptyV2List === '[]') return ok(items);
  return { status: 204 };
}

/** A V3 page by number. */
export function v3Page(call: ApiCall, items: readonly unknown[], total: number, wish: PageWish): Answer {
  return ok({ data: items, meta: { pagination: pagination(call, items.length, total, wish) } });
}

/** A V3 page of a list that is kept whole. */
export function v3PageOf<T>(call: ApiCall, list: readonly T[], present: (item: T) => unknown): Answer {
  const wish = readPageWish(call);
  const items = list.slice(wish.offset, wish.offset + wish.limit);
  return v3Page(call, items.map(present), list.length, wish);
}

function pagination(call: ApiCall, count: number, total: number, { page, limit }: PageWish) {
  const pages = Math.ceil(total / limit);
  const link = (number: number) => call.query.linkWith({ page: number, limit });
  return {
    total,
    count,
    per_page: limit,
    current_page: page,
    total_pages: pages,
    links: {
      ...(page > 1 ? { previous: link(page - 1) } : {}),
      current: link(page),
      ...(page < pages ? { next: link(page + 1) } : {}),
    },
  };
}

/** What a cursor list is read from; `after` and `before` are exclusive ids. */
export interface CursorSource<T> {
  /** By page number, in whatever order was asked for. */
  byPage(offset: number, limit: number): { items: T[]; total: number };
  /** Ascending by id, beginning after that id. */
  after(id: number, limit: number): { items: T[]; hasMore: boolean };
  /** The last ones before that id, ascending. */
  before(id: number, limit: number): { items: T[]; hasMore: boolean };
  idOf(item: T): number;
  present(item: T): unknown;
}

/**
 * A V3 list with cursors: page 1 tells both kinds of pagination, later pages only numbers, and with `before` or
 * `after` only cursors count.
 */
export function cursorPage<T>(call: ApiCall, source: CursorSource<T>): Answer {
  const { query } = call;
  const wish = readPageWish(call);
  const after = query.text('after');
  const before = query.text('before');
  if (after === undefined && before === undefined) {
    const { items, total } = source.byPage(wish.offset, wish.limit);
    const meta: Record<string, unknown> = { pagination: pagination(call, items.length, total, wish) };
    if (wish.page === 1) {
      meta['cursor_pagination'] = cursors(call, source, items, wish.limit, {
        next: total > items.length,
        previous: false,
      });
    }
    return ok({ data: items.map((item) => source.present(item)), meta });
  }
  if (query.has('page')) call.careless('page together with a cursor');
  const found =
    after === undefined
      ? source.before(readCursor(before ?? ''), wish.limit)
      : source.after(readCursor(after), wish.limit);
  const ends =
    after === undefined ? { next: true, previous: found.hasMore } : { next: found.hasMore, previous: true };
  return ok({
    data: found.items.map((item) => source.present(item)),
    meta: { cursor_pagination: cursors(call, source, found.items, wish.limit, ends) },
  });
}

function cursors<T>(
  call: ApiCall,
  source: CursorSource<T>,
  items: readonly T[],
  limit: number,
  ends: { next: boolean; previous: boolean },
) {
  const [first, last] = [items[0], items.at(-1)];
  const link = (name: 'before' | 'after', item: T) =>
    call.query.linkWith({
      page: undefined,
      before: undefined,
      after: undefined,
      [name]: cursorOf(source.idOf(item)),
      limit,
    });
  return {
    count: items.length,
    per_page: limit,
    ...(first === undefined ? {} : { start_cursor: cursorOf(source.idOf(first)) }),
    ...(last === undefined ? {} : { end_cursor: cursorOf(source.idOf(last)) }),
    links: {
      ...(ends.previous && first !== undefined ? { previous: link('before', first) } : {}),
      ...(ends.next && last !== undefined ? { next: link('after', last) } : {}),
    },
  };
}

function cursorOf(id: number): string {
  return Buffer.from(JSON.stringify({ id })).toString('base64url');
}

function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  const id = /^\{"id":(\d{1,15})\}$/.exec(text)?.[1];
  if (id === undefined) throw new ApiRefusal(422, 'The cursor is invalid.');
  return Number(id);
}

/** A cursor list that is kept whole, ascending by id. */
export function cursorPageOf<T>(
  call: ApiCall,
  list: readonly T[],
  idOf: (item: T) => number,
  present: (item: T) => unknown,
): Answer {
  return cursorPage(call, {
    idOf,
    present,
    byPage: (offset, limit) => ({ items: list.slice(offset, offset + limit), total: list.length }),
    after(id, limit) {
      const later = list.filter((item) => idOf(item) > id);
      return { items: later.slice(0, limit), hasMore: later.length > limit };
    },
    before(id, limit) {
      const earlier = list.filter((item) => idOf(item) < id);
      return { items: earlier.slice(-limit), hasMore: earlier.length > limit };
    },
  });
}
