import type { BcOrder, BigcommerceClient } from '../../bigcommerce/types.ts';
import type { Db } from '../../db/types/db.ts';
import type { OrdersOfDay } from '../../db/types/records.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import { dayMs, recentDays, settledAfterMs, withoutRecord } from './compare-ids.ts';

const pageSize = 250;
/** BigCommerce's times are whole seconds. */
const secondMs = 1000;
/**
 * Before the recent days, which are compared one by one, each of these stretches is compared as one, and one of them,
 * another each night, day by day.
 */
const stretchDays = 30;
/** Beyond this, the rest waits for the next night. */
const mostCalls = 400;
/** Before BigCommerce was, and before any order that was imported into it. */
const earliest = new Date('1970-01-01T00:00:00Z');

/** Where BigCommerce's list of orders and our records do not say the same. */
export interface OrderMismatch {
  /** Orders that BigCommerce lists and no record names. */
  missing: string[];
  /** Orders with a record that BigCommerce does not list, and which are not known to be archived or deleted. */
  unlisted: string[];
  /** False when there were more places to look at than one comparison may ask for. */
  complete: boolean;
}

/** From inclusive, to exclusive, in milliseconds; between both ends whole UTC days. */
interface Window {
  from: number;
  to: number;
}

type Asked = Pick<BigcommerceClient, 'countOrders' | 'listOrdersWithoutLines'>;

/**
 * Compares BigCommerce's own counts with the records, the last two weeks by day and channel, the time before by 30 days.
 * Every day and channel of history has its turn once in as many nights as there are such stretches. Where the counts
 * differ, halves the time until few enough orders are left to compare them by their numbers. Whether BigCommerce counts
 * archived orders is undocumented: where it does, the stretches that have any are compared by their numbers, too.
 * @throws UpstreamError when BigCommerce cannot be asked
 */
export async function findOrderMismatch(
  db: Pick<Db, 'records'>,
  bigcommerce: Asked,
  store: StoreRow,
  now: Date,
): Promise<OrderMismatch> {
  const from = floorSecond(store.setup.historyStart ?? earliest);
  const to = floorSecond(now.getTime() - settledAfterMs);
  if (from >= to) return { missing: [], unlisted: [], complete: true };
  const days = await db.records.countOrdersByDay(store.hash, new Date(from), new Date(to));
  const search = new Search(db, bigcommerce, store.hash, days);
  for (const window of planWindows(from, to, days, now)) await search.look(window);
  return search.result();
}

function planWindows(from: number, to: number, days: readonly OrdersOfDay[], now: Date): Window[] {
  const windows: Window[] = [];
  let end = to;
  let start = Math.max(from, floorDay(to));
  for (let day = 0; day < recentDays && end > from; day += 1) {
    windows.push({ from: start, to: end });
    end = start;
    start = Math.max(from, end - dayMs);
  }
  const oldest = Math.min(...days.map(({ day }) => Date.parse(day)));
  const stretches: Window[] = [];
  while (end > from && end > oldest) {
    start = Math.max(from, end - stretchDays * dayMs);
    stretches.push({ from: start, to: end });
    end = start;
  }
  // Before the first record: one question, however long that was.
  if (end > from) windows.push({ from, to: end });
  // Another one goes first each night, so that none is always the one that there were no calls left for.
  const turn = Math.floor(now.getTime() / dayMs) % Math.max(1, stretches.length);
  const [first, ...rest] = [...stretches.slice(turn), ...stretches.slice(0, turn)];
  return [...windows, ...(first === undefined ? [] : daysOf(first)), ...rest];
}

function daysOf({ from, to }: Window): Window[] {
  const days: Window[] = [];
  for (let start = from; start < to; start = floorDay(start) + dayMs) {
    days.push({ from: start, to: Math.min(to, floorDay(start) + dayMs) });
  }
  return days;
}

