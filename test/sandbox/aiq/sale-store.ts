import { decimals, integers, words } from './columns.ts';
import { ExactSum } from './money.ts';
import { isRefund, parseTransactionDate, type SalePayload, type SaleWrite } from './sale.ts';

/** What is kept of the requests: every one, the last of each sale, or only numbers (for a million sales). */
export type KeepWrites = 'all' | 'last' | 'count';

/** The sales as JSON: one row a sale, in the order of arrival. */
export interface SavedSales {
  keep: KeepWrites;
  rows: SavedSale[];
}

interface SavedSale {
  posID: string;
  posUser: string;
  persona: number;
  nextOfPersona: number;
  points: number;
  total: number;
  date: number;
  place: string;
  flags: number;
  shownOrder: number;
  payloadHash: string;
  writeCount: number;
  payload?: string;
  log?: SaleWrite[];
}

const visibleFlag = 1;
const refundFlag = 2;

/** The sales of one account, in columns: about 150 bytes a sale when only counts are kept. */
export class SaleStore {
  readonly posIDs: string[] = [];
  /** Source id of the buyer as sent, blank for none. */
  readonly posUsers: string[] = [];
  /** Number of the persona the sale belongs to, -1 for none. */
  readonly personas = integers();
  /** Next sale of the same persona, -1 at the end. */
  readonly nextOfPersona = integers();
  readonly points = integers();
  readonly totals = decimals();
  /** Unix seconds. */
  readonly dates = decimals();
  readonly writeCounts = words();
  readonly places: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly placeNumbers = new Map<string, number>();
  private readonly placeOf = words();
  private readonly flags = words();
  private readonly shownOrders = decimals();
  private readonly hashHigh = words();
  private readonly hashLow = words();
  private readonly lastPayloads: (string | undefined)[] = [];
  private readonly logs: (SaleWrite[] | undefined)[] = [];
  private readonly sum = new ExactSum();
  private shown = 0;
  private refunds = 0;
  private readonly keep: KeepWrites;

  constructor(keep: KeepWrites) {
    this.keep = keep;
  }

  get count(): { accepted: number; visible: number; refunds: number; total: string } {
    return {
      accepted: this.posIDs.length,
      visible: this.shown,
      refunds: this.refunds,
      total: this.sum.toString(),
    };
  }

  find(posID: string): number | undefined {
    return this.numbers.get(posID);
  }

  /** Notes an accepted request; the sale shows it only after `show`. */
  accept(write: SaleWrite): number {
    const posID = write.payload.visit.pos_id;
    let number = this.numbers.get(posID);
    if (number === undefined) {
      number = this.posIDs.length;
      this.numbers.set(posID, number);
      this.posIDs.push(posID);
      this.posUsers.push('');
      this.personas.set(number, -1);
      this.nextOfPersona.set(number, -1);
      this.shownOrders.set(number, -1);
    }
    this.writeCounts.set(number, this.writeCounts.get(number) + 1);
    if (this.keep === 'all') {
      const log = this.logs[number];
      if (log) log.push(write);
      else this.logs[number] = [write];
    }
    return number;
  }

  /**
   * Makes an accepted request the visible state of its sale, unless a later request already is.
   *
   * @returns whether it did.
   */
  show(number: number, write: SaleWrite): boolean {
    if (write.order < this.shownOrders.get(number)) return false;
    const { visit } = write.payload;
    if (this.isVisible(number)) {
      this.sum.subtract(this.totals.get(number));
      if (this.isRefund(number)) this.refunds -= 1;
    } else this.shown += 1;
    const refund = isRefund(write.payload);
    if (refund) this.refunds += 1;
    this.sum.add(visit.transaction_total);
    this.flags.set(number, visibleFlag | (refund ? refundFlag : 0));
    this.shownOrders.set(number, write.order);
    this.totals.set(number, visit.transaction_total);
    this.dates.set(number, parseTransactionDate(visit.transaction_date) ?? 0);
    this.placeOf.set(number, this.placeNumber(visit.location ?? ''));
    this.posUsers[number] = visit.pos_user ?? '';
    this.setHash(number, write.payloadHash);
    if (this.keep !== 'count') this.lastPayloads[number] = JSON.stringify(write.payload);
    return true;
  }

  isVisible(number: number): boolean {
    return (this.flags.get(number) & visibleFlag) !== 0;
  }

  isRefund(number: number): boolean {
    return (this.flags.get(number) & refundFlag) !== 0;
  }

  place(number: number): string {
    return this.places[this.placeOf.get(number)] ?? '';
  }

  payloadHash(number: number): string {
    return [this.hashHigh, this.hashLow]
      .map((half) => half.get(number).toString(16).padStart(8, '0'))
      .join('');
  }

  payload(number: number): SalePayload | undefined {
    const json = this.lastPayloads[number];
    return json === undefined ? undefined : (JSON.parse(json) as SalePayload); // written by show()
  }

  /** Every accepted request for a sale, oldest first; empty unless all are kept. */
  writes(number: number): readonly SaleWrite[] {
    return this.logs[number] ?? [];
  }

  save(): SavedSales {
    const rows = this.posIDs.map((posID, number): SavedSale => {
      const payload = this.lastPayloads[number];
      const log = this.logs[number];
      return {
        posID,
        posUser: this.posUsers[number] ?? '',
        persona: this.personas.get(number),
        nextOfPersona: this.nextOfPersona.get(number),
        points: this.points.get(number),
        total: this.totals.get(number),
        date: this.dates.get(number),
        place: this.place(number),
        flags: this.flags.get(number),
        shownOrder: this.shownOrders.get(number),
        payloadHash: this.payloadHash(number),
        writeCount: this.writeCounts.get(number),
        ...(payload === undefined ? {} : { payload }),
        ...(log ? { log: structuredClone(log) } : {}),
      };
    });
    return { keep: this.keep, rows };
  }

  /** Fills an empty store. */
  restore(saved: SavedSales): void {
    for (const row of saved.rows) {
      const number = this.posIDs.push(row.posID) - 1;
      this.numbers.set(row.posID, number);
      this.posUsers.push(row.posUser);
      this.personas.set(number, row.persona);
      this.nextOfPersona.set(number, row.nextOfPersona);
      this.points.set(number, row.points);
      this.totals.set(number, row.total);
      this.dates.set(number, row.date);
      this.placeOf.set(number, this.placeNumber(row.place));
      this.flags.set(number, row.flags);
      this.shownOrders.set(number, row.shownOrder);
      this.setHash(number, row.payloadHash);
      this.writeCounts.set(number, row.writeCount);
      if (this.keep !== 'count' && row.payload !== undefined) this.lastPayloads[number] = row.payload;
      if (this.keep === 'all' && row.log) this.logs[number] = structuredClone(row.log);
      if (!this.isVisible(number)) continue;
      this.shown += 1;
      this.sum.add(row.total);
      if (this.isRefund(number)) this.refunds += 1;
    }
  }

  private setHash(number: number, hash: string): void {
    this.hashHigh.set(number, Number.parseInt(hash.slice(0, 8), 16));
    this.hashLow.set(number, Number.parseInt(hash.slice(8, 16), 16));
  }

  private placeNumber(place: string): number {
    let number = this.placeNumbers.get(place);
    if (number === undefined) {
      number = this.places.push(place) - 1;
      this.placeNumbers.set(place, number);
    }
    return number;
  }
}
