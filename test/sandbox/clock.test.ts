import { afterEach, expect, it, vi } from 'vitest';
import { createClock, type ScalableClock } from './clock.ts';

let clock: ScalableClock;
afterEach(() => clock.close());

it('stands still at factor 0 and jumps, each timer seeing its own time', () => {
  clock = createClock({ start: 1_000, factor: 0 });
  const seen: [string, number][] = [];
  clock.after(50, () => seen.push(['late', clock.now()]));
  clock.after(10, () => {
    seen.push(['early', clock.now()]);
    clock.after(5, () => seen.push(['nested', clock.now()]));
  });
  const never = clock.after(20, () => seen.push(['cancelled', clock.now()]));
  never.cancel();
  clock.advance(49);
  expect(seen).toEqual([
    ['early', 1_010],
    ['nested', 1_015],
  ]);
  expect(clock.now()).toBe(1_049);
  clock.advance(1);
  expect(seen.at(-1)).toEqual(['late', 1_050]);
});

it('lets a simulated day pass in moments', async () => {
  clock = createClock({ factor: 86_400_000 });
  const done = vi.fn();
  clock.after(24 * 3600 * 1000, done);
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
});

it('keeps the time when its speed changes, and never goes back', () => {
  clock = createClock({ start: 5_000, factor: 0 });
  clock.setFactor(1_000);
  clock.setFactor(0);
  const now = clock.now();
  expect(now).toBeGreaterThanOrEqual(5_000);
  clock.advanceTo(now - 1_000);
  expect(clock.now()).toBe(now);
  expect(() => clock.advance(-1)).toThrow();
  expect(() => clock.setFactor(Number.NaN)).toThrow();
});
