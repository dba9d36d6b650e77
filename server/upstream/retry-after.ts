/**
 * Milliseconds of a `Retry-After` style value: seconds or an HTTP date (RFC 9110, 10.2.3).
 * @returns null when absent or unreadable; at most one hour, so that a wrong header cannot stop us for days
 */
export function readRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined || value.trim() === '') return null;
  const text = value.trim();
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(0, Math.ceil(ms)), 3_600_000) : null;
}
