import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SecretUnreadableError } from '../errors.ts';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type SealedField = 'access-token' | 'aiq-key' | 'hook-secret';

/** Keeps secrets unreadable in the database; a value opens only for the store and the field it was sealed for. */
export interface Sealer {
  seal(store: string, field: SealedField, plain: string): string;
  /** @throws SecretUnreadableError when it was altered, moved, or sealed with a key that we do not have */
  open(store: string, field: SealedField, sealed: string): string;
}

/**
 * AES-256-GCM, as `v1.<kid>.<iv>.<tag>.<ciphertext>` in base64url.
 * @param keys of 32 bytes; the first seals, all open
 * @throws Error when there is no key, or one has another length or an unusable name
 */
export function createSealer(keys: readonly { kid: string; key: Buffer }[]): Sealer {
  const [newest] = keys;
  if (newest === undefined) throw new Error('A sealer needs at least one key.');
  for (const { kid, key } of keys) {
    if (!/^[A-Za-z0-9_-]+$/.test(kid))
      throw new Error(`The key name "${kid}" has characters it may not have.`);
    if (key.length !== 32) throw new Error(`The key "${kid}" is not 32 bytes long.`);
  }
  const ring = new Map(keys.map(({ kid, key }) => [kid, key]));

  return {
    seal(store, field, plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, newest.key, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(boundTo(store, field));
      const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const parts = [iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'));
      return [VERSION, newest.kid, ...parts].join('.');
    },
    open(store, field, sealed) {
      const { kid, iv, tag, ciphertext } = parseSealed(sealed);
      const key = ring.get(kid);
      if (key === undefined) throw new SecretUnreadableError('unknown-key');
      const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(boundTo(store, field));
      decipher.setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
      } catch {
        // Node says no more than "unable to authenticate data".
        throw new SecretUnreadableError('altered');
      }
    },
  };
}

/** A store hash has no slash, so no two pairs give the same bytes. */
function boundTo(store: string, field: SealedField): Buffer {
  return Buffer.from(`${store}/${field}`);
}

function parseSealed(sealed: string) {
  const parts = /^v1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)$/.exec(sealed);
  const [, kid = '', ...encoded] = parts ?? [];
  const [iv, tag, ciphertext] = encoded.map((part) => Buffer.from(part, 'base64url'));
  if (iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES || ciphertext === undefined) {
    throw new SecretUnreadableError('malformed');
  }
  return { kid, iv, tag, ciphertext };
}
