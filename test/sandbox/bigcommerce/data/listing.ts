import type { RowMatches } from './order-rows.ts';
import { byIndex, byModification, mergedPage, without, type Keyed, type SequenceRange } from './sequence.ts';
import type { Timeline } from './timeline.ts';
import type { Versions } from './versions.ts';

/** A generated list with its changes: orders or customers. */
export interface Listed<T> {
  count: number;
  firstId: number;
  times: Timeline;
  changes: Versions<T>;
  build(id: number): T;
  idOf(thing: T): number;
  createdAt(thing: T): number;
  modifiedAt(thing: T): number;
}

export type SortField = 'id' | 'created' | 'modified';

export interface Bounds {
  /** All inclusive; times in milliseconds, compared by the second as answers show them. */
  minId?: number | undefined;
  maxId?: number | undefined;
  minCreated?: number | undefined;
  maxCreated?: number | undefined;
  minModified?: number | undefined;
  maxModified?: number | undefined;
}

export interface ListWish<T> extends Bounds {
  /** A filter that the rows of generated things answer. */
  rows?: RowMatches | undefined;
  /** The same filter on a whole thing. */
  rowTest?: (thing: T) => boolean;
  /** Any other filter; makes the whole list be read unless `ids` narrows it down. */
  test?: (thing: T) => boolean;
  /** The only things that can match. */
  ids?: readonly number[] | undefined;
  /** Any other order; makes the whole list be read. */
  compare?: (a: T, b: T) => number;
  sort?: SortField;
  descending?: boolean;
  /** A reader who lags sees nothing that was written after this time. */
  asOf?: number | undefined;
}

export interface ListPage<T> {
  items: T[];
  total: number;
}

/** One thing as this reader sees it. */
export function findOne<T>(listed: Listed<T>, id: number, asOf?: number): T | undefined {
  const changed = listed.changes.get(id, asOf);
  if (changed !== undefined) return changed ?? undefined;
  const isGenerated = Number.isInteger(id) && id >= listed.firstId && id < listed.firstId + listed.count;
  return isGenerated ? listed.build(id) : undefined;
}

/** A page of all that match; costs a page, not a list, unless the wish says otherwise. */
export function readPage<T>(
  listed: Listed<T>,
  wish: ListWish<T>,
  offset: number,
  limit: number,
): ListPage<T> {
  if (wish.ids || wish.test || wish.compare) return readByHand(listed, wish, offset, limit);
  const { generated, changed } = plan(listed, wish);
  const keyAt = generatedKey(listed, wish.sort ?? 'id');
  const items = mergedPage({
    generated,
    changed,
    keyAt,
    idAt: (index) => listed.firstId + index,
    build: (index) => listed.build(listed.firstId + index),
    offset,
    limit,
    descending: wish.descending ?? false,
  });
  return { items, total: generated.size + changed.length };
}

export function countAll<T>(listed: Listed<T>, wish: ListWish<T>): number {
  return readPage(listed, wish, 0, 0).total;
}

/** Everything that matches, one after the other. */
export function* readAll<T>(listed: Listed<T>, wish: ListWish<T>): Generator<T> {
  const limit = 500;
  for (let offset = 0; ; offset += limit) {
    const { items } = readPage(listed, wish, offset, limit);
    yield* items;
    if (items.length < limit) return;
  }
}

function plan<T>(listed: Listed<T>, wish: ListWish<T>) {
  const range = rangeOf(listed, wish);
  const excluded: number[] = [...strayIndexes(listed, wish, range)];
  const changed: Keyed<T>[] = [];
  for (const [id, value] of listed.changes.entries(wish.asOf)) {
    const index = id - listed.firstId;
    if (index >= 0 && index < listed.count) excluded.push(index);
    if (value !== null && fits(listed, wish, value))
      changed.push({ id, value, key: keyOf(listed, wish, value) });
  }
  changed.sort((a, b) => a.key - b.key || a.id - b.id);
  const whole = wish.sort === 'modified' ? byModification(listed.times, range) : byIndex(range);
  return { generated: without(whole, excluded), changed };
}

