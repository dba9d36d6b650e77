import type { RecordView } from '../../shared/views/activity.ts';
import type { Tone } from '../ui/notice.tsx';

/** One thing about a shopper's points. `order` names the record whose reason is to be read out. */
export type Finding = { tone: Tone } & (
  | { says: 'ok' | 'no-phone' | 'no-contact' | 'not-enrolled' | 'enrolment-waiting' | 'no-orders' | 'erased' }
  | { says: 'order'; order: RecordView }
  | { says: 'refund'; amount: string; currency: string | null }
  | { says: 'recent'; id: string; sentAt: string }
);

const settledAfterMs = 24 * 60 * 60 * 1000;

/**
 * Why a shopper has no points, from the records that a search for the shopper found: what concerns the person first,
 * then the orders, newest first. Empty when nothing is known of the shopper.
 */
export function explainShopper(records: readonly RecordView[], now: number): Finding[] {
  if (records.length === 0) return [];
  if (records.some(({ reason }) => reason === 'erased')) return [{ tone: 'warning', says: 'erased' }];
  const findings = [...explainPerson(records), ...explainOrders(records, now)];
  return findings.some(({ tone }) => tone !== 'info')
    ? findings
    : [{ tone: 'success', says: 'ok' }, ...findings];
}

function explainPerson(records: readonly RecordView[]): Finding[] {
  const people = records.filter(({ kind }) => kind === 'customer' || kind === 'guest');
  const enrolments = records.filter(({ kind }) => kind === 'enrolment');
  const findings: Finding[] = [];
  if (people.some(({ reason }) => reason === 'no-contact-details' || reason === 'guest-without-contact'))
    findings.push({ tone: 'warning', says: 'no-contact' });
  else if (
    records.some(
      ({ warnings, reason }) => warnings.includes('phone-unusable') || reason === 'no-usable-phone',
    )
  )
    findings.push({ tone: 'warning', says: 'no-phone' });
  if (enrolments.some(({ state }) => state === 'waiting'))
    findings.push({ tone: 'info', says: 'enrolment-waiting' });
  else if (!enrolments.some(({ state }) => state === 'sent'))
    findings.push({ tone: 'warning', says: 'not-enrolled' });
  return findings;
}

function explainOrders(records: readonly RecordView[], now: number): Finding[] {
  const newestFirst = (one: RecordView, other: RecordView) =>
    Date.parse(other.createdAt) - Date.parse(one.createdAt);
  const orders = records.filter(({ kind }) => kind === 'order').sort(newestFirst);
  const refunds = records
    .filter(({ kind, state }) => kind === 'refund' && state === 'sent')
    .sort(newestFirst);
  if (orders.length === 0) return [{ tone: 'warning', says: 'no-orders' }];
  const kept = orders
    .filter(({ state, reason }) => state !== 'sent' || reason === 'reversed')
    .map((order): Finding => ({
      tone: order.state === 'waiting' ? 'info' : 'warning',
      says: 'order',
      order,
    }));
  const recent = orders.find(
    ({ reason, sentAt }) =>
      reason === 'accepted' && sentAt !== null && now - Date.parse(sentAt) < settledAfterMs,
  );
  return [
    ...kept,
    ...refunds.map(({ amount, currency }): Finding => ({
      tone: 'warning',
      says: 'refund',
      amount: amount ?? '0',
      currency,
    })),
    ...(recent?.sentAt
      ? [{ tone: 'info', says: 'recent', id: recent.id, sentAt: recent.sentAt } as const]
      : []),
  ];
}
