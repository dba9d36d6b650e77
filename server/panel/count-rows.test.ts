import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordStates, reasonsByState } from '../../shared/sync.ts';
import { countRow } from './count-rows.ts';

const accepted = { state: 'sent', reason: 'accepted' } as const;

describe('a row of the overview', () => {
  it('adds the reasons of a state, and has no difference when all of BigCommerce is recorded', () => {
    const counts = [
      { ...accepted, count: 90 },
      { state: 'sent', reason: 'reversed', count: 2 },
      { state: 'waiting', reason: 'retrying', count: 3 },
      { state: 'parked', reason: 'channel-unmapped', count: 4 },
      { state: 'skipped', reason: 'incomplete-order', count: 1 },
    ] as const;
    expect(countRow({ kind: 'order', inBigcommerce: 100, counts, mayBeUnread: 0 })).toEqual({
      kind: 'order',
      inBigcommerce: 100,
      sent: 92,
      waiting: 3,
      unread: 0,
      parked: 4,
      skipped: 1,
      difference: 0,
    });
  });

  it('calls waiting what history has not reached yet', () => {
    const row = countRow({
      kind: 'order',
      inBigcommerce: 1_000,
      counts: [{ ...accepted, count: 250 }],
      mayBeUnread: Infinity,
    });
    expect(row).toMatchObject({ sent: 250, waiting: 750, unread: 750, difference: 0 });
  });

  it('calls waiting no more than the changes that are pending, and the rest a difference', () => {
    const row = countRow({
      kind: 'order',
      inBigcommerce: 10,
      counts: [{ ...accepted, count: 6 }],
      mayBeUnread: 3,
    });
    expect(row).toMatchObject({ sent: 6, waiting: 3, unread: 3, difference: 1 });
  });

  it('shows a negative difference when there are more records than BigCommerce has', () => {
    const counts = [{ ...accepted, count: 6 }];
    expect(countRow({ kind: 'customer', inBigcommerce: 5, counts, mayBeUnread: 9 }).difference).toBe(-1);
  });

  it('takes nothing for one too many that BigCommerce may have left out of its count', () => {
    const counts = [{ state: 'sent', reason: 'accepted', count: 6 }] as const;
    const differenceOf = (inBigcommerce: number) =>
      countRow({ kind: 'order', inBigcommerce, counts, mayBeUnread: 0, mayBeLeftOut: 2 }).difference;
    expect([3, 4, 5, 6, 7].map(differenceOf)).toEqual([-1, 0, 0, 0, 1]);
  });

  it('leaves out what was deleted in BigCommerce, which counts it no more', () => {
    const counts = [
      { ...accepted, count: 5 },
      { state: 'skipped', reason: 'deleted-in-bigcommerce', count: 2 },
    ] as const;
    expect(countRow({ kind: 'customer', inBigcommerce: 5, counts, mayBeUnread: 0 })).toMatchObject({
      skipped: 0,
      difference: 0,
    });
  });

  it('compares nothing without a count of BigCommerce', () => {
    const row = countRow({
      kind: 'refund',
      inBigcommerce: null,
      counts: [{ ...accepted, count: 5 }],
      mayBeUnread: 0,
    });
    expect(row).toMatchObject({ sent: 5, waiting: 0, difference: null });
  });

  it('always adds up: BigCommerce = the four columns + the difference', () => {
    const count = fc.nat(10_000);
    const counts = fc.array(
      fc.record({ state: fc.constantFrom(...recordStates), count }).map(({ state, count: many }) => ({
        state,
        reason: reasonsByState[state][0],
        count: many,
      })),
    );
    fc.assert(
      fc.property(count, counts, count, count, (inBigcommerce, some, mayBeUnread, mayBeLeftOut) => {
        const row = countRow({ kind: 'order', inBigcommerce, counts: some, mayBeUnread, mayBeLeftOut });
        const columns = row.sent + row.waiting + row.parked + row.skipped;
        expect(columns + (row.difference ?? NaN)).toBe(row.inBigcommerce);
      }),
    );
  });
});
