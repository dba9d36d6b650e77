import type { RecordState } from '../../../shared/sync.ts';

export interface DailyRow {
  store: string;
  /** UTC day, `YYYY-MM-DD`. */
  day: string;
  counts: Partial<Record<RecordState, number>>;
}

export interface DailyRepository {
  /** Adds outcomes: whoever writes records adds how many of them ended in each state. For charts, so never exact. */
  add(store: string, day: string, counts: Partial<Record<RecordState, number>>): Promise<void>;
  list(store: string, fromDay: string): Promise<DailyRow[]>;
}
