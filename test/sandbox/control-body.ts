import type { NewApp } from './bigcommerce/login/apps.ts';

export type Body = Record<string, unknown>;

const profileTexts = [
  'name',
  'clientId',
  'clientSecret',
  'authUrl',
  'loadUrl',
  'uninstallUrl',
  'removeUserUrl',
];

/** The fields of an app's registration that a body has. */
export function readProfile(body: Body): Partial<NewApp> {
  const { scopes } = body;
  return {
    ...Object.fromEntries(
      profileTexts.filter((name) => name in body).map((name) => [name, text(body, name)]),
    ),
    ...(Array.isArray(scopes) ? { scopes: scopes.map(String) } : {}),
  };
}

export function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new Error(`${name} is missing`);
  return value;
}

export function number(body: Body, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${name} is not a number`);
  return value;
}
