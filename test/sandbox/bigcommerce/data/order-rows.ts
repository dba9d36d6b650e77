import { channelIds } from './profile.ts';
import { Draws, hashFor } from './random.ts';

export type RefundKind = 'full' | 'lines' | 'shipping' | 'amount';

/** What filters may ask of an order; the rest of it is drawn. */
export interface OrderRow {
  statusId: number;
  channelId: number;
  isGuest: boolean;
  paymentMethod: string;
  refund: RefundKind | null;
  /** Something out of the ordinary. */
  special:
    'digital' | 'gift-certificate' | 'many-addresses' | 'deleted-product' | 'custom-item' | 'fee' | null;
  discount: 'line' | 'order' | 'coupon' | null;
  isPickup: boolean;
}

/** Rows repeat after this many orders, so that counting and finding matches is arithmetic. */
const rowCount = 1999;

const statusShares: readonly (readonly [statusId: number, share: number])[] = [
  [10, 34],
  [2, 22],
  [11, 12],
  [9, 5],
  [3, 3],
  [8, 3],
  [7, 3],
  [1, 2],
  [0, 5],
  [4, 3],
  [14, 3],
  [5, 2.5],
  [6, 1],
  [12, 0.8],
  [13, 0.7],
];

const sometimes = [
  'digital',
  'gift-certificate',
  'many-addresses',
  'deleted-product',
  'custom-item',
  'fee',
] as const;
const refundParts = ['lines', 'shipping', 'amount'] as const;

export class OrderRows {
  private readonly rows: OrderRow[];

  constructor(seed: number) {
    const draws = new Draws(hashFor(seed, 'rows', 0));
    this.rows = Array.from({ length: rowCount }, (_, index) => drawRow(draws, index));
  }

  at(index: number): OrderRow {
    const row = this.rows[index % rowCount];
    if (!row) throw new RangeError(`no order has the index ${index}`);
    return row;
  }

  matching(accept: (row: OrderRow) => boolean): RowMatches {
    return new RowMatches(
      this.rows.flatMap((row, place) => (accept(row) ? [place] : [])),
      rowCount,
    );
  }
}

/** The indexes whose row matches, as a sequence that is computed instead of kept. */
export class RowMatches {
  private readonly places: readonly number[];
  private readonly cycle: number;
  private readonly before: Uint32Array;

  constructor(places: readonly number[], cycle: number) {
    this.places = places;
    this.cycle = cycle;
    this.before = new Uint32Array(cycle + 1);
    let next = 0;
    for (let place = 0; place < cycle; place++) {
      this.before[place] = next;
      if (places[next] === place) next += 1;
    }
    this.before[cycle] = next;
  }

  /** How many matches have an index below. */
  countBelow(index: number): number {
    return Math.floor(index / this.cycle) * this.places.length + (this.before[index % this.cycle] ?? 0);
  }

  /** Index of the match with that number, counted from 0. */
  at(number: number): number {
    const { places, cycle } = this;
    return Math.floor(number / places.length) * cycle + (places[number % places.length] ?? 0);
  }

  has(index: number): boolean {
    return this.countBelow(index + 1) > this.countBelow(index);
  }
}

function drawRow(draws: Draws, index: number): OrderRow {
  const statusId = drawStatus(draws);
  const channelDraw = draws.next();
  const channelId =
    channelDraw < 0.7 ? channelIds.web : channelDraw < 0.88 ? channelIds.pos : channelIds.marketplace;
  const special = draws.chance(0.08) ? draws.pick(sometimes) : null;
  return {
    statusId,
    channelId,
    isGuest: draws.chance(0.15),
    paymentMethod: draws.pick(['Credit Card', 'Credit Card', 'PayPal', 'Cash', 'Bank Deposit']),
    refund: drawRefund(draws, statusId),
    special: index % 97 === 5 ? 'many-addresses' : special,
    discount: draws.chance(0.25) ? draws.pick(['line', 'order', 'coupon'] as const) : null,
    isPickup: channelId === channelIds.pos || (channelId === channelIds.web && draws.chance(0.1)),
  };
}

function drawStatus(draws: Draws): number {
  let left = draws.next() * statusShares.reduce((sum, [, share]) => sum + share, 0);
  for (const [statusId, share] of statusShares) {
    left -= share;
    if (left < 0) return statusId;
  }
  return 10;
}

/** Merchants set partly refunded orders back to Completed, so a refund is not told by the status alone. */
function drawRefund(draws: Draws, statusId: number): RefundKind | null {
  if (statusId === 4) return 'full';
  if (statusId === 14) return draws.pick(refundParts);
  return statusId === 10 && draws.chance(0.03) ? draws.pick(refundParts) : null;
}
