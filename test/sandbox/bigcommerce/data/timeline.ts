import { hashFor, type DrawKind } from './random.ts';

/** Neighbours among which the order of modification is shuffled. */
const blockSize = 8;

/**
 * When the things of a generated list were created and modified, by arithmetic: creation rises with the index,
 * modification rises from block to block and is shuffled within one. All times are milliseconds since 1970.
 */
export class Timeline {
  readonly count: number;
  private readonly seed: number;
  private readonly kind: DrawKind;
  private readonly start: number;
  private readonly step: number;

  constructor(input: { seed: number; kind: DrawKind; count: number; start: number; end: number }) {
    this.seed = input.seed;
    this.kind = input.kind;
    this.count = input.count;
    this.start = input.start;
    this.step = (input.end - input.start) / Math.max(1, input.count);
  }

  createdAt(index: number): number {
    const jitter = (hashFor(this.seed, this.kind, -1 - index) / 0x1_0000_0000) * 0.9;
    return this.start + Math.floor((index + jitter) * this.step);
  }

  modifiedAt(index: number): number {
    const block = this.blockOf(index);
    return this.endOf(block) + Math.floor((this.slotOf(index) + 1) * this.unit);
  }

  /** Between the last creation and the first modification of the index's block; rises with the index. */
  refundedAt(index: number): number {
    const place = index % blockSize;
    return this.endOf(this.blockOf(index)) + Math.floor(((place + 1) * this.unit) / (blockSize + 1));
  }

  blockOf(index: number): number {
    return Math.floor(index / blockSize);
  }

  /** First index of a block, and the one after its last. */
  bounds(block: number): [from: number, to: number] {
    return [Math.min(block * blockSize, this.count), Math.min((block + 1) * blockSize, this.count)];
  }

  /** The place of an index in its block's order of modification. */
  slotOf(index: number): number {
    const [from, to] = this.bounds(this.blockOf(index));
    const size = to - from;
    const turn = hashFor(this.seed, 'block', this.blockOf(index));
    const place = turn % 2 === 0 ? index - from : size - 1 - (index - from);
    return (place + (turn >>> 1)) % size;
  }

  /** First index that was created at or after a time; `count` for none. */
  firstCreatedFrom(time: number): number {
    return lowerBound(this.count, (index) => this.createdAt(index) >= time);
  }

  /** First block whose last modification is at or after a time. */
  firstBlockModifiedFrom(time: number): number {
    const blocks = Math.ceil(this.count / blockSize);
    return lowerBound(blocks, (block) => {
      const [from, to] = this.bounds(block);
      return this.endOf(block) + Math.floor((to - from) * this.unit) >= time;
    });
  }

  private endOf(block: number): number {
    return this.createdAt(this.bounds(block)[1] - 1);
  }

  private get unit(): number {
    return (this.step * 0.1) / (blockSize + 1);
  }
}

/** The smallest number below `count` for which a rising condition holds; `count` for none. */
export function lowerBound(count: number, holds: (number: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
