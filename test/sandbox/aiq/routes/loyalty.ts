import type { Account, PointsChange } from '../account.ts';
import { unixSeconds } from '../clock.ts';
import { AiqRefusal } from '../envelope.ts';
import type { AiqCall, AiqEndpoint } from '../gate.ts';
import { isPlainObject } from '../plain-object.ts';
import { listSaleNumbers } from '../sale-links.ts';
import { requirePersona } from './personas.ts';

/** Programme, points and their history (paths from third-party code; bodies partly documented). */
export const loyaltyEndpoints: readonly AiqEndpoint[] = [
  { name: 'programme', method: 'GET', path: '/api/v2/loyalty/default/:uid', handle: readProgramme },
  {
    name: 'adjustPoints',
    method: 'PUT',
    path: '/api/v1.1/adjust/loyaltyPoints/:uid/:contactID',
    handle: adjustPoints,
  },
  {
    name: 'adjustments',
    method: 'GET',
    path: '/api/v1.1/adjustments/:uid/:start/:end',
    handle: (call) => listBetween(call, call.account.adjustments),
  },
  {
    name: 'redemptions',
    method: 'GET',
    path: '/api/v1.1/redemptions/:uid/:start/:end',
    handle: (call) => listBetween(call, call.account.redemptions),
  },
  {
    name: 'pointsTimeline',
    method: 'GET',
    path: '/api/v1.1/contact/loyaltyPoints/timeline/:uid/:contactID',
    handle: readTimeline,
  },
];

function readProgramme(call: AiqCall): unknown {
  const { id, name, tiers, pointsPer100, rounding, startDate } = call.account.programme;
  return {
    id,
    name,
    userID: call.account.uid,
    tiers,
    accrual: { pointsPer100, rounding, startDate },
    expiration: null,
  };
}

function adjustPoints(call: AiqCall): unknown {
  const persona = requirePersona(call);
  const { body } = call;
  if (!isPlainObject(body)) throw new AiqRefusal(400, 'an object is expected');
  const { value, note, ts } = body;
  if (!Number.isInteger(value)) throw new AiqRefusal(400, 'value must be a whole number');
  if (typeof note !== 'string') throw new AiqRefusal(400, 'note must be a string');
  const change = {
    ts: typeof ts === 'number' ? ts : unixSeconds(call.account.clock.now()),
    persona: persona.number,
    value: Number(value),
    note,
  };
  call.account.adjustments.push(change);
  persona.otherPoints += change.value;
  return presentChange(call.account, change);
}

/** A list, or `null` when nothing lies in the range (unix seconds, both ends included). */
function listBetween(call: AiqCall, changes: readonly PointsChange[]): unknown {
  const start = Number(call.params['start']);
  const end = Number(call.params['end']);
  if (!Number.isInteger(start) || !Number.isInteger(end)) {
    throw new AiqRefusal(400, 'start and end must be unix seconds');
  }
  const found = changes.filter((change) => change.ts >= start && change.ts <= end);
  return found.length > 0 ? found.map((change) => presentChange(call.account, change)) : null;
}

function presentChange(account: Account, change: PointsChange): Record<string, unknown> {
  const { persona, ...rest } = change;
  return { ...rest, contactID: account.contactIds.fromNumber(persona) };
}

function readTimeline(call: AiqCall): unknown {
  const persona = requirePersona(call);
  const { sales, adjustments, redemptions } = call.account;
  const own = (changes: readonly PointsChange[], type: string) =>
    changes
      .filter((change) => change.persona === persona.number)
      .map(({ ts, value, note }) => ({ ts, type, value, note }));
  const earned = [...listSaleNumbers(call.account, persona)].map((number) => ({
    ts: sales.dates.get(number),
    type: 'sale',
    value: sales.points.get(number),
    note: sales.posIDs[number] ?? '',
  }));
  const start = Number(call.query.get('start') ?? 0);
  const end = Number(call.query.get('end') ?? Infinity);
  const events = [...earned, ...own(adjustments, 'adjustment'), ...own(redemptions, 'redemption')]
    .filter((event) => event.ts >= start && event.ts <= end)
    .sort((one, other) => one.ts - other.ts);
  return { events: events.length > 0 ? events : null };
}
