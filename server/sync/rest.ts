/** For how long something that is remembered is left alone; both are instants of the clock, in milliseconds. */
export interface Rest {
  from: number;
  until: number;
}

export function restFor(ms: number, now: number): Rest {
  return { from: now, until: now + ms };
}

/** A clock that was set back to before a rest began ends it, instead of making it longer. */
export function isResting(rest: Rest | null | undefined, now: number): boolean {
  return rest !== null && rest !== undefined && rest.from <= now && now < rest.until;
}
