import type { RecordState } from '../../shared/sync.ts';
import type { AiqClient } from '../aiq/types.ts';
import type { RecordRow, RecordWrite, StreamCounts } from '../db/types.ts';
import { createBuyers, type Buyers } from './buyers.ts';
import { decide } from './decide.ts';
import { acceptedRow, decidedRow, orphanRow, refusedRow, unchangedRow } from './outcome.ts';
import { reportOutcomes } from './report-outcomes.ts';
import { sendRecords, type SendResult, type Sending } from './send-records.ts';
import { keyText, type PageItem, type RecordsBefore, type Task } from './task.ts';
import { writeRecords, type StoreWork } from './work.ts';

export interface PageOptions {
  /** Also try what AIQ refused. */
  force?: boolean;
  /** Write records that did not change too, to show that their entity still exists. */
  touch?: boolean;
}

export type PageCounts = Required<StreamCounts>;

/** A page is worked on in slices of one bulk call, so that live changes never wait for longer than that. */
const sliceSize = 100;

/**
 * The only loop through which anything reaches AIQ: records before → map → skip what AIQ has → send → one outcome
 * for each record → records. The caller writes its cursor, or clears its changes, after it.
 * @throws whatever ended a call early; outcomes known until then are written first
 */
export async function runPage(
  work: StoreWork,
  items: readonly PageItem[],
  options: PageOptions = {},
): Promise<PageCounts> {
  const counts: PageCounts = { read: 0, sent: 0, waiting: 0, parked: 0, skipped: 0 };
  for (let start = 0; start < items.length; start += sliceSize) {
    if (start > 0) await work.letLiveThrough();
    const slice = items.slice(start, start + sliceSize);
    const states = await runSlice(work, slice, options);
    counts.read += slice.length;
    for (const state of states) counts[state] += 1;
  }
  return counts;
}

async function runSlice(
  work: StoreWork,
  items: readonly PageItem[],
  options: PageOptions,
): Promise<RecordState[]> {
  work.lease.check();
  const keys = new Map(items.flatMap((item) => item.keys).map((key) => [keyText(key), key]));
  const rows = await work.deps.db.records.getMany(work.hash, [...keys.values()]);
  const known = new Map(rows.map((row) => [keyText(row), row]));
  const before: RecordsBefore = { get: (key) => known.get(keyText(key)) };

  const tasks = items.flatMap((item) => item.toTasks(before));
  const outcomes = new Outcomes(work, before, options);
  const buyers = createBuyers(before, work.settings.options.syncContacts);

  // A refund goes out after its order, so that no account ever shows a refund alone.
  const orders = tasks.filter(({ parentId }) => parentId === null);
  const refunds = tasks.filter(({ parentId }) => parentId !== null);
  let failure = await sendWave(work, orders, outcomes, buyers);
  if (failure === null) failure = await sendWave(work, refunds, outcomes, buyers);

  work.deps.crashPoint('after-aiq-accepted');
  await writeRecords(work, outcomes.writes(), (row) => before.get(row) === undefined);
  work.deps.crashPoint('after-records');
  await reportOutcomes(work, outcomes.list());
  // The same error object on purpose: who called decides by its class.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  if (failure !== null) throw failure;
  return outcomes.states(tasks);
}

/** What has become of the tasks of a slice. */
class Outcomes {
  readonly before: RecordsBefore;
  readonly force: boolean;
  private readonly touch: boolean;
  private readonly work: StoreWork;
  private readonly rows = new Map<string, RecordWrite>();
  private readonly done: { task: Task; row: RecordWrite }[] = [];

  constructor(work: StoreWork, before: RecordsBefore, options: PageOptions) {
    this.work = work;
    this.before = before;
    this.force = options.force ?? false;
    this.touch = options.touch ?? false;
  }

  now(): Date {
    return this.work.now();
  }

  note(task: Task, row: RecordWrite): void {
    this.rows.set(keyText(task), row);
    this.done.push({ task, row });
  }

  noteBuyer(row: RecordWrite): void {
    const known = this.rows.get(keyText(row));
    if (known === undefined || known.sourceAt <= row.sourceAt) this.rows.set(keyText(row), row);
  }

  /** A task that changes nothing; its record is written only to show that the entity is still there. */
  leave(task: Task): void {
    const row = this.before.get(task);
    if (!this.touch || row === undefined) return;
    this.rows.set(keyText(task), unchangedRow(row, { fetchedAt: this.now() }));
  }

