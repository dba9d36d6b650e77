import type { Messages } from './message.ts';

export type Language = 'en' | 'es';

/** The panel's language for a locale such as `es-MX`; English where we have no words of our own. */
export function localeToLanguage(locale: string): Language {
  return /^es\b/i.test(locale.replaceAll('_', '-')) ? 'es' : 'en';
}

/** Each language is a chunk of its own, so that nobody loads the other. */
export async function loadWords(language: Language): Promise<Messages> {
  if (language === 'es') return (await import('./es.ts')).es;
  return (await import('./en.ts')).en;
}
