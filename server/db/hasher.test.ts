import { describe, expect, it } from 'vitest';
import { createHasher } from './hasher.ts';

describe('hashes of e-mails and phones', () => {
  const hasher = createHasher('a key of this test');

  it('are the same however the value was typed', () => {
    expect(hasher.email(' Jane@Example.com ')).toBe(hasher.email('jane@example.com'));
    expect(hasher.phone('(512) 555-0142')).toBe(hasher.phone('5125550142'));
    expect(hasher.email('jane@example.com')).toMatch(/^[\w-]{43}$/);
  });

  it('differ by key and by kind', () => {
    expect(createHasher('another key').email('jane@example.com')).not.toBe(hasher.email('jane@example.com'));
    expect(hasher.email('5125550142')).not.toBe(hasher.phone('5125550142'));
  });
});
