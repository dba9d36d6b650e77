import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../../shared/settings.ts';
import { findOptionsErrors, isSameOptions, sendsTexts, withStatus } from './options-draft.ts';

const today = '2026-03-01';

describe('the options form', () => {
  it('accepts the defaults', () => {
    expect(findOptionsErrors(defaultOptions, today)).toEqual({});
  });

  it('refuses days that are missing or in the future, and a shop where nothing counts', () => {
    const draft = { ...defaultOptions, enrolSince: '', doubleOptInSince: '2026-03-02', countedStatuses: [] };
    expect(findOptionsErrors(draft, today)).toEqual({
      enrolSince: 'options.date.error',
      doubleOptInSince: 'options.date.error',
      countedStatuses: 'options.statuses.error',
    });
  });

  it('is unchanged when a status was taken out and put back', () => {
    const back = withStatus(withStatus(defaultOptions, 3, false), 3, true);
    expect(isSameOptions(defaultOptions, back)).toBe(true);
    expect(isSameOptions(defaultOptions, withStatus(defaultOptions, 1, true))).toBe(false);
  });

  it('asks before texts go to shoppers that were not reached before', () => {
    const on = (doubleOptInSince: string | null) => ({ ...defaultOptions, doubleOptInSince });
    expect(sendsTexts(on(null), on('2026-01-01'))).toBe(true);
    expect(sendsTexts(on('2026-01-01'), on('2025-06-01'))).toBe(true);
    expect(sendsTexts(on('2026-01-01'), on('2026-02-01'))).toBe(false);
    expect(sendsTexts(on('2026-01-01'), on(null))).toBe(false);
  });
});
