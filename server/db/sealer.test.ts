import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SecretUnreadableError } from '../errors.ts';
import { createSealer } from './sealer.ts';

const old = { kid: 'old', key: randomBytes(32) };
const fresh = { kid: 'fresh', key: randomBytes(32) };

function reasonOf(open: () => string): string {
  try {
    return `opened: ${open()}`;
  } catch (error) {
    if (error instanceof SecretUnreadableError) return error.reason;
    throw error;
  }
}

describe('a sealed secret', () => {
  const sealer = createSealer([old]);
  const sealed = sealer.seal('abc', 'aiq-key', 'clé-secrète');

  it('opens for its store and field, shows nothing of itself, and never looks the same twice', () => {
    expect(sealer.open('abc', 'aiq-key', sealed)).toBe('clé-secrète');
    expect(sealed).toMatch(/^v1\.old\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(sealer.seal('abc', 'aiq-key', 'clé-secrète')).not.toBe(sealed);
    expect(sealer.open('abc', 'aiq-key', sealer.seal('abc', 'aiq-key', ''))).toBe('');
  });

  it('opens after a newer key was put in front, which seals from then on', () => {
    const rotated = createSealer([fresh, old]);
    expect(rotated.open('abc', 'aiq-key', sealed)).toBe('clé-secrète');
    const resealed = rotated.seal('abc', 'aiq-key', 'clé-secrète');
    expect(resealed).toMatch(/^v1\.fresh\./);
    expect(reasonOf(() => sealer.open('abc', 'aiq-key', resealed))).toBe('unknown-key');
  });

  it('does not open for another store or field', () => {
    expect(reasonOf(() => sealer.open('abd', 'aiq-key', sealed))).toBe('altered');
    expect(reasonOf(() => sealer.open('abc', 'access-token', sealed))).toBe('altered');
  });

  it('does not open with a single bit flipped anywhere, or under another key of the same name', () => {
    const parts = sealed.split('.');
    for (const index of [2, 3, 4]) {
      const bytes = Buffer.from(parts[index] ?? '', 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const altered = parts.with(index, flipped.toString('base64url')).join('.');
        expect(reasonOf(() => sealer.open('abc', 'aiq-key', altered))).toBe('altered');
      }
    }
    const namesake = createSealer([{ kid: 'old', key: fresh.key }]);
    expect(reasonOf(() => namesake.open('abc', 'aiq-key', sealed))).toBe('altered');
  });

  it('is called malformed when it is something else, or its tag was shortened', () => {
    const parts = sealed.split('.');
    const short = parts.with(3, (parts[3] ?? '').slice(0, 6)).join('.');
    for (const value of ['', 'plain', 'v2' + sealed.slice(2), `${sealed}.x`, short]) {
      expect(reasonOf(() => sealer.open('abc', 'aiq-key', value))).toBe('malformed');
    }
  });

  it('needs a key of 32 bytes with a plain name', () => {
    expect(() => createSealer([])).toThrow();
    expect(() => createSealer([{ kid: 'a', key: randomBytes(16) }])).toThrow();
    expect(() => createSealer([{ kid: 'a.b', key: randomBytes(32) }])).toThrow();
  });
});
