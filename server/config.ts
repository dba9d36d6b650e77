import { z } from 'zod';
import {
  frameAncestors,
  isLoopback,
  listOf,
  parseUrl,
  secretKeys,
  secretText,
  url,
  wholeNumber,
  type Mode,
} from './config-fields.ts';
import type { SecretKey } from './secret-keys.ts';

export interface Config {
  port: number;
  /** Address to listen on; null means all. Outside production only this machine is served. */
  host: string | null;
  /** Public origin, without a slash at the end. */
  appUrl: string;
  production: boolean;
  bigcommerce: {
    clientId: string;
    clientSecret: string;
    loginUrl: string;
    apiUrl: string;
    frameAncestors: string[];
  };
  aiq: { apiUrl: string; integratorSlug: string | null; callsPerSecond: number };
  mongodbUri: string;
  /** The first seals, all open. */
  secretKeys: SecretKey[];
  sessionKey: string;
  hashKey: string;
  roles: { web: boolean; worker: boolean };
  storeConcurrency: number;
  /** Number of proxies in front whose `X-Forwarded-For` is believed. */
  trustProxy: number;
  metricsToken: string | null;
  logLevel: string;
  webhookSignature: 'required' | 'when-present';
  /** Where a test wants the process to be killed: `name` or `name:nth`. Always null in production. */
  crashPoint: string | null;
}

/** Thrown by `readConfig`; its message names every mistake and what to write instead, and shows no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: { variable: string; message: string }[];

  constructor(mistakes: { variable: string; message: string }[]) {
    const lines = mistakes.map(({ variable, message }) => `  ${variable}: ${message}`);
    const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
    super(`The configuration has ${count}. See .env.example for every variable.\n${lines.join('\n')}`);
    this.mistakes = mistakes;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Known to everybody, because they stand here; refused wherever others can reach the app. */
const forDevelopment = {
  clientId: 'development-client-id',
  clientSecret: 'development-client-secret',
  secretKeys: 'development:ZGV2ZWxvcG1lbnQta2V5LW5vdC1mb3ItcHJvZHVjdGk=',
  sessionKey: 'development-session-key-not-for-production',
  hashKey: 'development-hash-key-not-for-production',
} as const;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const randomKeyHint = 'write at least 32 random characters, such as the output of `openssl rand -base64 32`';

/**
 * Environment → checked configuration. Pure: reads nothing but its argument.
 * @throws ConfigError with all mistakes at once
 */
export function readConfig(env: Environment): Config {
  const flat = Object.fromEntries(
    configVariables.map((name) => [name, env[name]?.trim() || undefined] as const),
  );
  const production = flat['NODE_ENV'] === 'production';
  const defaultAppUrl = `http://localhost:${flat['PORT'] ?? '3000'}`;
  const strict = production || !isLoopback(parseUrl(flat['APP_URL'] ?? defaultAppUrl));
  const parsed = z.object(buildVariables({ production, strict, defaultAppUrl })).safeParse(flat);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map(({ path, message }) => ({ variable: String(path[0]), message })),
    );
  }
  return flatToConfig(parsed.data, production);
}

type Flat = z.output<z.ZodObject<ReturnType<typeof buildVariables>>>;

function flatToConfig(flat: Flat, production: boolean): Config {
  return {
    port: flat.PORT,
    host: production ? null : '127.0.0.1',
    appUrl: flat.APP_URL,
    production,
    bigcommerce: {
      clientId: flat.BC_CLIENT_ID,
      clientSecret: flat.BC_CLIENT_SECRET,
      loginUrl: flat.BC_LOGIN_URL,
      apiUrl: flat.BC_API_URL,
      frameAncestors: flat.BC_FRAME_ANCESTORS,
    },
    aiq: {
      apiUrl: flat.AIQ_API_URL,
      integratorSlug: flat.AIQ_INTEGRATOR_SLUG ?? null,
      callsPerSecond: flat.AIQ_CALLS_PER_SECOND,
    },
    mongodbUri: flat.MONGODB_URI,
    secretKeys: flat.SECRET_KEYS,
    sessionKey: flat.SESSION_KEY,
    hashKey: flat.HASH_KEY,
    roles: { web: flat.ROLES.includes('web'), worker: flat.ROLES.includes('worker') },
    storeConcurrency: flat.STORE_CONCURRENCY,
    trustProxy: flat.TRUST_PROXY,
    metricsToken: flat.METRICS_TOKEN ?? null,
    logLevel: flat.LOG_LEVEL,
    webhookSignature: flat.WEBHOOK_SIGNATURE,
    crashPoint: flat.CRASH_POINT ?? null,
  };
}

