import type { AiqClient } from '../aiq/types.ts';
import type { Buyers } from './buyers.ts';
import { decide } from './decide.ts';
import {
  acceptedRow,
  decidedRow,
  isHeldForSure,
  isUnknownAlready,
  orphanRow,
  refusedRow,
  unknownRow,
} from './outcome.ts';
import type { Outcomes } from './page-outcomes.ts';
import type { PageOptions } from './run-page.ts';
import { sendRecords, type SendResult, type Sending } from './send-records.ts';
import type { Task } from './task.ts';
import type { StoreWork } from './work.ts';

/** Sends one wave of tasks and notes what became of each. @returns what ended it early, or null */
export async function sendWave(
  work: StoreWork,
  tasks: readonly Task[],
  outcomes: Outcomes,
  buyers: Buyers,
  { onDecision }: Pick<PageOptions, 'onDecision'>,
): Promise<unknown> {
  const toSend: Task[] = [];
  for (const task of tasks) {
    const before = outcomes.before.get(task);
    const decision = decide(task, before, outcomes.force);
    onDecision?.(task, before, decision);
    if (decision === 'leave') outcomes.leave(task);
    else if (decision === 'record') outcomes.note(task, decidedRow(task, before, outcomes.now()));
    else {
      const order = task.parentId === null ? undefined : outcomes.current(task.parentId);
      if (task.parentId === null || isHeldForSure(order)) toSend.push(task);
      else outcomes.note(task, orphanRow(task, before, outcomes.now(), order));
    }
  }
  if (toSend.length === 0) return null;

  try {
    outcomes.onceRecorded(await work.lease.sending.begin(toSend, work.now()));
  } catch (error) {
    // An earlier wave may have been accepted, and has to be written down.
    return error;
  }
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
  for (const task of result.unknown) {
    const before = outcomes.before.get(task);
    if (!isUnknownAlready(task, before)) outcomes.note(task, unknownRow(task, before, now));
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
