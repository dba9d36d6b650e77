/** One call for orders: a range of ids from `minId` on, or one order by its id when that is null. */
export interface OrderRead {
  minId: number | null;
  /** A page of so many reaches the last of the ids. */
  limit: number;
  ids: number[];
}

const pageSize = 250;
/** From so many orders on, a page of 250 costs less than single calls. */
const worthAPage = 5;
/** So few are read one by one, whatever their ids: a page would carry far more than is asked for. */
const few = 10;

/** The fewest calls that bring the orders: ids that lie close together come as a page, the others one by one. */
export function planReads(ids: readonly number[]): OrderRead[] {
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  if (sorted.length <= few) return sorted.map((id) => ({ minId: null, limit: 1, ids: [id] }));
  const reads: OrderRead[] = [];
  for (let start = 0; start < sorted.length;) {
    const first = sorted[start] ?? 0;
    // A page from `first` on reaches at least this far, because ids are whole numbers.
    const near = sorted.slice(start, start + pageSize).filter((id) => id < first + pageSize);
    if (near.length >= worthAPage) {
      const last = near.at(-1) ?? first;
      reads.push({ minId: first, limit: last - first + 1, ids: near });
      start += near.length;
    } else {
      reads.push({ minId: null, limit: 1, ids: [first] });
      start += 1;
    }
  }
  return reads;
}
