/** AIQ documents no lengths; this is what fits every column of its dashboard. */
const longest = 250;

/**
 * Text that survives every hop unchanged: well-formed Unicode, composed (NFC), no control characters, no blanks
 * around it, at most 250 code points.
 */
export function cleanText(value: string): string {
  const plain = plainText(value);
  return isLonger(plain) ? codePoints(plain).slice(0, longest).join('').trim() : plain;
}

/** Whether `cleanText` cuts this text. */
export function isShortened(value: string): boolean {
  return value.length > longest && isLonger(plainText(value));
}

function isLonger(text: string): boolean {
  return text.length > longest && codePoints(text).length > longest;
}

/** As many as matter: a code point is at most two units long. */
function codePoints(text: string): string[] {
  return Array.from(text.slice(0, 2 * longest + 2));
}

function plainText(value: string): string {
  return (
    value
      .toWellFormed()
      .normalize('NFC')
      // eslint-disable-next-line no-control-regex -- control characters are what is to be removed
      .replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
      .trim()
  );
}

/** Lower-cased, trimmed address, or null when it cannot be one. */
export function cleanEmail(value: string): string | null {
  // Not cut: a shortened address would be somebody else's.
  const email = plainText(value).toLowerCase();
  return email.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : null;
}
