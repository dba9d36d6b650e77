/** What simulated AIQ needs of a clock; the sandbox's scalable clock fits, and so does a hand-driven one. */
export interface AiqClock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Runs once after that many milliseconds of this clock. */
  after(ms: number, run: () => void): { cancel(): void };
}

/** Unix seconds, the unit of every time in AIQ's answers. */
export function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
