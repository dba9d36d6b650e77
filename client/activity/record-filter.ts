import type { RecordQuery } from '../../shared/views/activity.ts';
import { recordKinds, recordReasons, recordStates, recordWarnings } from '../../shared/sync.ts';
import { isDay } from '../format.ts';

const fields = ['kind', 'state', 'reason', 'warning', 'search', 'from', 'to'] as const;

export type RecordFilter = Pick<RecordQuery, (typeof fields)[number]>;

/** The filter of an address; what the address gets wrong is left out. */
export function searchToFilter(search: string): RecordFilter {
  const params = new URLSearchParams(search);
  const filter: RecordFilter = {};
  const kind = recordKinds.find((one) => one === params.get('kind'));
  const state = recordStates.find((one) => one === params.get('state'));
  const reason = recordReasons.find((one) => one === params.get('reason'));
  const warning = recordWarnings.find((one) => one === params.get('warning'));
  const text = params.get('search')?.trim().slice(0, 200);
  const from = dayOf(params.get('from'));
  const to = dayOf(params.get('to'));
  if (kind) filter.kind = kind;
  if (state) filter.state = state;
  if (reason) filter.reason = reason;
  if (warning) filter.warning = warning;
  if (text) filter.search = text;
  if (from) filter.from = from;
  if (to) filter.to = to;
  return filter;
}

/** The address that shows a filter. */
export function filterToPath(filter: RecordFilter): string {
  const params = new URLSearchParams();
  for (const field of fields) {
    const value = filter[field];
    if (value !== undefined && value !== '') params.set(field, value);
  }
  const search = params.toString();
  return search === '' ? '/activity' : `/activity?${search}`;
}

export function isEmptyFilter(filter: RecordFilter): boolean {
  return fields.every((field) => filter[field] === undefined || filter[field] === '');
}

function dayOf(value: string | null): string | null {
  return value !== null && isDay(value) ? value : null;
}
