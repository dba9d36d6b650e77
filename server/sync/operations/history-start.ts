import type { History } from '../../../shared/settings.ts';

/** Further than any zone is from UTC. */
const widestOffsetMs = 16 * 3600_000;

/**
 * Start of the history that is to be read, as an instant.
 * @param timezone IANA name of the store's time zone; an unknown one is taken for UTC
 * @param now where "nothing" starts
 * @returns null means everything
 */
export function toHistoryStart(history: History, timezone: string, now: Date): Date | null {
  if (history.from === 'everything') return null;
  return history.from === 'nothing' ? now : startOfDay(history.date, timezone);
}

/**
 * The first instant of a calendar day in a time zone. Where clocks skip midnight the day starts later; where they
 * fall back across midnight it may start at either of the two.
 * @param day `YYYY-MM-DD`
 */
export function startOfDay(day: string, timezone: string): Date {
  const formatter = dayFormatter(timezone);
  const around = Date.parse(`${day}T00:00:00Z`);
  let before = around - widestOffsetMs;
  let within = around + widestOffsetMs;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (formatter.format(middle) < day) before = middle;
    else within = middle;
  }
  return new Date(within);
}

/** Writes days as `YYYY-MM-DD`, which is how Swedish dates look. */
function dayFormatter(timezone: string): Intl.DateTimeFormat {
  const shape = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('sv-SE', { ...shape, timeZone: timezone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('sv-SE', { ...shape, timeZone: 'UTC' });
  }
}
