import { beforeEach, describe, expect, it } from 'vitest';
import { createCircuits, type Circuits } from './circuit.ts';

describe('circuit breakers', () => {
  let now = 0;
  let circuits: Circuits;

  beforeEach(() => {
    now = 0;
    circuits = createCircuits({ now: () => now });
  });

  function fail(key: string, times: number): void {
    for (let index = 0; index < times; index += 1) circuits.record(key, 'bad');
  }

  it('stop a store after five failures in a row and let one probe through every 30 seconds', () => {
    fail('a', 4);
    expect(circuits.refuse('a')).toBeNull();
    fail('a', 1);
    expect(circuits.refuse('a')).toBe(30_000);
    now = 30_000;
    expect(circuits.refuse('a')).toBeNull();
    expect(circuits.refuse('a')).toBe(30_000);
  });

  it('close again after a good answer', () => {
    fail('a', 5);
    now = 30_000;
    circuits.refuse('a');
    circuits.record('a', 'good');
    expect(circuits.refuse('a')).toBeNull();
    expect(circuits.state('a')).toEqual({ key: 'closed', everything: 'closed' });
  });

  it('do not count an answer that says nothing about health', () => {
    fail('a', 4);
    circuits.record('a', 'neutral');
    fail('a', 1);
    expect(circuits.state('a').key).toBe('open');
  });

  it('do not let one failing store stop the others, however long it fails', () => {
    for (let probe = 0; probe < 50; probe += 1) {
      now += 30_000;
      fail('a', 1);
    }
    expect(circuits.refuse('b')).toBeNull();
    expect(circuits.state('b').everything).toBe('closed');
  });

  it('stop everybody when ten calls of several stores fail without one that succeeds', () => {
    fail('a', 3);
    fail('b', 3);
    fail('c', 3);
    expect(circuits.refuse('d')).toBeNull();
    fail('c', 1);
    expect(circuits.refuse('d')).toBe(30_000);
    circuits.record('d', 'good');
    expect(circuits.refuse('d')).toBeNull();
  });

  it('give the next shared probe to another store than the one that just failed', () => {
    fail('a', 4);
    fail('b', 4);
    fail('c', 2);
    now = 30_000;
    expect(circuits.refuse('a')).toBeNull();
    circuits.record('a', 'bad');
    now = 60_000;
    expect(circuits.refuse('a')).toBeGreaterThan(0);
    expect(circuits.refuse('b')).toBeNull();
  });
});
