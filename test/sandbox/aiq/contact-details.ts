/**
 * Phones in AIQ's samples are ten digits without punctuation or country code; anything else is processed as
 * blank without an error (help.aiq.com, Core integration).
 */
export function phoneOrBlank(value: unknown): string {
  return typeof value === 'string' && isTenDigitPhone(value) ? value : '';
}

export function isTenDigitPhone(text: string): boolean {
  return /^[2-9]\d{9}$/.test(text);
}

/** The event endpoint and the sign-up form tidy a phone up themselves. */
export function tidyPhone(value: unknown): string {
  const digits = typeof value === 'string' ? value.replace(/\D/g, '') : '';
  return phoneOrBlank(digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits);
}

export function emailOrBlank(value: unknown): string {
  return typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value.trim())
    ? value.trim().toLowerCase()
    : '';
}

export function textOrBlank(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** `YYYY-MM-DD` of a real day, else blank. */
export function dayOrBlank(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return '';
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) ? value : '';
}
