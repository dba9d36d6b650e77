import { describe, expect, it } from 'vitest';
import { progressPercent } from './history-progress.tsx';

describe('the history’s progress', () => {
  it('is full only when the work is done', () => {
    expect(progressPercent({ status: 'running', read: 100, total: 100 })).toBe(99);
    expect(progressPercent({ status: 'running', read: 120, total: 100 })).toBe(99);
    expect(progressPercent({ status: 'done', read: 90, total: 100 })).toBe(100);
  });

  it('is empty while nothing is known', () => {
    expect(progressPercent({ status: 'running', read: 5, total: null })).toBe(0);
    expect(progressPercent({ status: 'not-started', read: 0, total: 0 })).toBe(0);
  });
});
