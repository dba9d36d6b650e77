/** AIQ refuses one record after the other: the records are hardly to blame, so none is parked for it. */
export class EverythingRejectedError extends Error {
  override readonly name = 'EverythingRejectedError';
  readonly detail: string | null;

  constructor(detail: string | null) {
    super('AIQ refuses too large a share of the records');
    this.detail = detail;
  }
}

/** Watches what AIQ says to the records of one store. */
export interface RejectionWatch {
  accepted(count: number): void;
  rejected(): void;
  /** Refusals since the last acceptance. */
  inARow(): number;
  /** True when going on would park a store's whole data. */
  tripped(): boolean;
  /** Starts anew, so that a later run can probe. */
  reset(): void;
}

const mostInARow = 25;
const windowSize = 200;
const leastOutcomes = 100;
const mostShare = 0.2;

export function createRejectionWatch(): RejectionWatch {
  /** Latest outcomes, oldest first; true is a refusal. */
  let recent: boolean[] = [];
  let row = 0;

  function note(outcome: boolean): void {
    recent.push(outcome);
    if (recent.length > windowSize) recent.shift();
  }

  return {
    accepted(count) {
      if (count <= 0) return;
      row = 0;
      for (let index = 0; index < Math.min(count, windowSize); index += 1) note(false);
    },
    rejected() {
      row += 1;
      note(true);
    },
    inARow: () => row,
    tripped: () =>
      row >= mostInARow ||
      (recent.length >= leastOutcomes && recent.filter(Boolean).length > recent.length * mostShare),
    reset() {
      recent = [];
      row = 0;
    },
  };
}
