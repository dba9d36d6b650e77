import type { Format } from '../format.ts';
import type { en } from './en.ts';

/** One form per plural category of the language; `other` always exists. */
export type PluralMessage = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };
export type Message = string | PluralMessage;
export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, Message>>;

type TextOf<M> = M extends string ? M : M extends { other: infer Text } ? Text : never;
type Placeholder<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;
type Params<K extends MessageKey> = Placeholder<TextOf<(typeof en)[K]>>;

/** Keys whose words have nothing to fill in. */
export type PlainKey = { [K in MessageKey]: [Params<K>] extends [never] ? K : never }[MessageKey];

/**
 * The words of a key. Numbers among the parameters are written in the user's locale; `count` chooses the plural form.
 */
export type Translate = <K extends MessageKey>(
  key: K,
  ...params: [Params<K>] extends [never] ? [] : [Readonly<Record<Params<K>, string | number>>]
) => string;

/** A translator for one language. */
export function createTranslate(messages: Messages, format: Pick<Format, 'locale' | 'count'>): Translate {
  const rules = new Intl.PluralRules(format.locale);
  return (key, ...[given]) => {
    // The key's own parameters are proven by the signature; inside, they are a plain dictionary.
    const params: Readonly<Record<string, string | number>> = given ?? {};
    const message: Message = messages[key];
    const text =
      typeof message === 'string' ? message : (message[category(rules, params.count)] ?? message.other);
    return text.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const value = params[name] ?? '';
      return typeof value === 'number' ? format.count(value) : value;
    });
  };
}

function category(rules: Intl.PluralRules, count: string | number | undefined): Intl.LDMLPluralRule {
  return typeof count === 'number' ? rules.select(count) : 'other';
}
