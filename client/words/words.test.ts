import { describe, expect, it } from 'vitest';
import { localeToLanguage } from '../../shared/words/language.ts';
import { createFormat } from '../format.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { createTranslate, type Message, type Messages } from './message.ts';

const english: Messages = en;

function textsOf(message: Message): string[] {
  return typeof message === 'string' ? [message] : Object.values(message);
}

function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
}

describe('the words', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(es).sort()).toEqual(Object.keys(english).sort());
  });

  it('fill in the same things in both languages', () => {
    const different = Object.entries(english).filter(([key, message]) => {
      const wanted = placeholdersOf(textsOf(message).join()).join();
      const texts = [...textsOf(message), ...textsOf(es[key as keyof Messages])]; // a key of both, as shown above
      return texts.some((text) => placeholdersOf(text).join() !== wanted);
    });
    expect(different).toEqual([]);
  });

  it('are never empty and never end with a blank', () => {
    const texts = [english, es].flatMap((words) => Object.values(words).flatMap(textsOf));
    expect(texts.filter((text) => text === '' || text !== text.trim())).toEqual([]);
  });

  it('have a plural wherever they count', () => {
    const counting = Object.entries({ ...english }).filter(([, message]) =>
      textsOf(message).some((text) => text.includes('{count}')),
    );
    for (const [key, message] of counting) {
      expect([key, typeof message]).toEqual([key, 'object']);
      expect([key, typeof es[key as keyof Messages]]).toEqual([key, 'object']); // a key of both languages
    }
  });
});

describe('a translator', () => {
  const inEnglish = createTranslate(en, createFormat('en-US'));
  const inSpanish = createTranslate(es, createFormat('es-ES'));

  it('chooses the plural form of the language', () => {
    expect(inEnglish('history.orders', { count: 1 })).toBe('1 order');
    expect(inEnglish('history.orders', { count: 0 })).toBe('0 orders');
    expect(inSpanish('history.orders', { count: 1 })).toBe('1 pedido');
    expect(inSpanish('history.orders', { count: 2 })).toBe('2 pedidos');
    expect(inSpanish('history.orders', { count: 2_000_000 })).toBe('2.000.000 pedidos');
  });

  it('writes numbers as the user does, and leaves text alone', () => {
    expect(inEnglish('overview.history.readOf', { read: 20110, total: 48210 })).toBe('20,110 of 48,210');
    expect(inSpanish('overview.history.readOf', { read: 20110, total: 48210 })).toBe('20.110 de 48.210');
    expect(inEnglish('activity.record', { kind: 'Order', id: '10234' })).toBe('Order 10234');
  });

  it('fills in text that looks like a pattern as it is', () => {
    expect(inEnglish('link.keyShown', { last4: '$&{count}' })).toBe('ends in $&{count}');
  });
});

describe('the language of a locale', () => {
  it.each([
    ['es', 'es'],
    ['es-MX', 'es'],
    ['es_AR', 'es'],
    ['ES-es', 'es'],
    ['en-GB', 'en'],
    ['de-DE', 'en'],
    ['est', 'en'],
    ['', 'en'],
  ])('%j is shown in %s', (locale, language) => {
    expect(localeToLanguage(locale)).toBe(language);
  });
});
