interface Call<Item> {
  items: Item[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Gathers what callers want written while a write is under way, and writes it together next. A lone call is written
 * at once; under load the batches grow by themselves. When a write fails, everybody who waits hears of it with
 * those who were in it, so that nobody waits for a time-out twice.
 *
 * @param write makes items durable
 * @param maxItems of one write, unless a single call has more
 */
export function createGroupCommit<Item>(
  write: (items: Item[]) => Promise<void>,
  maxItems: number,
): (items: Item[]) => Promise<void> {
  let waiting: Call<Item>[] = [];
  let writing = false;

  function nextBatch(): Call<Item>[] {
    let size = 0;
    const end = waiting.findIndex((call, index) => {
      size += call.items.length;
      return size > maxItems && index > 0;
    });
    return waiting.splice(0, end < 0 ? waiting.length : end);
  }

  async function drain(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = nextBatch();
      try {
        await write(batch.flatMap((call) => call.items));
        for (const call of batch) call.resolve();
      } catch (error) {
        const hopeless = waiting;
        waiting = [];
        for (const call of [...batch, ...hopeless]) call.reject(error);
      }
    }
    writing = false;
  }

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!writing) void drain();
    });
}