class Search {
  private readonly db: Pick<Db, 'records'>;
  private readonly bigcommerce: Asked;
  private readonly store: string;
  private readonly days: readonly OrdersOfDay[];
  private readonly channels: number[];
  private readonly missing = new Set<string>();
  private readonly unlisted = new Set<string>();
  private calls = 0;
  private complete = true;

  constructor(db: Pick<Db, 'records'>, bigcommerce: Asked, store: string, days: readonly OrdersOfDay[]) {
    this.db = db;
    this.bigcommerce = bigcommerce;
    this.store = store;
    this.days = days;
    this.channels = [...new Set(days.flatMap(({ channelId }) => channelId ?? []))];
  }

  result(): OrderMismatch {
    return { missing: [...this.missing], unlisted: [...this.unlisted], complete: this.complete };
  }

  async look(window: Window): Promise<void> {
    if (this.calls >= mostCalls) {
      this.complete = false;
      return;
    }
    const ours = this.ordersOf(window);
    const orders = sum(ours, ({ listed }) => listed);
    const theirs = await this.count(window);
    if (theirs === orders && (await this.channelsAgree(window, ours))) return;
    if (theirs <= pageSize && orders <= pageSize) return this.compare(window);
    const middle = floorDay((window.from + window.to) / 2);
    if (middle <= window.from) return this.compare(window);
    await this.look({ from: middle, to: window.to });
    await this.look({ from: window.from, to: middle });
  }

  private ordersOf({ from, to }: Window): OrdersOfDay[] {
    return this.days.filter(({ day }) => {
      const start = Date.parse(day);
      return start + dayMs > from && start < to;
    });
  }

  private async count(window: Window, channelId?: number): Promise<number> {
    this.calls += 1;
    return this.bigcommerce.countOrders({
      ...boundsOf(window),
      ...(channelId === undefined ? {} : { channelId }),
    });
  }

  /** Of single days only; when the whole agrees, the channels but one tell about the last, too. */
  private async channelsAgree(window: Window, ours: readonly OrdersOfDay[]): Promise<boolean> {
    if (window.to - window.from > dayMs || ours.some(({ channelId }) => channelId === null)) return true;
    for (const channel of this.channels.slice(1)) {
      const known = sum(
        ours.filter(({ channelId }) => channelId === channel),
        ({ listed }) => listed,
      );
      if ((await this.count(window, channel)) !== known) return false;
    }
    return true;
  }

  /** Compares by numbers. */
  private async compare(window: Window): Promise<void> {
    const listed = await this.list(window);
    for (const id of await withoutRecord(this.db, this.store, 'order', listed)) this.missing.add(id);
    const there = new Set(listed);
    const records = this.db.records.stream(this.store, {
      kind: 'order',
      createdFrom: new Date(window.from),
      createdTo: new Date(window.to),
    });
    for await (const { id, archived, reason } of records) {
      // Whether incomplete orders are listed is undocumented; nothing of theirs is in AIQ.
      const mayBeUnlisted =
        archived === true || reason === 'deleted-in-bigcommerce' || reason === 'incomplete-order';
      if (!there.has(id) && !mayBeUnlisted) this.unlisted.add(id);
    }
  }

  private async list(window: Window): Promise<string[]> {
    const ids: string[] = [];
    for (let minId = 0; ;) {
      this.calls += 1;
      const page: BcOrder[] = await this.bigcommerce.listOrdersWithoutLines({
        ...boundsOf(window),
        minId,
        sort: 'id:asc',
        limit: pageSize,
      });
      ids.push(...page.map(({ id }) => String(id)));
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return ids;
      minId = last.id + 1;
    }
  }
}

/** Both of BigCommerce's bounds are inclusive. */
function boundsOf({ from, to }: Window): { minCreated: Date; maxCreated: Date } {
  return { minCreated: new Date(from), maxCreated: new Date(to - secondMs) };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function floorSecond(instant: Date | number): number {
  return Math.floor(Number(instant) / secondMs) * secondMs;
}

function floorDay(instant: number): number {
  return Math.floor(instant / dayMs) * dayMs;
}
