import type { RecordWrite } from '../db/types/records.ts';
import type { StreamCounts } from '../db/types/streams.ts';
import { createBuyers } from './buyers.ts';
import type { Decision } from './decide.ts';
import { createOutcomes, type Outcomes } from './page-outcomes.ts';
import { createSliceReader, type Slice } from './page-slices.ts';
import { reportOutcomes } from './report-outcomes.ts';
import { sendWave } from './send-wave.ts';
import type { PageItem, Task } from './task.ts';
import { writeRecords, type StoreWork } from './work.ts';

export interface PageOptions {
  /** Also try what AIQ refused. */
  force?: boolean;
  /** Write records that did not change too, to show that their entity still exists. */
  touch?: boolean;
  /** Hears what is decided about each task, given its record as it was. */
  onDecision?: (task: Task, before: RecordWrite | undefined, decision: Decision) => void;
}

export type PageCounts = Required<StreamCounts>;

/** A page is worked on in slices of one bulk call, so that live changes never wait for longer than that. */
export const sliceSize = 100;

/**
 * The only loop through which anything reaches AIQ: records before → map → skip what AIQ has → send → one outcome
 * for each record → records. The caller writes its cursor, or clears its changes, after it.
 *
 * While AIQ works on a slice, the records of the slice before it are being written, and those of the next are read.
 * Live changes go between two slices, after everything that was sent has its record; what was read ahead of them is
 * read anew, so that an older version is never written over theirs.
 * @throws whatever ended a call early; outcomes known until then are written first
 */
export async function runPage(
  work: StoreWork,
  items: readonly PageItem[],
  options: PageOptions = {},
): Promise<PageCounts> {
  const counts: PageCounts = { read: 0, sent: 0, waiting: 0, parked: 0, skipped: 0 };
  const reader = createSliceReader(work);
  const slices = cut(items);
  let writing = Promise.resolve();
  try {
    for (const [index, slice] of slices.entries()) {
      if (index > 0 && (await work.letLiveThrough(() => writing))) reader.startOver();
      work.lease.check();
      const taken = await reader.take(slice);
      const next = slices[index + 1];
      if (next !== undefined) reader.readAhead(next);
      const { outcomes, failure } = await sendSlice(work, taken, options);
      work.deps.crashPoint('after-aiq-accepted');
      await writing;
      reader.note(outcomes.writes().map((row) => ({ ...taken.before.get(row), ...row })));
      writing = writeSlice(work, outcomes);
      // Its error is met when it is waited for, at the latest at the end.
      writing.catch(() => undefined);
      // The same error object on purpose: who called decides by its class.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      if (failure !== null) throw failure;
      counts.read += slice.length;
      for (const state of outcomes.states(taken.tasks)) counts[state] += 1;
    }
  } finally {
    await Promise.all([writing, reader.settled()]);
  }
  return counts;
}

function cut(items: readonly PageItem[]): (readonly PageItem[])[] {
  const slices: (readonly PageItem[])[] = [];
  for (let start = 0; start < items.length; start += sliceSize) {
    slices.push(items.slice(start, start + sliceSize));
  }
  return slices;
}

/** @returns what became of each task, and what ended the sending early, or null */
async function sendSlice(
  work: StoreWork,
  { before, tasks }: Slice,
  options: PageOptions,
): Promise<{ outcomes: Outcomes; failure: unknown }> {
  const outcomes = createOutcomes(() => work.now(), before, options);
  const buyers = createBuyers(before, work.settings.options.syncContacts);
  // A refund goes out after its order, so that no account ever shows a refund alone.
  const orders = tasks.filter(({ parentId }) => parentId === null);
  const refunds = tasks.filter(({ parentId }) => parentId !== null);
  let failure = await sendWave(work, orders, outcomes, buyers, options);
  if (failure === null) failure = await sendWave(work, refunds, outcomes, buyers, options);
  return { outcomes, failure };
}

async function writeSlice(work: StoreWork, outcomes: Outcomes): Promise<void> {
  await writeRecords(work, outcomes.writes(), (row) => outcomes.before.get(row));
  outcomes.recorded();
  work.deps.crashPoint('after-records');
  await reportOutcomes(work, outcomes.list());
}
