import { z } from 'zod';
import type { ReadMember } from './pages.ts';
import { idValue, toInstant } from './values.ts';

/** What is left of an entity that is not what the documentation says. */
export interface Remains {
  id: number;
  /** A date of the raw entity; null when it has none that can be read. */
  instant(field: string): Date | null;
  /** An id of the raw entity; null likewise. */
  reference(field: string): number | null;
  /** Which field is wrong, without its value. */
  detail: string;
}

/**
 * Reads the members of a list so that one of an unknown form stops neither its list nor its stream: it is named by its
 * id and marked as unreadable. Without an id nothing can be told of it.
 */
export function orUnreadable<T>(schema: z.ZodType<T>, toUnreadable: (remains: Remains) => T): ReadMember<T> {
  return (raw) => {
    const read = schema.safeParse(raw);
    if (read.success) return read.data;
    const remains = readRemains(raw, read.error);
    return remains === null ? null : toUnreadable(remains);
  };
}

/** @returns null when there is not even an id */
export function readRemains(raw: unknown, error: z.ZodError): Remains | null {
  const known = z.looseObject({ id: idValue }).safeParse(raw);
  if (!known.success) return null;
  const { data } = known;
  return {
    id: data.id,
    instant: (field) => toInstant(data[field]),
    reference(field) {
      const id = idValue.safeParse(data[field]);
      return id.success ? id.data : null;
    },
    detail: issueText(error),
  };
}

/** Which field is wrong, without its value. */
export function issueText(error: z.ZodError): string {
  const path = error.issues[0]?.path.map(String).join('.') ?? '';
  return path === '' ? 'It has an unknown form.' : `The field ${path.slice(0, 80)} has an unknown form.`;
}
