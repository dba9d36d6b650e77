import type { Overview, Problem } from '../../shared/views/overview.ts';
import type { ProblemCode, RecordKind } from '../../shared/sync.ts';
import type { ChangeKind } from '../db/types/changes.ts';
import type { DailyRow } from '../db/types/daily.ts';
import type { ProblemRow } from '../db/types/problems.ts';
import type { StoreRow } from '../db/types/stores.ts';
import type { StreamRow } from '../db/types/streams.ts';
import { currentAgeGate } from '../sync/age-gate.ts';
import { createCountKeeper, type BigcommerceCounts } from './bigcommerce-counts.ts';
import { createCostlyAnswers } from './costly-answers.ts';
import { countRow, type KindFigures, type OverviewRow } from './count-rows.ts';
import type { PanelDeps } from './deps.ts';
import { presentProgress } from './present-progress.ts';
import { createOverviewFeed } from './overview-feed.ts';
import { createRateMeter } from './rate-meter.ts';
import type { RouteHandlers } from './route-handler.ts';
import { presentInstant, reloadStore } from './status.ts';
import { watchOverview } from './watch-overview.ts';

const dayMs = 24 * 60 * 60_000;
/** Days of the chart, today included. */
const chartDays = 30;
/** A minute of lag is what the live lane may have while history is read. */
const lagWorthNotingSeconds = 60;
/** Told to the merchant without calling the store unhealthy. */
const merelyTold = new Set<ProblemCode>(['webhooks-repaired', 'phones-unusable']);

export function createOverviewHandlers(
  deps: PanelDeps,
): Pick<RouteHandlers, 'getOverview' | 'watchOverview' | 'checkAgreement'> {
  const counts = createCountKeeper(deps);
  const meter = createRateMeter();
  const rowsOf = createCostlyAnswers<OverviewRow[]>();

  async function readOverview(store: StoreRow): Promise<Overview> {
    const { db } = deps;
    const now = deps.clock.now();
    const firstDay = dayOf(now.getTime() - (chartDays - 1) * dayMs);
    const [asked, streams, settings, daily, waitingSince, problems] = await Promise.all([
      counts.get(store),
      db.streams.list(store.hash),
      db.settings.get(store.hash),
      db.daily.list(store.hash, firstDay),
      db.changes.waitingSince(store.hash),
      db.problems.listOpen(store.hash),
    ]);
    const streamOf = (name: StreamRow['name']) => streams.find((stream) => stream.name === name) ?? null;
    const question = `${store.hash} ${store.setup.historyStart?.getTime()} ${asked?.askedAt.getTime()}`;
    const rows = await rowsOf.get(question, () => readRows(deps, store, asked, streamOf));
    const progressOf = (name: 'backfill-orders' | 'backfill-customers') => {
      const stream = streamOf(name);
      return presentProgress(stream, {
        paused: isStopped(store),
        budgetPercent: settings.options.historyBudgetPercent,
        measured: stream && meter.read(`${store.hash} ${name}`, stream.counts.read, now),
        now,
      });
    };
    const history = { orders: progressOf('backfill-orders'), customers: progressOf('backfill-customers') };
    const lagSeconds = lagOf(store, waitingSince, now);
    return {
      health: healthOf(store, { rows, problems, lagSeconds, history }),
      rows,
      history,
      daily: presentDaily(daily, now),
      lagSeconds,
      lastWebhookAt: presentInstant(store.lastWebhookAt),
      lastSweepAt: presentInstant(store.lastSweepAt),
      problems: problems.map(presentProblem),
      frozenSince: presentInstant(store.freeze?.since ?? null),
      at: now.toISOString(),
    };
  }

  const feed = createOverviewFeed(async (hash) => readOverview(await reloadStore(deps, hash)));

  return {
    getOverview: ({ session: { store } }) => readOverview(store),

    watchOverview: (call) => watchOverview(deps, feed, call),

    async checkAgreement({ session: { store } }) {
      await deps.operations.checkAgreement(store);
      counts.forget(store.hash);
      return readOverview(store);
    },
  };
}

