import { expect, it } from 'vitest';
import { createRateMeter } from './rate-meter.ts';

const at = (seconds: number) => new Date(Date.parse('2026-03-01T10:00:00Z') + seconds * 1000);

it('measures growth a minute between readings', () => {
  const meter = createRateMeter();
  expect(meter.read('a', 100, at(0))).toBeNull();
  expect(meter.read('a', 350, at(15))).toBe(1_000);
  expect(meter.read('a', 600, at(30))).toBe(1_000);
});

it('forgets what is older than five minutes, so that a slow start does not count for ever', () => {
  const meter = createRateMeter();
  meter.read('a', 0, at(0));
  meter.read('a', 0, at(200));
  meter.read('a', 0, at(400));
  expect(meter.read('a', 1_000, at(460))).toBeCloseTo((1_000 * 60) / 260);
});

it('does not measure between readings that are too close together, and still keeps the first', () => {
  const meter = createRateMeter();
  meter.read('a', 0, at(0));
  expect(meter.read('a', 500, at(1))).toBeNull();
  expect(meter.read('a', 500, at(6))).toBe(5_000);
});

it('begins anew when the counter was started anew', () => {
  const meter = createRateMeter();
  meter.read('a', 900, at(0));
  expect(meter.read('a', 10, at(30))).toBeNull();
  expect(meter.read('a', 40, at(60))).toBe(60);
});

it('keeps counters apart', () => {
  const meter = createRateMeter();
  meter.read('a', 0, at(0));
  expect(meter.read('b', 500, at(60))).toBeNull();
});
