import type { RecordWrite } from '../db/types/records.ts';
import { mapInTurns } from './map-in-turns.ts';
import { keyText, type PageItem, type RecordsBefore, type Task } from './task.ts';
import type { StoreWork } from './work.ts';

/** Some items of a page, with their records as they are, and mapped by these. */
export interface Slice {
  before: RecordsBefore;
  tasks: Task[];
}

/**
 * Reads slices, and one ahead: while AIQ works on a slice, the records of the next one are read and it is mapped. What
 * a slice ahead was read too early to see are the outcomes of the slices before it; `take` adds them.
 */
export interface SliceReader {
  take(items: readonly PageItem[]): Promise<Slice>;
  readAhead(items: readonly PageItem[]): void;
  /** What has become of the slice that was taken: rows with all their fields. */
  note(rows: readonly RecordWrite[]): void;
  /** Somebody else has written records, after all that was noted was written: everything is read anew. */
  startOver(): void;
  /** Ends when nothing is being read any more. */
  settled(): Promise<void>;
}

interface ReadAhead {
  items: readonly PageItem[];
  known: ReadonlyMap<string, RecordWrite>;
  /** By item. */
  tasks: Task[][];
}

export function createSliceReader(work: StoreWork): SliceReader {
  let ahead: { items: readonly PageItem[]; reading: Promise<ReadAhead> } | null = null;
  let noted: ReadonlyMap<string, RecordWrite> = new Map();

  async function read(items: readonly PageItem[]): Promise<ReadAhead> {
    const keys = new Map(items.flatMap((item) => item.keys).map((key) => [keyText(key), key]));
    const rows = await work.deps.db.records.getMany(work.hash, [...keys.values()]);
    const known = new Map(rows.map((row) => [keyText(row), row]));
    const before: RecordsBefore = { get: (key) => known.get(keyText(key)) };
    return { items, known, tasks: await mapInTurns(items, (item) => item.toTasks(before)) };
  }

  return {
    async take(items) {
      const reading = ahead?.items === items ? ahead.reading : read(items);
      ahead = null;
      const { known, tasks } = await reading;
      const earlier = noted;
      const before: RecordsBefore = { get: (key) => earlier.get(keyText(key)) ?? known.get(keyText(key)) };
      const isChanged = (item: PageItem): boolean => item.keys.some((key) => earlier.has(keyText(key)));
      return {
        before,
        tasks: items.flatMap((item, index) =>
          isChanged(item) ? item.toTasks(before) : (tasks[index] ?? []),
        ),
      };
    },
    readAhead(items) {
      ahead = { items, reading: read(items) };
      // Whoever takes the slice gets its error.
      ahead.reading.catch(() => undefined);
    },
    note(rows) {
      // Another map, as the slice that was taken keeps its own view.
      noted = new Map([...noted, ...rows.map((row) => [keyText(row), row] as const)]);
    },
    startOver() {
      ahead = null;
      noted = new Map();
    },
    async settled() {
      await ahead?.reading.catch(() => undefined);
    },
  };
}
