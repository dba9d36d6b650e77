import type { Language } from '../../shared/words/language.ts';
import type { Messages } from './message.ts';

/** Each language is a chunk of its own, so that nobody loads the other. */
export async function loadWords(language: Language): Promise<Messages> {
  if (language === 'es') return (await import('./es.ts')).es;
  return (await import('./en.ts')).en;
}
