import { LRUCache } from 'lru-cache';

interface Kept<T> {
  answer: Promise<T>;
  /** On the monotonic clock; Infinity while it is being worked out. */
  until: number;
}

/** So that a question takes a twentieth of the database's time at most, however many people ask it. */
const keptTimes = 20;
/** What comes sooner is not worth an old answer. */
const quickMs = 100;

/**
 * Answers that take the longer the larger a store is: shared by all who ask meanwhile, and kept for a time in proportion
 * to what they took. A small store's are always fresh; those of a store with a hundred thousand records are some seconds
 * old.
 * @param monotonic milliseconds
 */
export function createCostlyAnswers<T>(monotonic: () => number = () => performance.now()): {
  /** @param key names the question */
  get(key: string, ask: () => Promise<T>): Promise<T>;
} {
  const kept = new LRUCache<string, Kept<T>>({ max: 2_000 });

  return {
    get(key, ask) {
      const known = kept.get(key);
      if (known !== undefined && monotonic() < known.until) return known.answer;
      const from = monotonic();
      const entry: Kept<T> = { answer: ask(), until: Infinity };
      kept.set(key, entry);
      entry.answer.then(
        () => {
          const took = monotonic() - from;
          entry.until = took < quickMs ? 0 : monotonic() + took * keptTimes;
        },
        () => void kept.delete(key),
      );
      return entry.answer;
    },
  };
}