/** The rows of the table; orders and refunds count from the start of history on, as in BigCommerce's count. */
async function readRows(
  { db }: PanelDeps,
  store: StoreRow,
  asked: BigcommerceCounts | null,
  streamOf: (name: StreamRow['name']) => StreamRow | null,
): Promise<OverviewRow[]> {
  const { historyStart, history, startedAt } = store.setup;
  const everything = db.records.count(store.hash, null);
  const [sinceStart, all, pending, archived, sinceAsked, sinceAnswered] = await Promise.all([
    historyStart === null ? everything : db.records.count(store.hash, historyStart),
    everything,
    db.changes.countByKind(store.hash),
    db.records.countArchived(store.hash, historyStart),
    asked ? db.records.count(store.hash, secondOf(asked.askedAt)) : [],
    asked ? db.records.count(store.hash, new Date(secondOf(asked.answeredAt).getTime() + 1_000)) : [],
  ]);
  const ofKind = (counts: typeof all, kind: RecordKind) => counts.filter((one) => one.kind === kind);
  const sumOf = (counts: typeof all, kind: RecordKind) =>
    ofKind(counts, kind).reduce((sum, { count }) => sum + count, 0);
  // The count may be a minute old: what was created since then is in the records and not in the count.
  const today = (counted: number | undefined, kind: RecordKind) =>
    counted === undefined ? null : counted + sumOf(sinceAnswered, kind);
  // What was created while BigCommerce was asked may be in the count or not; it tells whole seconds only.
  const meanwhile = (kind: RecordKind) => sumOf(sinceAsked, kind) - sumOf(sinceAnswered, kind);
  const unread = (kind: ChangeKind, backfill: StreamRow['name']) =>
    streamOf(backfill)?.status === 'done' ? pending[kind] : Infinity;
  // BigCommerce counts customers of all times, which "nothing" leaves unread for good.
  const customersCompare = history?.from !== 'nothing' || startedAt === null;
  const uncounted = (kind: RecordKind, counts: typeof all): KindFigures => {
    return { kind, inBigcommerce: null, counts: ofKind(counts, kind), mayBeUnread: 0 };
  };
  const figures: KindFigures[] = [
    {
      kind: 'order',
      inBigcommerce: today(asked?.orders, 'order'),
      counts: ofKind(sinceStart, 'order'),
      mayBeUnread: unread('order', 'backfill-orders'),
      // Whether BigCommerce counts archived orders is undocumented.
      mayBeLeftOut: archived + meanwhile('order'),
    },
    uncounted('refund', sinceStart),
    {
      kind: 'customer',
      inBigcommerce: customersCompare ? today(asked?.customers, 'customer') : null,
      counts: ofKind(all, 'customer'),
      mayBeUnread: unread('customer', 'backfill-customers'),
      mayBeLeftOut: meanwhile('customer'),
    },
    ...(['guest', 'product', 'enrolment', 'opt-in', 'signup'] as const).map((kind) => uncounted(kind, all)),
  ];
  return figures.map(countRow);
}

function secondOf(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1_000) * 1_000);
}

/** Nothing moves until somebody does something. */
function isStopped(store: StoreRow): boolean {
  return (
    store.freeze !== null ||
    store.bigcommerceState !== 'ok' ||
    store.aiq?.state !== 'ok' ||
    currentAgeGate(store) === null
  );
}

/** How long the oldest change has been waiting, whatever for, in seconds; null while nothing is to be sent. */
function lagOf(store: StoreRow, waitingSince: Date | null, now: Date): number | null {
  if (store.setup.startedAt === null || store.freeze !== null) return null;
  return waitingSince === null ? 0 : Math.max(0, (now.getTime() - waitingSince.getTime()) / 1000);
}

/** The store in one word; the first that applies. */
export function healthOf(
  store: StoreRow,
  figures: {
    rows: readonly OverviewRow[];
    problems: readonly Pick<ProblemRow, 'code'>[];
    lagSeconds: number | null;
    history: Overview['history'];
  },
): Overview['health'] {
  const { rows, problems, lagSeconds, history } = figures;
  if (store.setup.startedAt === null) return 'not-set-up';
  if (isStopped(store)) return 'stopped';
  const needsAttention =
    problems.some(({ code }) => !merelyTold.has(code)) ||
    // More records than BigCommerce counts are no loss.
    rows.some(({ parked, difference }) => parked > 0 || (difference ?? 0) > 0);
  if (needsAttention) return 'attention';
  const isWorking =
    Object.values(history).some(({ status }) => status === 'running') ||
    rows.some(({ waiting }) => waiting > 0) ||
    (lagSeconds ?? 0) > lagWorthNotingSeconds;
  return isWorking ? 'working' : 'ok';
}

export function presentProblem({ code, key, params, firstAt, count }: ProblemRow): Problem {
  return { code, key, params, since: firstAt.toISOString(), count };
}

/** One entry for every day of the chart; a day without records has zeros. */
export function presentDaily(rows: readonly DailyRow[], now: Date): Overview['daily'] {
  const byDay = new Map(rows.map(({ day, counts }) => [day, counts]));
  return Array.from({ length: chartDays }, (_unused, at) => {
    const day = dayOf(now.getTime() - (chartDays - 1 - at) * dayMs);
    const counts = byDay.get(day);
    return {
      day,
      sent: counts?.sent ?? 0,
      waiting: counts?.waiting ?? 0,
      parked: counts?.parked ?? 0,
      skipped: counts?.skipped ?? 0,
    };
  });
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