/** Generated indexes that can match by their bounds; at the edges of a range of modification some do not. */
function rangeOf<T>(listed: Listed<T>, wish: ListWish<T>): SequenceRange {
  const { times, firstId, count } = listed;
  let from = 0;
  let to = count;
  if (wish.minId !== undefined) from = Math.max(from, Math.ceil(wish.minId) - firstId);
  if (wish.maxId !== undefined) to = Math.min(to, Math.floor(wish.maxId) - firstId + 1);
  if (wish.minCreated !== undefined) from = Math.max(from, times.firstCreatedFrom(secondOf(wish.minCreated)));
  if (wish.maxCreated !== undefined)
    to = Math.min(to, times.firstCreatedFrom(secondOf(wish.maxCreated) + 1000));
  if (wish.minModified !== undefined) {
    from = Math.max(from, times.bounds(times.firstBlockModifiedFrom(secondOf(wish.minModified)))[0]);
  }
  if (wish.maxModified !== undefined) {
    to = Math.min(to, times.bounds(times.firstBlockModifiedFrom(secondOf(wish.maxModified) + 1000))[1]);
  }
  from = Math.min(from, count);
  return { from, to: Math.max(from, to), rows: wish.rows };
}

/** Members of the blocks at both ends that the bounds leave out. */
function* strayIndexes<T>(listed: Listed<T>, wish: ListWish<T>, range: SequenceRange): Generator<number> {
  if (range.to <= range.from) return;
  const { times, firstId } = listed;
  const edges = new Set([times.blockOf(range.from), times.blockOf(range.to - 1)]);
  for (const block of edges) {
    const [from, to] = times.bounds(block);
    for (let index = from; index < to; index++) {
      const inBounds = within(wish, firstId + index, times.createdAt(index), times.modifiedAt(index));
      if (!inBounds) yield index;
    }
  }
}

function readByHand<T>(listed: Listed<T>, wish: ListWish<T>, offset: number, limit: number): ListPage<T> {
  const { ids, test, compare, ...plain } = wish;
  const found: T[] = [];
  if (ids) {
    for (const id of new Set(ids)) {
      const thing = findOne(listed, id, wish.asOf);
      if (thing !== undefined && fits(listed, wish, thing)) found.push(thing);
    }
    const sign = wish.descending ? -1 : 1;
    found.sort(
      (a, b) => sign * (keyOf(listed, wish, a) - keyOf(listed, wish, b) || listed.idOf(a) - listed.idOf(b)),
    );
  } else {
    for (const thing of readAll(listed, plain)) if (!test || test(thing)) found.push(thing);
  }
  if (compare) {
    found.sort(compare);
    if (wish.descending) found.reverse();
  }
  return { items: found.slice(offset, offset + limit), total: found.length };
}

function fits<T>(listed: Listed<T>, wish: ListWish<T>, thing: T): boolean {
  if (wish.rowTest && !wish.rowTest(thing)) return false;
  if (wish.test && !wish.test(thing)) return false;
  return within(wish, listed.idOf(thing), listed.createdAt(thing), listed.modifiedAt(thing));
}

function within(bounds: Bounds, id: number, created: number, modified: number): boolean {
  const [createdSecond, modifiedSecond] = [secondOf(created), secondOf(modified)];
  return (
    (bounds.minId === undefined || id >= bounds.minId) &&
    (bounds.maxId === undefined || id <= bounds.maxId) &&
    (bounds.minCreated === undefined || createdSecond >= secondOf(bounds.minCreated)) &&
    (bounds.maxCreated === undefined || createdSecond <= secondOf(bounds.maxCreated)) &&
    (bounds.minModified === undefined || modifiedSecond >= secondOf(bounds.minModified)) &&
    (bounds.maxModified === undefined || modifiedSecond <= secondOf(bounds.maxModified))
  );
}

function keyOf<T>(listed: Listed<T>, wish: ListWish<T>, thing: T): number {
  if (wish.sort === 'created') return listed.createdAt(thing);
  return wish.sort === 'modified' ? listed.modifiedAt(thing) : listed.idOf(thing);
}

function generatedKey<T>(listed: Listed<T>, sort: SortField): (index: number) => number {
  if (sort === 'created') return (index) => listed.times.createdAt(index);
  return sort === 'modified' ? (index) => listed.times.modifiedAt(index) : (index) => listed.firstId + index;
}

function secondOf(time: number): number {
  return Math.floor(time / 1000) * 1000;
}
