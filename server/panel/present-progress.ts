import type { Overview } from '../../shared/views/overview.ts';
import type { StreamRow } from '../db/types/streams.ts';
import { shortestMs } from './rate-meter.ts';
import { presentInstant } from './status.ts';

type Progress = Overview['history']['orders'];

/**
 * How far a backfill is.
 * @param measured records a minute over the last minutes, or null while there is no measurement yet: then the average
 * since the start stands in
 */
export function presentProgress(
  stream: StreamRow | null,
  about: { paused: boolean; budgetPercent: number; measured: number | null; now: Date },
): Progress {
  const { budgetPercent } = about;
  const status = statusOf(stream, about.paused);
  const read = stream?.counts.read ?? 0;
  const total = stream?.total ?? null;
  const perMinute = status === 'running' && stream ? (about.measured ?? averageOf(stream, about.now)) : null;
  return {
    status,
    read,
    total,
    perMinute,
    secondsLeft: secondsLeftOf(read, total, perMinute),
    startedAt: presentInstant(stream?.startedAt ?? null),
    finishedAt: presentInstant(stream?.finishedAt ?? null),
    budgetPercent,
  };
}

function statusOf(stream: StreamRow | null, paused: boolean): Progress['status'] {
  if (stream === null) return 'not-started';
  if (stream.status === 'done') return 'done';
  if (paused || stream.status === 'paused') return 'paused';
  return 'running';
}

function averageOf({ startedAt, counts }: StreamRow, now: Date): number | null {
  const passedMs = startedAt === null ? 0 : now.getTime() - startedAt.getTime();
  return passedMs < shortestMs ? null : (counts.read * 60_000) / passedMs;
}

function secondsLeftOf(read: number, total: number | null, perMinute: number | null): number | null {
  if (total === null || perMinute === null || perMinute <= 0) return null;
  return Math.ceil((Math.max(0, total - read) / perMinute) * 60);
}
