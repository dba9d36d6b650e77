import { describe, expect, it } from 'vitest';
import type { RecordView } from '../../shared/views/activity.ts';
import { recordReasons } from '../../shared/sync.ts';
import { createFormat } from '../format.ts';
import { en } from '../words/en.ts';
import { createTranslate } from '../words/message.ts';
import { auditActionToText, auditDetailsToTexts } from './audit-words.ts';
import { explainShopper } from './explain-shopper.ts';
import { filterToPath, isEmptyFilter, searchToFilter } from './record-filter.ts';
import { isRetryable, mayTryAgain, reasonToRemedy } from './record-remedy.ts';
import { recordToTimeline } from './record-timeline.ts';

const t = createTranslate(en, createFormat('en-US'));
const now = Date.parse('2026-03-10T12:00:00Z');

function buildRecord(overrides: Partial<RecordView> = {}): RecordView {
  return {
    kind: 'order',
    id: '1001',
    parentId: null,
    state: 'sent',
    reason: 'accepted',
    detail: null,
    warnings: [],
    amount: '84.50',
    currency: 'USD',
    channelId: 1,
    customerId: '501',
    createdAt: '2026-03-01T10:00:00Z',
    sourceAt: '2026-03-01T10:00:00Z',
    receivedAt: '2026-03-01T10:00:01Z',
    fetchedAt: '2026-03-01T10:00:02Z',
    sentAt: '2026-03-01T10:00:03Z',
    attempts: 1,
    nextAttemptAt: null,
    ...overrides,
  };
}

const member = buildRecord({ kind: 'enrolment', id: '501' });

describe('“Why no points?”', () => {
  const says = (records: RecordView[]) => explainShopper(records, now).map((finding) => finding.says);

  it('says nothing about a shopper that is not known', () => {
    expect(says([])).toEqual([]);
  });

  it('finds nothing in the way of a member whose order was sent days ago', () => {
    expect(says([buildRecord(), member])).toEqual(['ok']);
  });

  it('asks for patience within a day of sending', () => {
    expect(says([buildRecord({ sentAt: '2026-03-10T11:00:00Z' }), member])).toEqual(['ok', 'recent']);
  });

  it('names a missing membership, a missing phone and each order that does not count', () => {
    const records = [
      buildRecord({ id: '1', state: 'skipped', reason: 'status-does-not-count', sentAt: null }),
      buildRecord({
        id: '2',
        state: 'parked',
        reason: 'channel-unmapped',
        createdAt: '2026-03-02T10:00:00Z',
      }),
      buildRecord({ kind: 'customer', id: '501', warnings: ['phone-unusable'] }),
    ];
    expect(says(records)).toEqual(['no-phone', 'not-enrolled', 'order', 'order']);
    const orders = explainShopper(records, now).flatMap((finding) =>
      'order' in finding ? [finding.order.id] : [],
    );
    expect(orders).toEqual(['2', '1']);
  });

  it('names refunds, for they take points back', () => {
    const refund = buildRecord({ kind: 'refund', id: '1001-1', amount: '-24.00' });
    expect(explainShopper([buildRecord(), refund, member], now)).toEqual([
      { tone: 'warning', says: 'refund', amount: '-24.00', currency: 'USD' },
    ]);
  });

  it('says only that a shopper was erased', () => {
    expect(says([buildRecord({ state: 'skipped', reason: 'erased' })])).toEqual(['erased']);
  });

  it('tells that a member has no order', () => {
    expect(says([member])).toEqual(['no-orders']);
  });
});

describe('the filter in the address', () => {
  it('comes back as it was written', () => {
    const filter = {
      kind: 'order',
      state: 'parked',
      reason: 'channel-unmapped',
      warning: 'phone-unusable',
      search: 'a+b@example.com',
      from: '2026-01-01',
    } as const;
    expect(searchToFilter(filterToPath(filter).split('?')[1] ?? '')).toEqual(filter);
  });

  it('leaves out what no record can be', () => {
    const filter = searchToFilter(
      'kind=__proto__&state=lost&reason=x&from=2026-99-99&to=yesterday&search=%20',
    );
    expect(filter).toEqual({});
    expect(isEmptyFilter(filter)).toBe(true);
    expect(filterToPath(filter)).toBe('/activity');
  });
});

describe('remedies of records', () => {
  it('lead into the panel', () => {
    for (const reason of recordReasons) {
      const remedy = reasonToRemedy(reason);
      if (remedy) expect(remedy.to).toMatch(/^\/(privacy|set-up|mapping|options)/);
    }
  });

  it('offer another try only for what waits or is parked', () => {
    expect(isRetryable('aiq-rejected')).toBe(true);
    expect(isRetryable('retrying')).toBe(true);
    expect(isRetryable('accepted')).toBe(false);
    expect(isRetryable('erased')).toBe(false);
    expect(mayTryAgain({ kind: 'enrolment', reason: 'aiq-rejected' })).toBe(true);
    expect(mayTryAgain({ kind: 'opt-in', reason: 'aiq-rejected' })).toBe(false);
    expect(mayTryAgain({ kind: 'opt-in', reason: 'unknown-to-aiq' })).toBe(true);
  });
});

describe('the timeline of a record', () => {
  const states = (record: RecordView) => recordToTimeline(record).map(({ title, state }) => [title, state]);

  it('is all done when AIQ has it', () => {
    expect(states(buildRecord()).every(([, state]) => state === 'done')).toBe(true);
  });

  it('shows the next try of a waiting record, after what is still to come', () => {
    const waiting = buildRecord({
      state: 'waiting',
      reason: 'retrying',
      sentAt: null,
      nextAttemptAt: '2026-03-01T10:05:00Z',
    });
    expect(states(waiting).slice(-2)).toEqual([
      ['record.step.sent', 'open'],
      ['record.step.next', 'open'],
    ]);
  });

  it('promises nothing for a skipped record', () => {
    const skipped = buildRecord({
      state: 'skipped',
      reason: 'incomplete-order',
      sentAt: null,
      fetchedAt: null,
    });
    expect(states(skipped).map(([, state]) => state)).toEqual(['done', 'done', 'none', 'none']);
  });
});

describe('the audit log', () => {
  it('has words for an action, and shows an unknown one by its name', () => {
    expect(auditActionToText('options-saved', t)).toBe('Loyalty options saved');
    expect(auditActionToText('constructor', t)).toBe('constructor');
  });

  it('names the options that were changed', () => {
    const details = { changed: { syncContacts: { from: false, to: true }, somethingNew: {} } };
    expect(auditDetailsToTexts({ action: 'options-saved', details }, t)).toEqual(['Sync contacts']);
  });

  it('names the record or reason that was tried again', () => {
    expect(auditDetailsToTexts({ action: 'record-retried', details: { kind: 'order', id: '7' } }, t)).toEqual(
      ['Order 7'],
    );
    expect(
      auditDetailsToTexts({ action: 'records-retried', details: { reason: 'aiq-rejected', queued: 2 } }, t),
    ).toEqual(['AIQ rejected it']);
  });
});
