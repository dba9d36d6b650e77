import type { QuotaReading } from '../upstream/quota-limiter.ts';
import { readRetryAfter } from '../upstream/retry-after.ts';

/**
 * Reads the four quota headers; null unless all are there and sensible.
 * https://developer.bigcommerce.com/docs/api-docs/getting-started/api-rate-limits
 */
export function headersToQuota(headers: Record<string, string>): QuotaReading | null {
  const quota = readNumber(headers['x-rate-limit-requests-quota']);
  const left = readNumber(headers['x-rate-limit-requests-left']);
  const windowMs = readNumber(headers['x-rate-limit-time-window-ms']);
  const resetMs = readNumber(headers['x-rate-limit-time-reset-ms']);
  if (quota === null || left === null || windowMs === null || resetMs === null) return null;
  if (quota === 0 || windowMs === 0) return null;
  return { quota, left, windowMs, resetMs };
}

/** Milliseconds to wait after a 429: the longest of what the headers say; null when they say nothing. */
export function headersToPause(headers: Record<string, string>, now: Date): number | null {
  const told = [
    readNumber(headers['x-rate-limit-time-reset-ms']),
    readRetryAfter(headers['x-retry-after'], now),
    readRetryAfter(headers['retry-after'], now),
  ].filter((ms) => ms !== null);
  return told.length === 0 ? null : Math.max(...told);
}

function readNumber(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,12}$/.test(value.trim()) ? Number(value) : null;
}
