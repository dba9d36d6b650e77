import { describe, expect, it } from 'vitest';
import { createFormat, dayInZone } from './format.ts';

const now = Date.parse('2026-03-31T05:30:00Z');

describe('formats', () => {
  const us = createFormat('en-US', 'America/Denver');

  it('write money to the last digit, beyond what a float holds', () => {
    expect(us.money('90071992547409.93', 'USD')).toBe('$90,071,992,547,409.93');
    expect(us.money('-24.00', 'USD')).toBe('-$24.00');
    expect(us.money('1200', 'JPY')).toBe('¥1,200');
    expect(us.money('12.5', null)).toBe('12.5');
    expect(us.money('not a number', 'USD')).toBe('not a number');
  });

  it('show days as they are and instants in the user’s zone', () => {
    expect(us.day('2026-03-01')).toBe('Mar 1, 2026');
    expect(us.dateTime('2026-03-01T05:00:00Z')).toMatch(/^Feb\u00a028,\u00a02026, 10:00\u00a0PM$/);
    expect(us.exactTime('2026-03-01T05:00:07Z')).toMatch(/^Feb\u00a028,\u00a02026, 10:00:07\u00a0PM$/);
  });

  it('say how long ago something was, and never that it is in the future', () => {
    expect(us.ago('2026-03-31T05:27:00Z', now)).toBe('3 minutes ago');
    expect(us.ago('2026-03-31T05:31:00Z', now)).toBe('now');
  });

  it('round durations to a unit that people say', () => {
    expect(us.duration(0)).toBe('1 second');
    expect(us.duration(89)).toBe('89 seconds');
    expect(us.duration(680)).toBe('11 minutes');
    expect(us.duration(7_200)).toBe('2 hours');
  });

  it('fall back to English for a locale that is none', () => {
    expect(createFormat('??').count(1234)).toBe('1,234');
  });
});

describe('a day in the store’s zone', () => {
  it('is the store’s day, not UTC’s', () => {
    expect(dayInZone(now, 'America/Denver')).toBe('2026-03-30');
    expect(dayInZone(now, 'UTC')).toBe('2026-03-31');
  });

  it('twelve months back keeps the day, or takes the month’s last', () => {
    expect(dayInZone(now, 'UTC', -12)).toBe('2025-03-31');
    expect(dayInZone(now, 'UTC', -1)).toBe('2026-02-28');
    expect(dayInZone(Date.parse('2028-02-29T12:00:00Z'), 'UTC', -12)).toBe('2027-02-28');
  });

  it('is UTC’s in a zone that is none', () => {
    expect(dayInZone(now, 'Nowhere/At_All')).toBe('2026-03-31');
  });
});
