import { createHash } from 'node:crypto';

/**
 * Stands for the fingerprint of what AIQ holds while nobody knows that: a call that may have been carried out has
 * failed. It is equal to none, so that the next content goes out, whatever it is; what does not count is taken back.
 */
export const unknownContent = 'unknown';

/**
 * Fingerprint of what AIQ is to hold; equal fingerprints mean there is nothing to send. Keys are sorted, so that
 * the order in which a mapper sets them does not matter.
 */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(sortedJson(content)).digest('base64url');
}

/** What `JSON.stringify` would write of it, with sorted keys; written by hand, as a replacer costs several times more. */
function sortedJson(value: unknown): string {
  if (value === undefined) return 'null';
  if (value === null || typeof value !== 'object' || value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedJson).join()}]`;
  const fields: string[] = [];
  for (const [name, field] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (field !== undefined) fields.push(`${JSON.stringify(name)}:${sortedJson(field)}`);
  }
  return `{${fields.join()}}`;
}
