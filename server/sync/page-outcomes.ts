import type { RecordState } from '../../shared/sync.ts';
import type { RecordWrite } from '../db/types/records.ts';
import type { PageOptions } from './run-page.ts';
import { keyText, type RecordsBefore, type Task } from './task.ts';

export interface Outcome {
  task: Task;
  row: RecordWrite;
  /** AIQ has accepted it just now, not before. */
  sentNow: boolean;
}

/** What has become of the tasks of a slice. */
export interface Outcomes {
  readonly before: RecordsBefore;
  readonly force: boolean;
  now(): Date;
  note(task: Task, row: RecordWrite): void;
  noteBuyer(row: RecordWrite): void;
  /** A task that changes nothing; its record is written only to show that the entity is still there. */
  leave(task: Task): void;
  /** The record of an order as it is now. */
  current(orderId: string): RecordWrite | undefined;
  writes(): RecordWrite[];
  /** Has something done after the records were written. */
  onceRecorded(then: () => void): void;
  recorded(): void;
  list(): readonly Outcome[];
  states(tasks: readonly Task[]): RecordState[];
}

export function createOutcomes(now: () => Date, before: RecordsBefore, options: PageOptions): Outcomes {
  const { force = false, touch = false } = options;
  const rows = new Map<string, RecordWrite>();
  const done: Outcome[] = [];
  const afterwards: (() => void)[] = [];

  return {
    before,
    force,
    now,
    note(task, row) {
      rows.set(keyText(task), row);
      const sentNow = row.state === 'sent' && row.sentAt?.getTime() !== before.get(task)?.sentAt?.getTime();
      done.push({ task, row, sentNow });
    },
    noteBuyer(row) {
      const known = rows.get(keyText(row));
      if (known === undefined || known.sourceAt <= row.sourceAt) rows.set(keyText(row), row);
    },
    leave(task) {
      const row = before.get(task);
      if (touch && row !== undefined) rows.set(keyText(task), { ...row, fetchedAt: now() });
    },
    current(orderId) {
      const key = { kind: 'order', id: orderId } as const;
      return rows.get(keyText(key)) ?? before.get(key);
    },
    onceRecorded: (then) => void afterwards.push(then),
    recorded() {
      for (const then of afterwards) then();
    },
    writes: () => [...rows.values()],
    list: () => done,
    states: (tasks) =>
      tasks.flatMap((task) => {
        const row = rows.get(keyText(task)) ?? before.get(task);
        return row === undefined ? [] : [row.state];
      }),
  };
}
