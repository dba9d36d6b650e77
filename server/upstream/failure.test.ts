import { describe, expect, it } from 'vitest';
import { statusToFailure } from './failure.ts';

describe('statusToFailure', () => {
  it('sorts statuses by what the caller should do', () => {
    const statuses = [200, 204, 302, 400, 401, 403, 404, 408, 410, 422, 429, 500, 502, 503, 507];
    expect(statuses.map(statusToFailure)).toEqual([
      null,
      null,
      'redirected',
      'rejected',
      'unauthorized',
      'forbidden',
      'not-found',
      'timeout',
      'not-found',
      'rejected',
      'throttled',
      'unavailable',
      'unavailable',
      'unavailable',
      'rejected',
    ]);
  });
});
