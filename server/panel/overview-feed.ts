import type { Overview } from '../../shared/views/overview.ts';
import { AppError } from '../errors.ts';

/** Tells everybody who looks at a store when its figures changed, with one look for all of them. */
export interface OverviewFeed {
  /**
   * The overview now and after each change, as JSON; null when nothing changed for a while. Ends with the signal.
   * @throws what the look threw, to everybody who watches the store
   */
  watch(store: string, signal: AbortSignal): AsyncGenerator<string | null>;
}

export interface FeedTimes {
  /** Shortest time between two looks. */
  lookMs: number;
  /** A large store takes longer to count: a look may fill this share of the time. */
  share: number;
  quietMs: number;
}

export const feedTimes: FeedTimes = { lookMs: 1_000, share: 0.1, quietMs: 4_000 };

/** More windows than any team has open. */
const mostWatchers = 50;

interface Watched {
  /** Each watcher's way to be woken. */
  watchers: Set<() => void>;
  version: number;
  json: string;
  failure: { error: unknown } | null;
}

/** @param read the figures of a store as they are now */
export function createOverviewFeed(
  read: (store: string) => Promise<Overview>,
  times: FeedTimes = feedTimes,
): OverviewFeed {
  const watchedByStore = new Map<string, Watched>();

  async function lookUntilNobodyWatches(store: string, watched: Watched): Promise<void> {
    let before = '';
    while (watched.watchers.size > 0) {
      const startedAt = performance.now();
      try {
        const overview = await read(store);
        const figures = JSON.stringify({ ...overview, at: null });
        if (figures !== before) {
          before = figures;
          watched.json = JSON.stringify(overview);
          watched.version += 1;
          wakeAll(watched);
        }
      } catch (error) {
        watched.failure = { error };
        break;
      }
      await pause(Math.max(times.lookMs, (performance.now() - startedAt) / times.share));
    }
    if (watchedByStore.get(store) === watched) watchedByStore.delete(store);
    wakeAll(watched);
  }

  function join(store: string, wake: () => void): Watched {
    const known = watchedByStore.get(store);
    if (known !== undefined) {
      if (known.watchers.size >= mostWatchers) throw tooMany();
      known.watchers.add(wake);
      return known;
    }
    const watched: Watched = { watchers: new Set([wake]), version: 0, json: '', failure: null };
    watchedByStore.set(store, watched);
    // Every error of a look is kept for the watchers.
    void lookUntilNobodyWatches(store, watched);
    return watched;
  }

  return {
    async *watch(store, signal) {
      let wake: () => void = () => undefined;
      const call = () => wake();
      const watched = join(store, call);
      signal.addEventListener('abort', call);
      try {
        let seen = 0;
        while (!signal.aborted) {
          if (watched.failure !== null) throw watched.failure.error;
          if (watched.version > seen) {
            seen = watched.version;
            yield watched.json;
            continue;
          }
          const woken = await new Promise<boolean>((resolve) => {
            const timer = setTimeout(() => resolve(false), times.quietMs);
            wake = () => {
              clearTimeout(timer);
              resolve(true);
            };
          });
          if (!woken) yield null;
        }
      } finally {
        signal.removeEventListener('abort', call);
        watched.watchers.delete(call);
      }
    },
  };
}

function tooMany(): AppError {
  return new AppError(
    429,
    'too-many-requests',
    'This store is being looked at in too many windows at once. Close some of them.',
  );
}

function wakeAll({ watchers }: Watched): void {
  for (const wake of watchers) wake();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    // Nobody waits for a look when the process ends.
    setTimeout(resolve, ms).unref();
  });
}
