import { describe, expect, it } from 'vitest';
import { answerToDetail } from './answer.ts';
import { headersToPause, headersToQuota } from './quota-headers.ts';

const now = new Date('2026-01-15T12:00:00Z');
const headers = {
  'x-rate-limit-time-window-ms': '30000',
  'x-rate-limit-time-reset-ms': '15000',
  'x-rate-limit-requests-quota': '150',
  'x-rate-limit-requests-left': '35',
};

describe('quota headers', () => {
  it('are read when all are there and sensible', () => {
    expect(headersToQuota(headers)).toEqual({ quota: 150, left: 35, windowMs: 30_000, resetMs: 15_000 });
    expect(headersToQuota({ ...headers, 'x-rate-limit-requests-left': 'NaN' })).toBeNull();
    expect(headersToQuota({ ...headers, 'x-rate-limit-requests-quota': '0' })).toBeNull();
    expect(headersToQuota({})).toBeNull();
  });

  it('of a 429 say the longer wait', () => {
    expect(headersToPause(headers, now)).toBe(15_000);
    expect(headersToPause({ ...headers, 'x-retry-after': '20' }, now)).toBe(20_000);
    expect(headersToPause({ 'x-retry-after': '1' }, now)).toBe(1_000);
    expect(headersToPause({}, now)).toBeNull();
  });
});

describe('words of an error answer', () => {
  it.each([
    ['{"status":422,"title":"Missing Required Fields","errors":{}}', 'Missing Required Fields'],
    [
      '[{"status":404,"message":"The requested resource was not found."}]',
      'The requested resource was not found.',
    ],
    ['"Unauthorized"', 'Unauthorized'],
    ['{"error":"invalid_grant"}', 'invalid_grant'],
    ['', null],
    ['<html>Bad gateway</html>', null],
    ['null', null],
    ['[]', null],
  ])('%s', (text, expected) => {
    expect(answerToDetail(text)).toBe(expected);
  });
});
