import { describe, expect, it } from 'vitest';
import { runCall } from './calls.ts';
import { createCircuits } from './circuit.ts';
import { UpstreamError, wasNotCarriedOut, type UpstreamFailure } from './errors.ts';

function failed(failure: UpstreamFailure, unsent = false): UpstreamError {
  const facts = { service: 'aiq', message: failure, method: 'POST', path: '/', unsent } as const;
  return new UpstreamError({ ...facts, failure });
}

/** A call whose attempts fail one after the other. */
async function callThatFails(attempts: UpstreamError[], keyThreshold = 100): Promise<unknown> {
  const left = [...attempts];
  return runCall(
    { circuits: createCircuits({ now: () => 0, keyThreshold }), now: () => 0, random: () => 0 },
    {
      service: 'aiq',
      method: 'POST',
      route: '/',
      idempotent: true,
      store: 'abc',
      circuitKey: 'abc',
      lane: null,
      signal: undefined,
      enter: () => Promise.resolve(() => undefined),
      attempt: () => Promise.reject(left.shift() ?? new Error('no attempt is left')),
    },
  ).catch((error: unknown) => error);
}

describe('a call that is tried more than once', () => {
  it.each([
    ['is refused for want of a key', [failed('network'), failed('unauthorized')], 100],
    ['does not reach the other side', [failed('network'), failed('network'), failed('network', true)], 100],
    ['is kept back by the open circuit', [failed('network')], 1],
  ])('may have been carried out before, though its last try %s', async (_end, attempts, keyThreshold) => {
    expect(wasNotCarriedOut(await callThatFails(attempts, keyThreshold))).toBe(false);
  });

  it('was not carried out when none of its tries can have been', async () => {
    const unsent = [failed('network', true), failed('network', true), failed('unauthorized')];
    expect(wasNotCarriedOut(await callThatFails(unsent))).toBe(true);
  });
});
