export type Language = 'en' | 'es';

/** The language for a locale such as `es-MX`; English where we have no words of our own. */
export function localeToLanguage(locale: string): Language {
  return /^es\b/i.test(locale.replaceAll('_', '-')) ? 'es' : 'en';
}
