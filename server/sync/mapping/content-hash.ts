import { createHash } from 'node:crypto';

/**
 * Fingerprint of what AIQ is to hold; equal fingerprints mean there is nothing to send. Keys are sorted, so that
 * the order in which a mapper sets them does not matter.
 */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content, sortKeys)).digest('base64url');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Date)
    return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
