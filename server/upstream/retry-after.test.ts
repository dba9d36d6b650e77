import { describe, expect, it } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

describe('readRetryAfter', () => {
  const now = new Date('2026-01-15T12:00:00Z');

  it('reads seconds and dates', () => {
    expect(readRetryAfter('3', now)).toBe(3_000);
    expect(readRetryAfter('Thu, 15 Jan 2026 12:00:10 GMT', now)).toBe(10_000);
  });

  it('is not fooled by the past, nonsense or ages', () => {
    expect(readRetryAfter('Thu, 15 Jan 2026 11:00:00 GMT', now)).toBe(0);
    expect(readRetryAfter('soon', now)).toBeNull();
    expect(readRetryAfter(undefined, now)).toBeNull();
    expect(readRetryAfter('99999999', now)).toBe(3_600_000);
  });
});
