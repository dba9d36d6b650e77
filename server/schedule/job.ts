/** Something that is done once in each of its periods, by whichever instance comes first. */
export interface Job {
  name: string;
  /** Periods are counted from 1970, UTC; a change of summer time changes nothing. */
  periodMs: number;
  /** A run that takes longer is given up: the next may start. */
  abandonAfterMs: number;
  /** Looks at `signal` between steps and stops when it is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
