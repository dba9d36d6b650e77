/** Which requests are to fail, and how; part of each side's switches. */
export interface FaultPlan<Failure extends string> {
  failWith: Failure | null;
  /** 0 to 1. */
  failShare: number;
  /** Null is without end. */
  failTimes: number | null;
  /** Routes or endpoints; null is all. */
  failAt: readonly string[] | null;
}

/** Decides, by a plan and a seed, which requests fail. */
export class FaultPicker<Failure extends string> {
  private readonly draw: () => number;
  private played = 0;
  private playing: Failure | null = null;

  /** @param draw gives the next number from 0 to 1 */
  constructor(draw: () => number) {
    this.draw = draw;
  }

  pick({ failWith, failShare, failTimes, failAt }: FaultPlan<Failure>, place: string): Failure | null {
    if (failWith !== this.playing) this.restart(failWith);
    if (failWith === null || (failAt && !failAt.includes(place))) return null;
    if (failTimes !== null && this.played >= failTimes) return null;
    if (failShare < 1 && this.draw() >= failShare) return null;
    this.played += 1;
    return failWith;
  }

  /** Counts towards `failTimes` anew. */
  restart(failure: Failure | null): void {
    this.playing = failure;
    this.played = 0;
  }
}