/** The one table of variables; names, forms and defaults. */
function buildVariables(mode: Mode) {
  return {
    NODE_ENV: z.string().optional(),
    PORT: wholeNumber({ from: 0, to: 65_535, otherwise: 3000 }),
    APP_URL: url(mode, {
      otherwise: mode.production ? null : mode.defaultAppUrl,
      example: 'https://aiq.example.com',
      originOnly: true,
    }),
    BC_CLIENT_ID: secretText(
      mode,
      forDevelopment.clientId,
      /^[\x21-\x7e]{8,200}$/,
      'write the client id of your app from the BigCommerce Developer Portal',
    ),
    BC_CLIENT_SECRET: secretText(
      mode,
      forDevelopment.clientSecret,
      /^[\x21-\x7e]{16,300}$/,
      'write the client secret of your app from the BigCommerce Developer Portal',
    ),
    BC_LOGIN_URL: url(mode, {
      otherwise: 'https://login.bigcommerce.com',
      example: 'https://login.bigcommerce.com',
      originOnly: false,
    }),
    BC_API_URL: url(mode, {
      otherwise: 'https://api.bigcommerce.com',
      example: 'https://api.bigcommerce.com',
      originOnly: false,
    }),
    BC_FRAME_ANCESTORS: frameAncestors(mode),
    AIQ_API_URL: url(mode, {
      otherwise: 'https://lab.alpineiq.com',
      example: 'https://lab.alpineiq.com',
      originOnly: false,
    }),
    AIQ_INTEGRATOR_SLUG: z
      .string()
      .regex(/^[\w-]{1,60}$/, 'write the short name that AIQ gave you, or leave it out')
      .optional(),
    AIQ_CALLS_PER_SECOND: wholeNumber({ from: 1, to: 100, otherwise: 5 }),
    MONGODB_URI: mongodbUri(mode),
    SECRET_KEYS: secretKeys(mode, forDevelopment.secretKeys),
    SESSION_KEY: secretText(mode, forDevelopment.sessionKey, /^(?!(.)\1*$).{32,}$/, randomKeyHint),
    HASH_KEY: secretText(mode, forDevelopment.hashKey, /^(?!(.)\1*$).{32,}$/, randomKeyHint),
    ROLES: z
      .string()
      .default('web,worker')
      .transform((value) => listOf(value))
      .refine((roles) => roles.length > 0 && roles.every((role) => role === 'web' || role === 'worker'), {
        error: 'write "web", "worker" or "web,worker"',
      }),
    STORE_CONCURRENCY: wholeNumber({ from: 1, to: 100, otherwise: 8 }),
    TRUST_PROXY: wholeNumber({ from: 0, to: 10, otherwise: 0 }),
    METRICS_TOKEN: z
      .string()
      .regex(/^[\x21-\x7e]{16,}$/, 'write at least 16 random characters, or leave it out to have no /metrics')
      .optional(),
    LOG_LEVEL: z.enum(logLevels, { error: `write one of ${logLevels.join(', ')}` }).default('info'),
    WEBHOOK_SIGNATURE: z
      .enum(['required', 'when-present'], { error: 'write "required" or "when-present"' })
      .default('when-present'),
    CRASH_POINT: z
      .string()
      .regex(/^[a-z-]+(:[1-9]\d*)?$/, 'write the name of a crash point, optionally with ":" and a number')
      .refine(() => !mode.production, { error: 'is for tests; remove it in production' })
      .optional(),
  } satisfies z.core.$ZodLooseShape;
}

/** Every variable that the app reads. */
export const configVariables: readonly string[] = Object.keys(
  buildVariables({ production: true, strict: true, defaultAppUrl: '' }),
);

function mongodbUri(mode: Mode) {
  const hint =
    'write the address of the MongoDB database, with its name, such as mongodb://user:password@host:27017/aiq';
  const given = z
    .string({ error: `is missing: ${hint}` })
    .regex(/^mongodb(\+srv)?:\/\/[^/\s]+\/[^/?\s]+(\?\S*)?$/, { error: hint });
  return mode.production ? given : given.default('mongodb://127.0.0.1:27017/aiq-for-bigcommerce');
}
