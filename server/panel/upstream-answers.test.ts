import { describe, expect, it } from 'vitest';
import { UpstreamError, type UpstreamFailure, type UpstreamService } from '../upstream/errors.ts';
import { explainRefusedCredentials } from './refused-credentials.ts';
import { upstreamToAppError } from './translate-errors.ts';

function failed(
  service: UpstreamService,
  failure: UpstreamFailure,
  detail: string | null = null,
): UpstreamError {
  return new UpstreamError({
    service,
    failure,
    detail,
    message: 'ann-canary@example.com',
    method: 'GET',
    path: '/x',
  });
}

it.each([
  ['bigcommerce', 'unauthorized', 409, 'bigcommerce-token-refused'],
  ['bigcommerce', 'forbidden', 409, 'bigcommerce-scope-missing'],
  ['bigcommerce', 'throttled', 503, 'bigcommerce-unreachable'],
  ['bigcommerce', 'aborted', 502, 'bigcommerce-unreachable'],
  ['bigcommerce', 'garbage', 502, 'bigcommerce-unreachable'],
  ['aiq', 'unauthorized', 409, 'aiq-key-refused'],
  ['aiq', 'throttled', 503, 'aiq-unreachable'],
  ['aiq', 'timeout', 502, 'aiq-unreachable'],
] as const)('%s %s is answered with %i %s, in our words', (service, failure, status, code) => {
  const answer = upstreamToAppError(failed(service, failure, 'detail-canary'));
  expect(answer).toMatchObject({ status, code });
  expect(JSON.stringify([answer.message, answer.fields, answer.details])).not.toContain('canary');
});

describe('refused credentials', () => {
  it.each([
    ['unauthorized', 'Please provide a valid API key', 'aiq-key-refused', ['apiKey']],
    ['unauthorized', 'Forbidden', 'aiq-key-refused', ['uid', 'apiKey']],
    ['unauthorized', null, 'aiq-key-refused', ['uid', 'apiKey']],
    ['not-found', 'Not Found', 'aiq-uid-mismatch', ['uid']],
    ['rejected', null, 'aiq-key-refused', ['uid', 'apiKey']],
  ] as const)('%s with %j names the entry to check', (failure, detail, code, fields) => {
    const answer = explainRefusedCredentials(failed('aiq', failure, detail));
    expect(answer).toMatchObject({ status: 400, code });
    expect(Object.keys(answer.fields ?? {})).toEqual(fields);
  });

  it.each(['network', 'timeout', 'unavailable', 'garbage', 'redirected', 'aborted'] as const)(
    '%s says nothing about them',
    (failure) => {
      expect(explainRefusedCredentials(failed('aiq', failure))).toMatchObject({
        status: 502,
        code: 'aiq-unreachable',
      });
    },
  );
});
