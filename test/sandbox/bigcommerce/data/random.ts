/** A 32-bit hash of numbers; equal numbers give equal hashes on every machine. */
export function hash(...numbers: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const number of numbers) {
    // Two halves, so that ids beyond 32 bits differ as well.
    state = scramble(state ^ (number >>> 0));
    state = scramble(state ^ Math.floor(number / 0x1_0000_0000));
  }
  return state;
}

function scramble(value: number): number {
  let state = (value + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return (state ^ (state >>> 14)) >>> 0;
}

/** A sequence of draws that depends on its seed alone. */
export class Draws {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to 1, 1 excluded. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    return scramble(this.state) / 0x1_0000_0000;
  }

  /** A whole number from 0 to `below` - 1. */
  int(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.int(list.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }
}

/** What a thing's draws are for; keeps an order's apart from the customer's of the same number. */
const kinds = {
  customer: 1,
  order: 2,
  guest: 3,
  product: 4,
  rows: 5,
  actions: 6,
  block: 7,
  record: 8,
} as const;

export type DrawKind = keyof typeof kinds;

export function drawsFor(seed: number, kind: DrawKind, id: number): Draws {
  return new Draws(hash(seed, kinds[kind], id));
}

export function hashFor(seed: number, kind: DrawKind, id: number): number {
  return hash(seed, kinds[kind], id);
}
