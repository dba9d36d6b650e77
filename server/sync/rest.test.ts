import { describe, expect, it } from 'vitest';
import { isResting, restFor } from './rest.ts';

describe('a rest', () => {
  const began = Date.parse('2026-03-01T10:00:00Z');
  const rest = restFor(40_000, began);

  it('lasts as long as it was meant to', () => {
    expect(isResting(rest, began)).toBe(true);
    expect(isResting(rest, began + 39_999)).toBe(true);
    expect(isResting(rest, began + 40_000)).toBe(false);
  });

  it('is over, not an hour longer, when the clock is set back an hour', () => {
    expect(isResting(rest, began - 3_600_000)).toBe(false);
  });
});
