import type { Sandbox } from '../sandbox/index.ts';

/** In front of `/metrics` of every app that a test starts. */
export const metricsToken = 'metrics-token-of-the-tests';

/** Whatever looks like one is one: the app has no business to write any. */
const patterns: readonly (readonly [string, RegExp])[] = [
  ['an e-mail', /[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}/gi],
  ['a JWT', /eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g],
];

/**
 * Looks in what the app has written, its log and its metrics, for what must never be there: access tokens, keys,
 * secrets, JWTs, e-mails, and phones and names of the stores' customers.
 * @returns what was found, each once; empty is good
 */
export function findLeaks(sandbox: Sandbox, output: string): string[] {
  const found = new Set<string>();
  for (const [what, pattern] of patterns) {
    for (const [text] of output.matchAll(pattern)) found.add(`${what}: ${text}`);
  }
  for (const [what, text] of [...secretsOf(sandbox), ...personalDataOf(sandbox)]) {
    if (text !== '' && output.includes(text)) found.add(`${what}: ${text}`);
  }
  return [...found];
}

function* secretsOf({ aiq, bigcommerce }: Sandbox): Generator<[string, string]> {
  const { login, hooks } = bigcommerce;
  yield ['the token of /metrics', metricsToken];
  for (const { token } of login.tokens.save()) yield ['an access token', token];
  for (const { clientSecret } of login.apps.list()) yield ['the client secret', clientSecret];
  for (const { jwt } of login.installations.sent) yield ['the JWT of a callback', jwt];
  for (const { key } of aiq.accounts()) yield ['an AIQ key', key ?? ''];
  for (const { hash } of bigcommerce.stores()) {
    for (const { headers } of hooks.registry.ofStore(hash)) {
      for (const value of Object.values(headers)) yield ['a header of a webhook', value];
    }
  }
}

function* personalDataOf({ bigcommerce }: Sandbox): Generator<[string, string]> {
  for (const { oracle } of bigcommerce.stores()) {
    for (const { phone, firstName, lastName } of oracle.customers()) {
      if (firstName !== '' && lastName !== '') yield ['a name', `${firstName} ${lastName}`];
      const digits = phone.replace(/\D/g, '');
      // Shorter ones turn up inside other numbers, and so do ten zeros.
      const national = digits.slice(-10);
      if (national.length < 10 || /^(\d)\1+$/.test(national)) continue;
      yield ['a phone', phone];
      yield ['a phone', national];
    }
  }
}
