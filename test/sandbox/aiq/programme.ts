/** The loyalty programme of an account (support.alpineiq.com, Loyalty settings). */
export interface Programme {
  id: number;
  name: string;
  /** Integer points for each 100 of `transaction_total`. */
  pointsPer100: number;
  rounding: 'nearest' | 'up' | 'down';
  /** Sales before it (unix seconds) earn nothing; `null` for no start date. */
  startDate: number | null;
  tiers: { points: number; discount: number; max: number }[];
}

export const defaultProgramme: Readonly<Programme> = {
  id: 1,
  name: 'Rewards',
  pointsPer100: 100,
  rounding: 'nearest',
  startDate: null,
  tiers: [
    { points: 500, discount: 5, max: 0 },
    { points: 1500, discount: 10, max: 0 },
  ],
};

/** Points of one sale. A refund takes away exactly what the same amount gave. */
export function pointsForSale(programme: Programme, total: number, date: number): number {
  if (programme.startDate !== null && date < programme.startDate) return 0;
  // Ten decimals are enough to take the error of binary floats out before rounding.
  const exact = Number(((Math.abs(total) * programme.pointsPer100) / 100).toFixed(10));
  const round = { nearest: Math.round, up: Math.ceil, down: Math.floor }[programme.rounding];
  return round(exact) * Math.sign(total) || 0;
}
