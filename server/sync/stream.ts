import type { StreamName } from '../../shared/sync.ts';
import type { StreamRow } from '../db/types/streams.ts';

/**
 * One kind of work for one store, under one lease. What it keeps in memory may be lost at any time; its cursor, written
 * after each step, is enough to go on.
 */
export interface Stream {
  readonly name: StreamName;
  /**
   * Whether this step reads what there was when the stream was woken. One that goes on with what was read before does
   * not, and the wake stays. Left out: each does.
   */
  heedsWake?(row: StreamRow): boolean;
  /** Does one piece of work and writes its checkpoint, with when to go on (`nextRunAt`, null for never). */
  step(row: StreamRow): Promise<void>;
}

/** A number, text or list of a cursor; cursors are plain JSON that an earlier version may have written. */
export function readNumber(cursor: StreamRow['cursor'], name: string): number | null {
  const value = cursor?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function readText(cursor: StreamRow['cursor'], name: string): string | null {
  const value = cursor?.[name];
  return typeof value === 'string' ? value : null;
}

export function readNumbers(cursor: StreamRow['cursor'], name: string): number[] {
  const value = cursor?.[name];
  return Array.isArray(value) ? value.filter((entry): entry is number => typeof entry === 'number') : [];
}

/** A cursor within a cursor. */
export function readPart(cursor: StreamRow['cursor'], name: string): Record<string, unknown> | null {
  const value = cursor?.[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

export function readInstant(cursor: StreamRow['cursor'], name: string): Date | null {
  const value = new Date(readText(cursor, name) ?? '');
  return Number.isNaN(value.getTime()) ? null : value;
}
