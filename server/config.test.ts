import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, configVariables, readConfig } from './config.ts';

const production = {
  NODE_ENV: 'production',
  APP_URL: 'https://aiq.example.com',
  BC_CLIENT_ID: 'client-id-from-portal',
  BC_CLIENT_SECRET: 'canary-client-secret-from-portal',
  MONGODB_URI: 'mongodb://user:canary-password@db.example.com/aiq',
  SECRET_KEYS: `k2:${Buffer.from([...Array(32).keys()]).toString('base64')},k1:${'0123456789abcdef'.repeat(4)}`,
  SESSION_KEY: 'canary-session-key-with-32-characters',
  HASH_KEY: 'canary-hash-key-with-32-characters-or-more',
};

function mistakesOf(env: Record<string, string | undefined>): Record<string, string> {
  try {
    readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.mistakes.map(({ variable, message }) => [variable, message]));
  }
  return {};
}

describe('readConfig', () => {
  it('starts on this machine without any variable, and serves this machine only', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      appUrl: 'http://localhost:3000',
      production: false,
      bigcommerce: {
        loginUrl: 'https://login.bigcommerce.com',
        apiUrl: 'https://api.bigcommerce.com',
        frameAncestors: ['https://*.mybigcommerce.com'],
      },
      aiq: { apiUrl: 'https://lab.alpineiq.com', integratorSlug: null, callsPerSecond: 5 },
      roles: { web: true, worker: true },
      storeConcurrency: 8,
      trustProxy: 0,
      metricsToken: null,
      webhookSignature: 'when-present',
      crashPoint: null,
    });
  });

  it('takes blank variables for absent ones, as platforms and .env files leave them', () => {
    expect(readConfig({ PORT: ' ', METRICS_TOKEN: '', APP_URL: '' }).port).toBe(3000);
  });

  it('reads a whole production configuration', () => {
    const config = readConfig({ ...production, PORT: '8080', ROLES: 'worker', TRUST_PROXY: '1' });
    expect(config).toMatchObject({
      port: 8080,
      host: null,
      appUrl: 'https://aiq.example.com',
      production: true,
      roles: { web: false, worker: true },
      trustProxy: 1,
    });
    expect(config.secretKeys.map(({ kid, key }) => [kid, key.length])).toEqual([
      ['k2', 32],
      ['k1', 32],
    ]);
  });

  it('names everything that production lacks at once, and what to write', () => {
    const mistakes = mistakesOf({ NODE_ENV: 'production' });
    expect(Object.keys(mistakes).sort()).toEqual(
      [
        'APP_URL',
        'BC_CLIENT_ID',
        'BC_CLIENT_SECRET',
        'HASH_KEY',
        'MONGODB_URI',
        'SECRET_KEYS',
        'SESSION_KEY',
      ].sort(),
    );
    for (const message of Object.values(mistakes)) expect(message).toMatch(/^is missing: write /);
  });

  it('reports mistakes of every kind together', () => {
    const mistakes = mistakesOf({
      ...production,
      PORT: '70000',
      APP_URL: 'http://aiq.example.com',
      ROLES: 'web,cook',
      LOG_LEVEL: 'loud',
      SESSION_KEY: 'short',
      MONGODB_URI: 'postgres://db',
    });
    expect(Object.keys(mistakes).sort()).toEqual([
      'APP_URL',
      'LOG_LEVEL',
      'MONGODB_URI',
      'PORT',
      'ROLES',
      'SESSION_KEY',
    ]);
  });

  it('shows no value in its error, since most are secrets', () => {
    const broken = Object.fromEntries(
      Object.entries(production).map(([name, value]) => [
        name,
        name === 'NODE_ENV' ? value : `canary ${value}`,
      ]),
    );
    expect(() => readConfig(broken)).toThrow(ConfigError);
    expect(() => readConfig(broken)).not.toThrow(/canary/);
  });

  it.each([
    ['plain HTTP', 'http://aiq.example.com'],
    ['this machine', 'https://localhost'],
    ['a path', 'https://aiq.example.com/app'],
    ['another port', 'https://aiq.example.com:8443'],
    ['a user', 'https://me@aiq.example.com'],
    ['no address', 'aiq.example.com'],
  ])('refuses %s as public address in production', (_, APP_URL) => {
    expect(Object.keys(mistakesOf({ ...production, APP_URL }))).toEqual(['APP_URL']);
  });

  it.each(['BC_LOGIN_URL', 'BC_API_URL', 'AIQ_API_URL'])('sends no secret over plain HTTP (%s)', (name) => {
    expect(Object.keys(mistakesOf({ ...production, [name]: 'http://api.example.com' }))).toEqual([name]);
    expect(Object.keys(mistakesOf({ [name]: 'http://api.example.com' }))).toEqual([name]);
    expect(mistakesOf({ [name]: 'http://127.0.0.1:4000' })).toEqual({});
  });

  it('takes the slash at the end of an address away', () => {
    expect(readConfig({ ...production, APP_URL: 'https://aiq.example.com/' }).appUrl).toBe(
      'https://aiq.example.com',
    );
  });

  it('has no default secret once others can reach the app, through a tunnel for instance', () => {
    expect(Object.keys(mistakesOf({ APP_URL: 'https://tunnel.example.com' })).sort()).toEqual([
      'BC_CLIENT_ID',
      'BC_CLIENT_SECRET',
      'HASH_KEY',
      'SECRET_KEYS',
      'SESSION_KEY',
    ]);
  });

  it('refuses the secrets of development in production, since everybody can read them', () => {
    const development = readConfig({});
    const mistakes = mistakesOf({
      ...production,
      SESSION_KEY: development.sessionKey,
      HASH_KEY: development.hashKey,
      BC_CLIENT_SECRET: development.bigcommerce.clientSecret,
      SECRET_KEYS: `development:${development.secretKeys[0]?.key.toString('base64')}`,
    });
    expect(Object.keys(mistakes).sort()).toEqual([
      'BC_CLIENT_SECRET',
      'HASH_KEY',
      'SECRET_KEYS',
      'SESSION_KEY',
    ]);
  });

  it('refuses a key that is one character repeated', () => {
    expect(Object.keys(mistakesOf({ ...production, HASH_KEY: 'x'.repeat(40) }))).toEqual(['HASH_KEY']);
  });

  it('arms no crash point in production', () => {
    expect(Object.keys(mistakesOf({ ...production, CRASH_POINT: 'webhook-noted' }))).toEqual(['CRASH_POINT']);
    expect(readConfig({ CRASH_POINT: 'webhook-noted:2' }).crashPoint).toBe('webhook-noted:2');
  });

  it('lets only HTTPS pages frame the app in production', () => {
    const BC_FRAME_ANCESTORS = 'https://*.mybigcommerce.com, http://127.0.0.1:4100';
    expect(readConfig({ BC_FRAME_ANCESTORS }).bigcommerce.frameAncestors).toHaveLength(2);
    expect(Object.keys(mistakesOf({ ...production, BC_FRAME_ANCESTORS }))).toEqual(['BC_FRAME_ANCESTORS']);
    expect(Object.keys(mistakesOf({ BC_FRAME_ANCESTORS: "'none'; script-src *" }))).toEqual([
      'BC_FRAME_ANCESTORS',
    ]);
  });
});

describe('the documents of the configuration', () => {
  const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

  it('.env.example explains exactly the variables that exist', () => {
    const named = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual([...configVariables].toSorted());
  });

  it('app.json sets variables that exist, and what Heroku generates is a configuration that starts', () => {
    const { env } = JSON.parse(read('app.json')) as {
      env: Record<string, { value?: string; generator?: string; required?: boolean }>;
    };
    expect(Object.keys(env).filter((name) => !configVariables.includes(name))).toEqual([]);
    const generated = Object.fromEntries(
      Object.entries(env).map(([name, { value, generator }], index) => [
        name,
        // Heroku's generator gives 64 hexadecimal digits.
        generator === 'secret' ? `${index % 10}123456789abcdef`.repeat(4) : value,
      ]),
    );
    const entered = { BC_CLIENT_ID: 'client-id-1', BC_CLIENT_SECRET: 'client-secret-12345' };
    const config = readConfig({ ...generated, ...entered, MONGODB_URI: production.MONGODB_URI });
    expect(config.production).toBe(true);
    expect(config.secretKeys).toHaveLength(1);
  });
});
