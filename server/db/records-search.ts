import mongoose from 'mongoose';
import { recordKinds, reasonsByState, recordReasons, recordStates } from '../../shared/sync.ts';
import { AppError } from '../errors.ts';
import type { RecordFilter } from './types/records.ts';

const { trusted } = mongoose;

type Conditions = Record<string, unknown>;

export interface SearchPlan {
  filter: Conditions | { $or: Conditions[] };
  /** Name of the index that gives the rows in order; undefined where few rows match, and are sorted. */
  index: string | undefined;
}

/** Where a page ended. */
export interface SearchPosition {
  createdAt: Date;
  /** Hexadecimal object id. */
  rowId: string;
}

/** Chooses the index by hand: the same search is as fast on the day when the planner would guess wrong. */
export function planSearch(store: string, filter: RecordFilter): SearchPlan {
  const { kind, state, reason, warning, channelId, id, emailHash, customerId } = filter;
  const equals = {
    store,
    ...(kind && { kind }),
    ...(state && { state }),
    ...(reason && { reason }),
    ...(warning && { warnings: warning }),
    ...(channelId !== undefined && { channelId }),
    ...(emailHash && { emailHash }),
    ...(customerId && { customerId }),
    ...createdBetween(filter.createdFrom, filter.createdTo),
  };
  if (id !== undefined) {
    const kinds = kind ? {} : { kind: trusted({ $in: recordKinds }) };
    // Nothing beside the alternatives: only then does MongoDB plan each by itself, and reads no more than match.
    const either = [
      { ...equals, ...kinds, id },
      { ...equals, parentId: id },
    ];
    return { filter: { $or: either }, index: undefined };
  }
  if (emailHash) return { filter: equals, index: 'records_email' };
  if (customerId) return { filter: equals, index: 'records_customer' };
  if (kind || state || reason) return { filter: { ...equals, ...spread(filter) }, index: 'records_reason' };
  return { filter: equals, index: 'records_created' };
}

/**
 * Every value of the keys before `createdAt` in the index: MongoDB then merges one ordered scan for each, instead of
 * sorting all that match. It does so for up to 200 scans; a test holds us to that.
 */
function spread({ kind, state, reason }: RecordFilter): Record<string, unknown> {
  const reasons: readonly string[] = state ? reasonsByState[state] : recordReasons;
  const states = reason
    ? recordStates.filter((each) => (reasonsByState[each] as readonly string[]).includes(reason))
    : recordStates;
  return {
    kind: kind ?? trusted({ $in: recordKinds }),
    state: state ?? trusted({ $in: states }),
    reason: reason ?? trusted({ $in: reasons }),
  };
}

function createdBetween(from: Date | undefined, to: Date | undefined): Record<string, unknown> {
  if (!from && !to) return {};
  return { createdAt: trusted({ ...(from && { $gte: from }), ...(to && { $lt: to }) }) };
}

/** The same search from a position on: what is left of its instant, then what is older. */
export function plansAfter(plan: SearchPlan, filter: RecordFilter, after: SearchPosition): SearchPlan[] {
  const { createdFrom, createdTo } = filter;
  const sameInstant = {
    createdAt: after.createdAt,
    _id: trusted({ $lt: new mongoose.Types.ObjectId(after.rowId) }),
  };
  const to = createdTo && createdTo < after.createdAt ? createdTo : after.createdAt;
  const older = createdBetween(createdFrom, to);
  return [sameInstant, older].map((part) => ({ filter: narrow(plan.filter, part), index: plan.index }));
}

function narrow(filter: SearchPlan['filter'], further: Conditions): SearchPlan['filter'] {
  return Array.isArray(filter['$or'])
    ? { $or: filter['$or'].map((one: Conditions) => ({ ...one, ...further })) }
    : { ...filter, ...further };
}

export function positionToCursor({ createdAt, rowId }: SearchPosition): string {
  return Buffer.from(`${createdAt.getTime()}.${rowId}`).toString('base64url');
}

/** @throws AppError `invalid-input` when the cursor is not one of ours */
export function cursorToPosition(cursor: string): SearchPosition {
  const parts = /^(-?\d{1,16})\.([0-9a-f]{24})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const createdAt = new Date(Number(parts?.[1]));
  const rowId = parts?.[2];
  if (rowId === undefined || Number.isNaN(createdAt.getTime())) {
    throw new AppError(400, 'invalid-input', 'This place in the list is unknown. Load the list again.');
  }
  return { createdAt, rowId };
}
