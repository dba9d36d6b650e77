import { describe, expect, it } from 'vitest';
import { gatheringMs } from './gathering.ts';

describe('gatheringMs', () => {
  it('lets a single change pass at once, and keeps a flood for one and a half seconds', () => {
    expect(gatheringMs(1)).toBeLessThan(50);
    expect(gatheringMs(10_000)).toBe(1_500);
  });

  it('grows from bite to bite under a flood, and shrinks again when little comes', () => {
    const next = (ms: number, perSecond: number): number => gatheringMs((ms * perSecond) / 1000);
    expect(next(next(500, 100), 100)).toBe(1_500);
    expect(next(next(1_500, 10), 10)).toBeLessThan(100);
  });
});
