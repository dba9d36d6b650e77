export type DeliveryOutcome =
  | 'delivered'
  /** Another status than 2xx. */
  | 'refused'
  | 'timeout'
  | 'no-connection'
  /** Not tried, because the host is blocked. */
  | 'blocked'
  /** Thrown away by the loss switch. */
  | 'lost';

/** One attempt of a delivery. */
export interface DeliveryNote {
  /** Milliseconds since 1970, of the sandbox clock. */
  at: number;
  messageId: string;
  storeHash: string;
  hookId: number;
  scope: string;
  destination: string;
  body: string;
  /** 0 for the first attempt. */
  retry: number;
  outcome: DeliveryOutcome;
  /** 0 without an answer. */
  status: number;
  /** Real milliseconds until the answer. */
  tookMs: number;
}

export interface SavedDeliveryLog {
  notes: DeliveryNote[];
  counts: Partial<Record<DeliveryOutcome, number>>;
}

const kept = 20_000;
/** A snapshot is written every few seconds, and has to stay small. */
const savedNotes = 1_000;

/** Counts every attempt, keeps the newest. */
export class DeliveryLog {
  private notes: DeliveryNote[] = [];
  private counts: Partial<Record<DeliveryOutcome, number>> = {};

  add(note: DeliveryNote): void {
    this.counts[note.outcome] = (this.counts[note.outcome] ?? 0) + 1;
    this.notes.push(note);
    if (this.notes.length > kept * 2) this.notes = this.notes.slice(-kept);
  }

  /** Oldest first; at least the last 20,000 attempts. */
  list(filter: { storeHash?: string; scope?: string; outcome?: DeliveryOutcome } = {}): DeliveryNote[] {
    return this.notes.filter(
      (note) =>
        (filter.storeHash === undefined || note.storeHash === filter.storeHash) &&
        (filter.scope === undefined || note.scope === filter.scope) &&
        (filter.outcome === undefined || note.outcome === filter.outcome),
    );
  }

  count(outcome: DeliveryOutcome): number {
    return this.counts[outcome] ?? 0;
  }

  totals(): Partial<Record<DeliveryOutcome, number>> {
    return { ...this.counts };
  }

  clear(): void {
    this.notes = [];
    this.counts = {};
  }

  save(): SavedDeliveryLog {
    return structuredClone({ notes: this.notes.slice(-savedNotes), counts: this.counts });
  }

  restore(saved: SavedDeliveryLog): void {
    ({ notes: this.notes, counts: this.counts } = structuredClone(saved));
  }
}
