/** AIQ documents no lengths; this is what fits every column of its dashboard. */
const longest = 250;

/**
 * Text that survives every hop unchanged: well-formed Unicode, composed (NFC), no control characters, no blanks
 * around it, at most 250 code points.
 */
export function cleanText(value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is to be removed
  const plain = value
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\u0000-\u001f\u007f]/g, ' ')
    .trim();
  const points = [...plain];
  return points.length > longest ? points.slice(0, longest).join('').trim() : plain;
}

/** Lower-cased, trimmed address, or null when it cannot be one. */
export function cleanEmail(value: string): string | null {
  const email = cleanText(value).toLowerCase();
  return email.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : null;
}
