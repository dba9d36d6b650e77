import type { RowMatches } from './order-rows.ts';
import { lowerBound, type Timeline } from './timeline.ts';

/** A sorted list of generated things that is computed where it is looked at. */
export interface Sequence {
  size: number;
  /** Index of the thing at a place. */
  at(place: number): number;
  /** Place of an index; undefined when it is not in the list. */
  placeOf(index: number): number | undefined;
}

export interface SequenceRange {
  /** First index, and the one after the last. */
  from: number;
  to: number;
  /** Undefined: all rows. */
  rows: RowMatches | undefined;
}

/** In the order of the numbers, which is that of creation. */
export function byIndex({ from, to, rows }: SequenceRange): Sequence {
  const below = (index: number) => (rows ? rows.countBelow(index) : index);
  const start = below(from);
  return {
    size: Math.max(0, below(Math.max(from, to)) - start),
    at: (place) => (rows ? rows.at(start + place) : start + place),
    placeOf(index) {
      if (index < from || index >= to || (rows && !rows.has(index))) return undefined;
      return below(index) - start;
    },
  };
}

/** In the order of modification; `from` and `to` are widened to whole blocks of the timeline. */
export function byModification(times: Timeline, range: SequenceRange): Sequence {
  const wide = wholeBlocks(times, range);
  const plain = byIndex(wide);
  const inBlock = (index: number) => {
    const [from, to] = times.bounds(times.blockOf(index));
    const members: number[] = [];
    for (let member = from; member < to; member++)
      if (plain.placeOf(member) !== undefined) members.push(member);
    return members.sort((a, b) => times.slotOf(a) - times.slotOf(b));
  };
  return {
    size: plain.size,
    at(place) {
      const index = plain.at(place);
      const members = inBlock(index);
      const first = plain.placeOf(Math.min(...members)) ?? 0;
      const found = members[place - first];
      if (found === undefined) throw new RangeError(`no place ${place} in the list`);
      return found;
    },
    placeOf(index) {
      if (plain.placeOf(index) === undefined) return undefined;
      const members = inBlock(index);
      return (plain.placeOf(Math.min(...members)) ?? 0) + members.indexOf(index);
    },
  };
}

export function wholeBlocks(times: Timeline, range: SequenceRange): SequenceRange {
  if (range.to <= range.from) return range;
  const [from] = times.bounds(times.blockOf(range.from));
  const [, to] = times.bounds(times.blockOf(range.to - 1));
  return { ...range, from, to };
}

/** The list without some of its places. */
export function without(sequence: Sequence, excluded: readonly number[]): Sequence {
  const places = [...new Set(excluded.flatMap((index) => sequence.placeOf(index) ?? []))].sort(
    (a, b) => a - b,
  );
  if (places.length === 0) return sequence;
  // The nth place that is left lies behind as many excluded ones as stand before it.
  const shiftOf = (place: number) => lowerBound(places.length, (n) => (places[n] ?? Infinity) - n > place);
  return {
    size: sequence.size - places.length,
    at: (place) => sequence.at(place + shiftOf(place)),
    placeOf(index) {
      const place = sequence.placeOf(index);
      if (place === undefined) return undefined;
      const before = lowerBound(places.length, (n) => (places[n] ?? Infinity) >= place);
      return places[before] === place ? undefined : place - before;
    },
  };
}

/** A thing from the changed ones, with what it is sorted by. */
export interface Keyed<T> {
  key: number;
  id: number;
  value: T;
}

/**
 * A page of the two lists merged by key, then by number.
 * @param changed sorted ascending
 * @returns ascending, or from the end when `descending`
 */
export function mergedPage<T>(input: {
  generated: Sequence;
  changed: readonly Keyed<T>[];
  keyAt: (index: number) => number;
  idAt: (index: number) => number;
  build: (index: number) => T;
  offset: number;
  limit: number;
  descending: boolean;
}): T[] {
  const { generated, changed, keyAt, idAt } = input;
  const total = generated.size + changed.length;
  const wantedEnd = Math.min(total, input.offset + input.limit);
  const [from, to] = input.descending ? [total - wantedEnd, total - input.offset] : [input.offset, wantedEnd];
  if (from >= to) return [];
  const isBefore = (one: Keyed<T>, index: number) => {
    const key = keyAt(index);
    return one.key < key || (one.key === key && one.id < idAt(index));
  };
  // How many of the changed ones stand among the first `from` of the merged list.
  const lowest = Math.max(0, from - generated.size);
  const highest = Math.min(from, changed.length);
  let fromChanged =
    lowest +
    lowerBound(highest - lowest, (extra) => {
      const candidate = changed[lowest + extra];
      const rest = from - (lowest + extra) - 1;
      return !candidate || rest < 0 || !isBefore(candidate, generated.at(rest));
    });
  let fromGenerated = from - fromChanged;
  const page: T[] = [];
  while (page.length < to - from) {
    const candidate = changed[fromChanged];
    if (candidate && (fromGenerated >= generated.size || isBefore(candidate, generated.at(fromGenerated)))) {
      page.push(candidate.value);
      fromChanged += 1;
    } else {
      page.push(input.build(generated.at(fromGenerated)));
      fromGenerated += 1;
    }
  }
  return input.descending ? page.reverse() : page;
}
