import { describe, expect, it } from 'vitest';
import type { RecordRow } from '../db/types/records.ts';
import { decide, nextAttempt } from './decide.ts';
import { decidedRow } from './outcome.ts';
import type { Task } from './task.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 5, 1, 12, 0, second));

function buildTask(version: Date, hash = 'new'): Task {
  return {
    kind: 'customer',
    id: '1',
    createdAt: at(0),
    sourceAt: version,
    parentId: null,
    channelId: null,
    customerId: '1',
    receivedAt: null,
    target: 'persona',
    mapped: {
      decision: 'send',
      reason: 'accepted',
      payload: { srcID: 'x' },
      hash,
      amount: null,
      currency: null,
      warnings: [],
      buyer: null,
    },
  };
}

function buildRow(changes: Partial<RecordRow> = {}): RecordRow {
  return {
    store: 'abc123',
    kind: 'customer',
    id: '1',
    state: 'sent',
    reason: 'accepted',
    detail: null,
    warnings: [],
    hash: 'old',
    createdAt: at(0),
    sourceAt: at(10),
    parentId: null,
    channelId: null,
    customerId: '1',
    emailHash: null,
    amount: null,
    currency: null,
    firstSeenAt: at(0),
    receivedAt: null,
    fetchedAt: null,
    sentAt: at(10),
    attempts: 0,
    nextAttemptAt: null,
    fence: 1,
    updatedAt: at(10),
    ...changes,
  };
}

describe('decide', () => {
  it('sends what AIQ does not have, in its newest version only', () => {
    expect(decide(buildTask(at(20)), undefined, false)).toBe('send');
    expect(decide(buildTask(at(20)), buildRow(), false)).toBe('send');
    expect(decide(buildTask(at(5)), buildRow(), true)).toBe('leave');
  });

  it('sends nothing for equal content, and keeps the record’s version current', () => {
    expect(decide(buildTask(at(10), 'old'), buildRow(), true)).toBe('leave');
    expect(decide(buildTask(at(20), 'old'), buildRow(), true)).toBe('record');
    expect(
      decide(buildTask(at(10), 'old'), buildRow({ state: 'parked', reason: 'aiq-rejected' }), true),
    ).toBe('record');
  });

  it('notes that an order was archived or is there again, though that is no new version', () => {
    const archived = { ...buildTask(at(10), 'old'), archived: true };
    expect(decide(archived, buildRow(), false)).toBe('record');
    expect(decide(archived, buildRow({ archived: true }), false)).toBe('leave');
    expect(decide(buildTask(at(10), 'old'), buildRow({ archived: true }), false)).toBe('record');
  });

  it('lets the record of what is kept be, but does not let it wait for a try that will not come', () => {
    const kept: Task = { ...buildTask(at(10)), mapped: { decision: 'keep', reason: 'contact-sync-off' } };
    expect(decide(kept, buildRow(), true)).toBe('leave');
    expect(decide(kept, undefined, true)).toBe('leave');
    const waiting = buildRow({ state: 'waiting', reason: 'retrying', nextAttemptAt: at(30) });
    expect(decide(kept, waiting, false)).toBe('record');
    expect(decide(kept, { ...waiting, sourceAt: at(20) }, false)).toBe('leave');
    expect(decidedRow(kept, waiting, at(40))).toMatchObject({
      state: 'sent',
      reason: 'accepted',
      hash: 'old',
      sentAt: at(10),
      nextAttemptAt: null,
    });
    expect(decidedRow(kept, { ...waiting, sentAt: null }, at(40))).toMatchObject({
      state: 'skipped',
      reason: 'contact-sync-off',
      nextAttemptAt: null,
    });
  });

  it('leaves a refused record to its own schedule until it changes or somebody asks', () => {
    const parked = buildRow({ state: 'parked', reason: 'aiq-rejected' });
    expect(decide(buildTask(at(10)), parked, false)).toBe('leave');
    expect(decide(buildTask(at(10)), parked, true)).toBe('send');
    expect(decide(buildTask(at(11)), parked, false)).toBe('send');
  });
});

describe('nextAttempt', () => {
  it('parks at the fifth refusal, within half an hour of the first', () => {
    let now = at(0);
    for (let attempts = 1; attempts <= 4; attempts += 1) now = nextAttempt(attempts, now) ?? at(0);
    expect(now.getTime() - at(0).getTime()).toBeLessThanOrEqual(30 * 60_000);
    expect(now > at(0)).toBe(true);
    expect(nextAttempt(5, now)).toBeNull();
  });
});
