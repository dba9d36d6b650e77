import { z } from 'zod';
import { parseJsonList } from '../upstream/parse-json-list.ts';
import { parseJson } from '../upstream/parse-json.ts';
import type { ApiRequest, StoreApi } from './store-api.ts';
import { countValue, textValue } from './values.ts';

/** The most that any list gives in one call. */
export const pageLimit = 250;

const metaSchema = z
  .object({
    pagination: z
      .object({
        total: countValue.nullish(),
        count: countValue.nullish(),
        per_page: countValue.nullish(),
        current_page: countValue.nullish(),
        total_pages: countValue.nullish(),
      })
      .nullish(),
    cursor_pagination: z
      .object({ end_cursor: textValue, links: z.object({ next: textValue }).nullish() })
      .nullish(),
  })
  .nullish();

const envelopeSchema = z.object({ data: z.array(z.unknown()), meta: metaSchema });

/** How one member of a list is read; null for one that cannot even be named. May throw, which refuses the whole list. */
export type ReadMember<T> = (member: unknown) => T | null;

/** Every member has to be what the documentation says. */
export function strictly<S extends z.ZodType>(
  api: StoreApi,
  request: ApiRequest,
  schema: S,
): ReadMember<z.output<S>> {
  return (member) => api.read(request, schema, member);
}

export interface V3Page<T> {
  items: T[];
  /** Members that could not even be named and are left out. */
  nameless: number;
  hasMore: boolean;
  /** Of the whole list, when told. */
  total: number | null;
  endCursor: string | null;
}

/**
 * One page of a V3 list. A body that is not `{ data: [...] }`, or a page of which no member can be read, is an error,
 * never an empty page.
 * https://developer.bigcommerce.com/docs/start/about/common-query-params
 */
export async function readV3Page<T>(
  api: StoreApi,
  request: ApiRequest,
  read: ReadMember<T>,
): Promise<V3Page<T>> {
  const answer = await api.send(request);
  // A few V3 lists answer 204 like V2 when there is nothing.
  if (answer === undefined) return { items: [], nameless: 0, hasMore: false, total: 0, endCursor: null };
  const { data, meta } = api.read(request, envelopeSchema, answer);
  const members = data.map(read);
  const items = members.filter((item) => item !== null);
  if (data.length > 0 && items.length === 0)
    throw api.garbage(request, 'a page of which nothing can be read');
  const pagination = meta?.pagination;
  const limit = Number(request.query?.['limit'] ?? 50);
  // The other side may cap the limit lower than we asked; its own word for a page's size counts.
  const full = data.length > 0 && data.length >= Math.min(limit, pagination?.per_page ?? limit);
  const pages = pagination?.total_pages;
  const current = pagination?.current_page;
  const cursor = meta?.cursor_pagination;
  const next = (cursor?.links?.next ?? '') !== '';
  return {
    items,
    nameless: members.length - items.length,
    hasMore: typeof pages === 'number' && typeof current === 'number' ? current < pages : full,
    total: pagination?.total ?? null,
    endCursor: cursor && cursor.end_cursor !== '' && (full || next) ? cursor.end_cursor : null,
  };
}

/** All pages of a V3 list that is short by nature (channels, brands, hooks, refunds of a few orders). */
export async function readAllV3<T>(
  api: StoreApi,
  request: ApiRequest,
  read: ReadMember<T>,
  maxPages = 400,
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; ; page += 1) {
    if (page > maxPages) throw api.garbage(request, `more than ${maxPages} pages`);
    const { items, hasMore } = await readV3Page(
      api,
      { ...request, query: { ...request.query, page, limit: pageLimit } },
      read,
    );
    for (const value of items) all.push(value);
    // An empty page ends the list whatever the page count says.
    if (!hasMore || items.length === 0) return all;
  }
}

/**
 * The members of a V2 list, each read while it is parsed, as 250 orders are much; 204 is an empty list, anything that is
 * no list an error.
 * @param read must not throw
 */
export async function readV2List<T>(
  api: StoreApi,
  request: ApiRequest,
  read: (member: unknown) => T,
): Promise<T[]> {
  let members: T[] | undefined;
  const answer = await api.send({
    ...request,
    async parse(text) {
      members = await parseJsonList(text, read);
      return members ?? parseJson(text);
    },
  });
  if (answer === undefined) return [];
  if (members === undefined) throw api.garbage(request, 'something else than a list');
  return members;
}
