import { describe, expect, it } from 'vitest';
import { hearSweep, readHearing, wasTold, writeHearing, type Hearing, type Tally } from './hearing.ts';

const from = new Date('2026-06-01T12:00:00Z');
const arriving: Hearing = { from, sweeps: [], missed: 0 };
const times = (count: number, sweep: Tally): Tally[] => Array.from({ length: count }, () => sweep);
const hear = (sweeps: readonly Tally[], begin = arriving): Hearing => sweeps.reduce(hearSweep, begin);

describe('webhooks', () => {
  it.each([
    ['none is', times(100, { told: 60, untold: 0 })],
    ['one in a hundred is', times(100, { told: 99, untold: 1 })],
    [
      'one in a hundred is, of single changes',
      [...times(99, { told: 1, untold: 0 }), { told: 0, untold: 1 }],
    ],
    ['a few are, and they are all there were', times(2, { told: 0, untold: 2 })],
    ['all are, while one sweep came', [...times(3, { told: 60, untold: 0 }), { told: 0, untold: 60 }]],
    [
      'all are, while one sweep came, and one beside',
      times(1, { told: 0, untold: 60 }).concat({ told: 59, untold: 1 }),
    ],
  ])('are not taken to get lost when %s', (_, sweeps) => {
    expect(
      sweeps.reduce((worst, _sweep, end) => Math.max(worst, hear(sweeps.slice(0, end + 1)).missed), 0),
    ).toBe(0);
  });

  it.each([
    [
      'all are, from one sweep to the next',
      [...times(9, { told: 60, untold: 0 }), ...times(2, { told: 0, untold: 60 })],
      120,
    ],
    [
      'all are, of single changes',
      [...times(50, { told: 1, untold: 0 }), ...times(5, { told: 0, untold: 1 })],
      5,
    ],
    ['half are', times(2, { told: 20, untold: 20 }), 40],
    ['so many are that one placed order in eight goes untold', times(2, { told: 35, untold: 5 }), 10],
  ])('are taken to get lost when %s, and it is told how many changes they missed', (_, sweeps, missed) => {
    expect(hear(sweeps).missed).toBe(missed);
    expect(hear(sweeps.slice(0, -1)).missed).toBe(0);
    expect(hear([{ told: 0, untold: 7 }], hear(sweeps)).missed).toBe(missed + 7);
  });

  it.each([
    [
      'at the first sweep, when none had arrived',
      times(2, { told: 0, untold: 60 }),
      times(1, { told: 3, untold: 0 }),
    ],
    [
      'after more than had arrived at last, when half had',
      times(2, { told: 20, untold: 20 }),
      times(1, { told: 21, untold: 0 }),
    ],
    ['after a few single ones', times(9, { told: 0, untold: 1 }), times(3, { told: 1, untold: 0 })],
  ])('are taken to arrive again %s', (_, lost, again) => {
    expect(hear(again.slice(0, -1), hear(lost)).missed).toBeGreaterThan(0);
    expect(hear(again, hear(lost))).toEqual({ from, sweeps: again, missed: 0 });
  });

  it('are not taken to arrive again by what one button may have brought, or by a few where half arrives', () => {
    expect(hear([{ told: 2, untold: 0 }], hear(times(2, { told: 0, untold: 60 }))).missed).toBe(120);
    expect(hear([{ told: 9, untold: 0 }], hear(times(2, { told: 20, untold: 20 }))).missed).toBe(40);
  });

  it('are judged by the latest sweeps alone, and by those that had anything to judge', () => {
    const heard = hear(times(500, { told: 1, untold: 0 }));
    expect(heard.sweeps).toHaveLength(40);
    expect(hearSweep(heard, { told: 0, untold: 0 })).toBe(heard);
  });
});

describe('what was heard', () => {
  const heard: Hearing = {
    from,
    sweeps: [
      { told: 3, untold: 0 },
      { told: 1, untold: 4 },
    ],
    missed: 4,
  };
  const later = (minutes: number): Date => new Date(from.getTime() + minutes * 60_000);
  const row = { cursor: { upTo: from.toISOString(), heard: writeHearing(heard) }, updatedAt: from };

  it('is read again as it was written', () => {
    expect(readHearing(row, later(5))).toEqual(heard);
  });

  it('says nothing of the time in which the app was away, nor of the time before it began', () => {
    expect(readHearing(row, later(8))).toEqual({ ...heard, from: later(8) });
    expect(readHearing({ cursor: null, updatedAt: from }, later(1))).toEqual({ ...arriving, from: later(1) });
  });
});

describe('a change that a sweep reads', () => {
  const [older, version] = [new Date(from.getTime() - 1_000), from];
  const task = (decision: 'send' | 'park' | 'skip' | 'keep') => ({ sourceAt: version, mapped: { decision } });

  it.each([
    ['was told when its version was worked on before', task('send'), { sourceAt: version }, 'leave', true],
    ['was told although what counts is another by now', task('send'), { sourceAt: version }, 'send', true],
    ['was not told when nobody knows of it', task('send'), undefined, 'send', false],
    ['was not told when nobody knows of it and it is parked', task('park'), undefined, 'record', false],
    [
      'was not told when what is known is older and different',
      task('send'),
      { sourceAt: older },
      'send',
      false,
    ],
    ['says nothing when nothing that counts has changed', task('send'), { sourceAt: older }, 'record', null],
    ['says nothing when it is left out', task('skip'), undefined, 'record', null],
    ['says nothing when it is kept as it is', task('keep'), { sourceAt: older }, 'leave', null],
  ] as const)('%s', (_, read, before, decision, told) => {
    expect(wasTold(read, before, decision)).toBe(told);
  });
});
