import { z } from 'zod';
import { parseSecretKeys } from './secret-keys.ts';

export interface Mode {
  production: boolean;
  /** Real credentials are needed, because others than this machine can reach the app. */
  strict: boolean;
  defaultAppUrl: string;
}

export function wholeNumber({ from, to, otherwise }: { from: number; to: number; otherwise: number }) {
  const error = `write a whole number from ${from} to ${to}`;
  return z
    .string()
    .default(String(otherwise))
    .refine((value) => /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to, { error })
    .transform(Number);
}

/** A secret that has a default only where nobody else can reach the app. */
export function secretText(mode: Mode, developmentValue: string, form: RegExp, hint: string) {
  const error = (issue: { input?: unknown }) => (issue.input === undefined ? `is missing: ${hint}` : hint);
  const given = z
    .string({ error })
    .regex(form, { error: hint })
    .refine((value) => !mode.strict || value !== developmentValue, {
      error: `is the value for development, which everybody knows: ${hint}`,
    });
  return mode.strict ? given : given.default(developmentValue);
}

/** `SECRET_KEYS`, see `parseSecretKeys`. */
export function secretKeys(mode: Mode, developmentValue: string) {
  const hint =
    'write name:key with a key of 32 random bytes, such as k1:$(openssl rand -base64 32), newest first, separated by commas';
  return secretText(mode, developmentValue, /./, hint).transform((value, context) => {
    const result = parseSecretKeys(value);
    if ('keys' in result) return result.keys;
    context.addIssue({ code: 'custom', message: `${result.mistake}: ${hint}` });
    return z.NEVER;
  });
}

/** HTTPS, or HTTP of this machine outside production. */
export function url(mode: Mode, input: { otherwise: string | null; example: string; originOnly: boolean }) {
  const hint = `write ${input.originOnly ? 'the public origin of the app without any path' : 'an address'}, such as ${input.example}`;
  const given = z
    .string({ error: (issue) => (issue.input === undefined ? `is missing: ${hint}` : hint) })
    .transform((value) => value.replace(/\/+$/, ''))
    .superRefine((value, context) => {
      const mistake = findUrlMistake(value, mode, input.originOnly);
      if (mistake !== null) context.addIssue({ code: 'custom', message: `${mistake}: ${hint}` });
    });
  return input.otherwise === null ? given : given.prefault(input.otherwise);
}

function findUrlMistake(value: string, mode: Mode, originOnly: boolean): string | null {
  const parsed = parseUrl(value);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return 'is not a web address';
  if (parsed.username !== '' || parsed.search !== '' || parsed.hash !== '') {
    return 'may hold no user, query or fragment';
  }
  if (originOnly && parsed.origin !== value) return 'is not just an origin';
  if (mode.production && isLoopback(parsed)) return 'is this machine itself';
  if (parsed.protocol !== 'https:' && !isLoopback(parsed)) return 'must begin with https://';
  if (originOnly && mode.production && parsed.port !== '') {
    return 'must use the standard port, because BigCommerce delivers webhooks to no other';
  }
  return null;
}

export function frameAncestors(mode: Mode) {
  const source = mode.production
    ? /^https:\/\/(\*\.)?[a-z0-9.-]+$/
    : /^(https:\/\/(\*\.)?[a-z0-9.-]+|http:\/\/((\*\.)?([a-z0-9-]+\.)*localhost|127\.0\.0\.1))(:\d+)?$/;
  return z
    .string()
    .default('https://*.mybigcommerce.com')
    .transform((value) => listOf(value))
    .refine((sources) => sources.length > 0 && sources.every((value) => source.test(value)), {
      error: 'write origins separated by commas, such as https://*.mybigcommerce.com',
    });
}

export function listOf(value: string): string[] {
  return value
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

export function isLoopback(address: URL | null): boolean {
  return address !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(address.hostname);
}
