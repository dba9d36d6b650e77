import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startOfDay, toHistoryStart } from './history-start.ts';

describe('the start of history', () => {
  const now = new Date('2026-05-05T12:00:00Z');

  it('is nowhere for everything, and now for nothing', () => {
    expect(toHistoryStart({ from: 'everything' }, 'America/New_York', now)).toBeNull();
    expect(toHistoryStart({ from: 'nothing' }, 'America/New_York', now)).toEqual(now);
  });

  it.each([
    ['in winter', '2026-01-31', 'America/New_York', '2026-01-31T05:00:00.000Z'],
    ['in summer', '2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z'],
    ['on the day that clocks go forward', '2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
    ['on the day that clocks go back', '2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['where midnight was skipped', '2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['far in the east', '2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
    ['with an odd offset', '2026-01-01', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z'],
    ['in a zone that nobody knows', '2026-01-01', 'Nowhere/At_All', '2026-01-01T00:00:00.000Z'],
    ['without a zone', '2026-01-01', '', '2026-01-01T00:00:00.000Z'],
  ])('is the first instant of the day %s', (_words, date, timezone, expected) => {
    expect(toHistoryStart({ from: 'date', date }, timezone, now)?.toISOString()).toBe(expected);
  });

  it('is on that day, and the millisecond before it is not', () => {
    const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC'];
    const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom(...zones), (date, zone) => {
        const day = date.toISOString().slice(0, 10);
        const dayOf = (ms: number) =>
          new Intl.DateTimeFormat('en-CA', {
            timeZone: zone,
            year: 'numeric',
            month: '2-digit',
            day: '2-digit',
          }).format(ms);
        const start = startOfDay(day, zone).getTime();
        expect(dayOf(start)).toBe(day);
        expect(dayOf(start - 1) < day).toBe(true);
      }),
    );
  });
});
