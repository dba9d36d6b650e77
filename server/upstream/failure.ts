import type { UpstreamFailure } from './errors.ts';

/** Name of the failure that an HTTP status stands for; null for a success. */
export function statusToFailure(status: number): UpstreamFailure | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 408) return 'timeout';
  if (status === 429) return 'throttled';
  // 501 and 507 (plan limit reached) say no to this request, however often it is sent.
  if (status === 501 || status === 507) return 'rejected';
  if (status >= 500) return 'unavailable';
  return 'rejected';
}

/** Failures that say something about the health of the other side, not about our request. */
export function isTrouble(failure: UpstreamFailure): boolean {
  return failure === 'unavailable' || failure === 'network' || failure === 'timeout' || failure === 'garbage';
}
