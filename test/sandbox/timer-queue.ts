export interface Timer {
  due: number;
  /** Timers due at once run in the order in which they were set. */
  order: number;
  run: () => void;
  cancelled: boolean;
}

/** A binary heap: a hundred thousand waiting retries must not slow the clock down. */
export class TimerQueue {
  private heap: Timer[] = [];

  add(timer: Timer): void {
    const { heap } = this;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.swapUnlessOrdered(parent, at)) break;
      at = parent;
    }
  }

  /** The next timer that was not cancelled. */
  peek(): Timer | undefined {
    while (this.heap[0]?.cancelled) this.dropFirst();
    return this.heap[0];
  }

  take(): Timer | undefined {
    const first = this.peek();
    if (first) this.dropFirst();
    return first;
  }

  clear(): void {
    this.heap = [];
  }

  private dropFirst(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = left + 1 < heap.length && this.isBefore(left + 1, left) ? left + 1 : left;
      if (child >= heap.length || !this.swapUnlessOrdered(at, child)) return;
      at = child;
    }
  }

  private isBefore(one: number, other: number): boolean {
    const a = this.heap[one];
    const b = this.heap[other];
    if (!a || !b) return false;
    return a.due < b.due || (a.due === b.due && a.order < b.order);
  }

  private swapUnlessOrdered(parent: number, child: number): boolean {
    const above = this.heap[parent];
    const below = this.heap[child];
    if (!above || !below || !this.isBefore(child, parent)) return false;
    this.heap[parent] = below;
    this.heap[child] = above;
    return true;
  }
}