  /** The record of an order as it is now. */
  current(orderId: string): RecordWrite | RecordRow | undefined {
    const key = { kind: 'order', id: orderId } as const;
    return this.rows.get(keyText(key)) ?? this.before.get(key);
  }

  writes(): RecordWrite[] {
    return [...this.rows.values()];
  }

  list(): readonly { task: Task; row: RecordWrite }[] {
    return this.done;
  }

  states(tasks: readonly Task[]): RecordState[] {
    return tasks.flatMap((task) => {
      const row = this.rows.get(keyText(task)) ?? this.before.get(task);
      return row === undefined ? [] : [row.state];
    });
  }
}

/** Sends one wave of tasks and notes what became of each. @returns what ended it early, or null */
async function sendWave(
  work: StoreWork,
  tasks: readonly Task[],
  outcomes: Outcomes,
  buyers: Buyers,
): Promise<unknown> {
  const toSend: Task[] = [];
  for (const task of tasks) {
    const before = outcomes.before.get(task);
    const decision = decide(task, before, outcomes.force);
    if (decision === 'leave') outcomes.leave(task);
    else if (decision === 'record') outcomes.note(task, decidedRow(task, before, outcomes.now()));
    else if (task.parentId !== null && (outcomes.current(task.parentId)?.hash ?? null) === null) {
      const order = outcomes.current(task.parentId);
      outcomes.note(task, orphanRow(task, before, outcomes.now(), order));
    } else toSend.push(task);
  }
  if (toSend.length === 0) return null;

  const result = await sendTasks(work, toSend, buyers);
  const now = outcomes.now();
  for (const task of result.accepted) {
    outcomes.note(task, acceptedRow(task, outcomes.before.get(task), now, true));
    const buyer = task.target === 'sale' ? buyers.acceptedRow(task, now) : null;
    if (buyer !== null) outcomes.noteBuyer(buyer);
  }
  for (const { record: task, detail } of result.rejected) {
    outcomes.note(task, refusedRow(task, outcomes.before.get(task), now, detail));
  }
  return result.failure;
}

async function sendTasks(work: StoreWork, tasks: Task[], buyers: Buyers): Promise<SendResult<Task>> {
  const { aiq, memory } = work;
  // Prepared once, so that a record that is sent again after a refused bulk call is the same record.
  const prepared = new Map(tasks.map((task) => [task, prepare(task, buyers)]));
  const sending: Sending<Task> = {
    one: (task) => send(aiq, [prepared.get(task)], true),
    many: (batch) =>
      send(
        aiq,
        batch.map((task) => prepared.get(task)),
        false,
      ),
    size: memory.bulkSize,
    watch: memory.watch,
    beforeCall: () => work.lease.check(),
    crashPoint: (name) => work.deps.crashPoint(name),
  };
  return sendRecords(tasks, sending);
}

/** What goes to AIQ, by the kind of call that takes it. */
type Prepared =
  | { target: 'sale'; payload: Parameters<AiqClient['upsertSale']>[0] }
  | { target: 'persona'; payload: Parameters<AiqClient['upsertPersona']>[0] }
  | { target: 'item'; payload: Parameters<AiqClient['upsertInventory']>[0][number] };

function prepare(task: Task, buyers: Buyers): Prepared {
  if (task.mapped.decision !== 'send') throw new TypeError('only what is to be sent is prepared');
  switch (task.target) {
    case 'sale':
      return { target: 'sale', payload: buyers.prepare(task, task.mapped.payload) };
    case 'persona':
      return { target: 'persona', payload: task.mapped.payload };
    case 'item':
      return { target: 'item', payload: task.mapped.payload };
  }
}

/** All tasks of a page have one target. */
async function send(aiq: AiqClient, batch: (Prepared | undefined)[], single: boolean): Promise<void> {
  const sales = batch.flatMap((entry) => (entry?.target === 'sale' ? [entry.payload] : []));
  const personas = batch.flatMap((entry) => (entry?.target === 'persona' ? [entry.payload] : []));
  const items = batch.flatMap((entry) => (entry?.target === 'item' ? [entry.payload] : []));
  const [sale] = sales;
  const [persona] = personas;
  if (single && sale) await aiq.upsertSale(sale);
  else if (sales.length > 0) await aiq.upsertSales(sales);
  if (single && persona) await aiq.upsertPersona(persona);
  else if (personas.length > 0) await aiq.upsertPersonas(personas);
  if (items.length > 0) await aiq.upsertInventory(items);
}
