import type { StreamName } from '../../../shared/sync.ts';

export interface StreamCounts {
  read: number;
  sent: number;
  waiting: number;
  parked: number;
  skipped: number;
}

export interface StreamRow {
  store: string;
  name: StreamName;
  status: 'waiting' | 'running' | 'paused' | 'done';
  /** Meaning is the stream's own; always plain JSON. */
  cursor: Record<string, unknown> | null;
  counts: StreamCounts;
  /** How many the stream expects to read; null when unknown. */
  total: number | null;
  fence: number;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When the stream wants to run next; null means not by itself. */
  nextRunAt: Date | null;
  /** The earliest wake that no step has heeded yet, so that the checkpoint of a step under way does not undo it. */
  wokenFor: Date | null;
  updatedAt: Date;
  error: string | null;
}

export interface StreamRepository {
  get(store: string, name: StreamName): Promise<StreamRow | null>;
  list(store: string): Promise<StreamRow[]>;
  /**
   * Starts or restarts a stream: cursor null, counts zero, status `waiting`. Whoever holds the store's lease at that
   * moment is fenced off this stream (its next checkpoint gives false), because it works from the old cursor.
   * A worker that resets a stream itself names its `fence` and goes on.
   */
  reset(
    store: string,
    name: StreamName,
    input: { total: number | null; nextRunAt: Date | null; now: Date; fence?: number },
  ): Promise<StreamRow>;
  /**
   * Writes a checkpoint, creating the stream if need be. False when a higher fence wrote before or the store's lease
   * has a higher token: the caller lost its lease and must stop. Where the stream was woken for an earlier time than
   * the `nextRunAt` given here, and no step has heeded that, it runs at that time.
   */
  checkpoint(
    store: string,
    name: StreamName,
    changes: Partial<
      Pick<StreamRow, 'status' | 'cursor' | 'total' | 'startedAt' | 'finishedAt' | 'nextRunAt' | 'error'>
    >,
    /** Added to the stored counts. */
    add: Partial<StreamCounts>,
    fence: number,
    now: Date,
  ): Promise<boolean>;
  /** Wakes a stream: `nextRunAt` = at, unless it is earlier already. A stream that was never started sleeps on. */
  wake(store: string, name: StreamName, at: Date): Promise<void>;
  /** A step begins now, which does what the stream was woken for until now. */
  heedWake(store: string, name: StreamName, now: Date): Promise<void>;
  /** Stores with at least one stream whose `nextRunAt` is reached, and which these are; longest waiting first. */
  listStoresDue(now: Date, limit: number): Promise<{ store: string; streams: StreamName[] }[]>;
  deleteAll(store: string): Promise<void>;
}
