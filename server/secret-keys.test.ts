import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseSecretKeys } from './secret-keys.ts';

const key = randomBytes(32);

function kids(text: string): string[] | string {
  const result = parseSecretKeys(text);
  return 'keys' in result ? result.keys.map(({ kid }) => kid) : result.mistake;
}

describe('parseSecretKeys', () => {
  it.each([
    ['base64', key.toString('base64')],
    ['base64 for URLs', key.toString('base64url')],
    ['hexadecimal', key.toString('hex')],
    ['hexadecimal in capitals', key.toString('hex').toUpperCase()],
  ])('reads the same key in %s', (_, material) => {
    expect(parseSecretKeys(`k1:${material}`)).toEqual({ keys: [{ kid: 'k1', key }] });
  });

  it('names a key without a name after itself, wherever it stands', () => {
    const [first] = kids(key.toString('hex'));
    const newer = randomBytes(32).toString('hex');
    expect(first).toMatch(/^[0-9a-f]{8}$/);
    expect(kids(`${newer}, ${key.toString('base64')}`)[1]).toBe(first);
  });

  it.each([
    ['a short key', `k1:${randomBytes(31).toString('base64')}`],
    ['a long key', `k1:${randomBytes(33).toString('base64')}`],
    ['a word', 'k1:secret'],
    ['a name without a key', 'k1:'],
    ['an empty place', `k1:${key.toString('hex')},`],
    ['zeros', `k1:${'0'.repeat(64)}`],
    ['a name with a dot', `k.1:${key.toString('hex')}`],
    ['one name twice', `k1:${key.toString('hex')},k1:${randomBytes(32).toString('hex')}`],
  ])('refuses %s without showing it', (_, text) => {
    const mistake = kids(text);
    expect(mistake).toEqual(expect.any(String));
    expect(mistake).not.toContain(key.toString('hex'));
  });
});
