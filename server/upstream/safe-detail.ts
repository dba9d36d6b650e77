const maximum = 160;

/**
 * Words of another service made fit for logs and screens: one line, no markup, no e-mail, no longer number
 * (phones, cards), no longer token, at most 160 characters. Null when nothing is left.
 */
export function safeDetail(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const cleaned = text
    .slice(0, 2000)
    .replace(/<[^>]*>/g, ' ')
    .replace(/[^\s@<>"',;]+@[^\s@<>"',;]+/g, '[e-mail]')
    .replace(/\+?\(?\d[\d\s().-]{5,}\d/g, '[number]')
    .replace(/[A-Za-z0-9_-]{24,}/g, '[…]')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  if (cleaned === '') return null;
  return cleaned.length > maximum ? `${cleaned.slice(0, maximum - 1).trimEnd()}…` : cleaned;
}
