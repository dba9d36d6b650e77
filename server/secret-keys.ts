import { createHash } from 'node:crypto';

export interface SecretKey {
  /** Name of the key inside sealed values; never changes for a key. */
  kid: string;
  key: Buffer;
}

const keyBytes = 32;

/**
 * Reads `SECRET_KEYS`: keys of 32 bytes, separated by commas, newest first. Each is `name:key` or just `key`, in base64
 * (with either alphabet) or as 64 hexadecimal digits, which is what Heroku's generator makes. A key without a name is
 * named after its own digest, so that a key that is put in front of it later does not rename it.
 * @returns the keys, or what is wrong, in words that do not show a key
 */
export function parseSecretKeys(text: string): { keys: SecretKey[] } | { mistake: string } {
  const keys: SecretKey[] = [];
  for (const [index, entry] of text.split(',').entries()) {
    const where = `key ${index + 1}`;
    const colon = entry.indexOf(':');
    const material = entry.slice(colon + 1).trim();
    const key = parseKey(material);
    if (key === null) return { mistake: `${where} is not 32 bytes in base64 or hexadecimal` };
    if (new Set(key).size < 8) return { mistake: `${where} is not random` };
    const kid = colon === -1 ? keyToKid(key) : entry.slice(0, colon).trim();
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(kid)) {
      return { mistake: `the name of ${where} may hold only letters, digits, "-" and "_" (at most 32)` };
    }
    if (keys.some((other) => other.kid === kid)) return { mistake: `the name of ${where} is there twice` };
    keys.push({ kid, key });
  }
  return { keys };
}

function parseKey(material: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(material)) return Buffer.from(material, 'hex');
  // Node's decoder skips what it does not know, so the form is checked first.
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(material)) return null;
  const key = Buffer.from(material, 'base64');
  return key.length === keyBytes ? key : null;
}

function keyToKid(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
