/** The mark at the start that tells spreadsheets that a file is UTF-8. */
export const byteOrderMark = '\uFEFF';

/** A line of a CSV file (RFC 4180). */
export function toCsvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => toCell(cell === null ? '' : String(cell))).join(',')}\r\n`;
}

/**
 * A cell that a spreadsheet would run as a formula is made text.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function toCell(text: string): string {
  // A negative amount is a number, not a formula.
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
