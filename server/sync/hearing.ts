import type { RecordWrite } from '../db/types/records.ts';
import type { StreamRow } from '../db/types/streams.ts';
import type { Decision } from './decide.ts';
import { readInstant, readNumber, readNumbers, readPart } from './stream.ts';
import type { Task } from './task.ts';

/** Of the changes that one sweep was the first to read: those that webhooks had told by then, and the others. */
export interface Tally {
  told: number;
  untold: number;
}

/**
 * Whether webhooks arrive, by what the sweeps find. Orders alone are judged: `store/customer/updated` does not fire for
 * every change of a customer. https://developer.bigcommerce.com/docs/integrations/webhooks/events
 */
export interface Hearing {
  /** What was modified before this is not judged. */
  from: Date;
  /** The latest sweeps that had something to judge, oldest first. */
  sweeps: readonly Tally[];
  /** While webhooks are taken to get lost: changes that none told. Zero while they are taken to arrive. */
  missed: number;
}

/** By then a webhook has come, at the second attempt too, and its change is noted or worked on. */
export const graceMs = 2 * 60_000;
/**
 * Sweeps that were so long in coming tell of the app: it was down, or paused, and BigCommerce repeats for hours what it
 * could not deliver.
 */
const awayAfterMs = 7.5 * 60_000;

/** So many changes are looked back on, and at least two sweeps: one may have come when the app was out of reach. */
const windowChanges = 40;
const leastSweeps = 2;
const leastUntold = 5;
/**
 * An order that is placed is told by three webhooks. Where half of all are lost, one order in eight is told by none; this
 * is half of that.
 */
const leastShare = 1 / 16;
/** Fewer in a row may have been brought by somebody who pressed a button. */
const leastTold = 3;

/** @param row the sweep's, as its last step left it */
export function readHearing(
  { cursor, updatedAt }: Pick<StreamRow, 'cursor' | 'updatedAt'>,
  now: Date,
): Hearing {
  const heard = readPart(cursor, 'heard');
  const from = readInstant(heard, 'from');
  const wasAway = now.getTime() - updatedAt.getTime() > awayAfterMs;
  const untold = readNumbers(heard, 'untold');
  return {
    from: from === null || wasAway ? now : from,
    sweeps: readNumbers(heard, 'told').map((told, index) => ({ told, untold: untold[index] ?? 0 })),
    missed: readNumber(heard, 'missed') ?? 0,
  };
}

/** As a part of the sweep's cursor. */
export function writeHearing({ from, sweeps, missed }: Hearing): Record<string, unknown> {
  return {
    from: from.toISOString(),
    told: sweeps.map(({ told }) => told),
    untold: sweeps.map(({ untold }) => untold),
    missed,
  };
}

/**
 * Whether the version of an order that a sweep has read had been worked on before; null when it was left out, or
 * nothing that counts has changed, so that it says nothing.
 */
export function wasTold(
  { mapped, sourceAt }: Pick<Task, 'sourceAt'> & { mapped: Pick<Task['mapped'], 'decision'> },
  before: Pick<RecordWrite, 'sourceAt'> | undefined,
  decision: Decision,
): boolean | null {
  if (mapped.decision === 'skip' || mapped.decision === 'keep') return null;
  if (before === undefined) return false;
  if (before.sourceAt >= sourceAt) return true;
  return decision === 'send' ? false : null;
}

/** What is known of webhooks after one more sweep. */
export function hearSweep(hearing: Hearing, sweep: Tally): Hearing {
  if (sweep.told + sweep.untold === 0) return hearing;
  const sweeps = latest([...hearing.sweeps, sweep]);
  if (hearing.missed === 0) {
    return { ...hearing, sweeps, missed: getLost(sweeps) ? sum(sweeps, 'untold') : 0 };
  }
  const lastLoss = sweeps.findLastIndex(({ untold }) => untold > 0);
  const since = sweeps.slice(lastLoss + 1);
  return arriveAgain(sweeps.slice(0, lastLoss + 1), since)
    ? { ...hearing, sweeps: since, missed: 0 }
    : { ...hearing, sweeps, missed: hearing.missed + sweep.untold };
}

function latest(sweeps: readonly Tally[]): readonly Tally[] {
  const [, ...rest] = sweeps;
  const isEnough = rest.length >= leastSweeps && sum(rest, 'told') + sum(rest, 'untold') >= windowChanges;
  return isEnough ? latest(rest) : sweeps;
}

function getLost(sweeps: readonly Tally[]): boolean {
  const untold = sum(sweeps, 'untold');
  return (
    untold >= leastUntold &&
    isTooMuch({ told: sum(sweeps, 'told'), untold }) &&
    sweeps.filter(isTooMuch).length >= leastSweeps
  );
}

function isTooMuch({ told, untold }: Tally): boolean {
  return untold > 0 && untold >= leastShare * (told + untold);
}

/** Where some arrive at all times, a few in a row prove nothing. */
function arriveAgain(until: readonly Tally[], since: readonly Tally[]): boolean {
  const told = sum(since, 'told');
  return told >= leastTold && told > sum(until, 'told');
}

function sum(sweeps: readonly Tally[], of: keyof Tally): number {
  return sweeps.reduce((total, sweep) => total + sweep[of], 0);
}
