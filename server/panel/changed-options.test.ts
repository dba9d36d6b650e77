import { expect, it } from 'vitest';
import { defaultOptions, type Options } from '../../shared/settings.ts';
import { changedOptions, mayEndMembership } from './changed-options.ts';

const saved: Options = { ...defaultOptions, enrolSince: '2026-01-10' };

it('names each changed option with both values', () => {
  expect(changedOptions(saved, { ...saved, enrolSince: null, countedStatuses: [2, 10] })).toEqual({
    enrolSince: { from: '2026-01-10', to: null },
    countedStatuses: { from: [2, 3, 8, 9, 10, 11], to: [2, 10] },
  });
  expect(changedOptions(saved, { ...saved })).toEqual({});
});

it.each<[boolean, string, Partial<Options>]>([
  [true, 'a date is cleared', { enrolSince: null }],
  [true, 'a date is moved to a later day', { enrolSince: '2026-01-11' }],
  [true, 'a status no longer counts', { countedStatuses: [2] }],
  [true, 'guests no longer count', { guestOrders: 'skip' }],
  [false, 'a date is moved to an earlier day', { enrolSince: '2026-01-09' }],
  [false, 'another date is added', { doubleOptInSince: '2026-01-09' }],
  [false, 'a status is added', { countedStatuses: [1, 2, 3, 8, 9, 10, 11] }],
  [false, 'something else changes', { amountBasis: 'order-total', dynamicContent: true }],
])('membership may end: %s when %s', (expected, _what, changes) => {
  expect(mayEndMembership(saved, { ...saved, ...changes })).toBe(expected);
});

it('ends no membership while no date is set', () => {
  expect(mayEndMembership(defaultOptions, { ...defaultOptions, countedStatuses: [2] })).toBe(false);
});
