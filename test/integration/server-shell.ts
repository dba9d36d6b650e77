import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import jwt from 'jsonwebtoken';
import request from 'supertest';
import { createApp } from '../../server/app.ts';
import { oauthScopes } from '../../server/bigcommerce/scopes.ts';
import { readConfig, type Config } from '../../server/config.ts';
import { createContext, type Context } from '../../server/context.ts';
import type { StoreRow } from '../../server/db/types/stores.ts';
import { createLog } from '../../server/log.ts';
import type { SyncOperations } from '../../server/sync/types.ts';
import { testDatabaseUri } from '../support/test-database.ts';
import { sendJson, startScriptedServer, type ScriptedServer } from './clients-server.ts';

export const canary = {
  clientSecret: 'canary-client-secret-0123456789',
  accessToken: 'canary-access-token-0123456789',
  userEmail: 'canary.user@example.com',
  ownerEmail: 'canary.owner@example.com',
};

/** The server without its sync: real database, scripted BigCommerce, everything asked of the engine written down. */
export interface Shell {
  app: Express;
  context: Context;
  config: Config;
  bigcommerce: ScriptedServer;
  /** What simulated BigCommerce grants next. */
  grant: Record<string, unknown>;
  /** Every line that was logged. */
  lines: string[];
  nudged: string[];
  halted: string[];
  /** Webhook secrets by store, as they were handed to the supervisor. */
  hookSecrets: Map<string, string>;
  /** Replace to make the creation of webhooks fail. */
  superviseHooks: (store: StoreRow, hookSecret: string) => Promise<{ repaired: string[] }>;
  stopping: boolean;
  get(path: string): request.Test;
  /** A callback's signed token, as BigCommerce makes it. */
  signPayload(changes?: Record<string, unknown>, secret?: string): string;
  install(hash?: string): Promise<StoreRow>;
  close(): Promise<void>;
}

export const clientId = 'client-id-of-the-app';
const userId = 24654;

export async function startShell(env: Record<string, string> = {}): Promise<Shell> {
  const grant: Record<string, unknown> = {
    access_token: canary.accessToken,
    scope: oauthScopes.map(({ scope }) => scope).join(' '),
    user: { id: userId, username: 'u', email: canary.userEmail },
    owner: { id: 12345, username: 'o', email: canary.ownerEmail },
    context: 'stores/abc123',
  };
  const bigcommerce = await startScriptedServer((seen, response) => {
    if (seen.path === '/oauth2/token') {
      sendJson(response, 200, shell.grant);
      return;
    }
    if (/^\/stores\/[a-z0-9]+\/v2\/store$/.test(seen.path)) {
      sendJson(response, 200, storeInformation);
      return;
    }
    sendJson(response, 404, {});
  });
  const config = readConfig({
    APP_URL: 'https://app.example.com',
    BC_CLIENT_ID: clientId,
    BC_CLIENT_SECRET: canary.clientSecret,
    BC_LOGIN_URL: bigcommerce.url,
    BC_API_URL: bigcommerce.url,
    MONGODB_URI: testDatabaseUri(),
    SECRET_KEYS: `k1:${Buffer.from([...Array(32).keys()]).toString('base64')}`,
    SESSION_KEY: 'session-key-of-the-tests-32-characters',
    HASH_KEY: 'hash-key-of-the-tests-with-32-characters',
    ...env,
  });
  const lines: string[] = [];
  const context = await createContext(config, {
    log: createLog('trace', { write: (line: string) => lines.push(line) }),
  });
  const clientFolder = await buildPanel();

  const shell: Shell = {
    app: createApp(context, {
      engine: {
        nudge: (store) => void shell.nudged.push(store),
        halt: async (store) => void shell.halted.push(store),
      },
      // No route of the panel that needs the others is asked here.
      operations: {
        resume: async (store: string) => void shell.nudged.push(store),
      } as unknown as SyncOperations,
      superviseHooks: (store, hookSecret) => shell.superviseHooks(store, hookSecret),
      clientFolder,
      stopping: () => shell.stopping,
    }),
    context,
    config,
    bigcommerce,
    grant,
    lines,
    nudged: [],
    halted: [],
    hookSecrets: new Map(),
    superviseHooks: async (store, hookSecret) => {
      shell.hookSecrets.set(store.hash, hookSecret);
      return { repaired: [] };
    },
    stopping: false,
    get: (path) => request(shell.app).get(path),
    signPayload(changes = {}, secret = canary.clientSecret) {
      const seconds = Math.floor(Date.now() / 1000);
      const claims = {
        aud: clientId,
        iss: 'bc',
        iat: seconds,
        nbf: seconds - 5,
        exp: seconds + 86_400,
        jti: crypto.randomUUID(),
        sub: 'stores/abc123',
        user: { id: userId, email: canary.userEmail, locale: 'en-US' },
        owner: { id: 12345, email: canary.ownerEmail },
        url: '/',
        channel_id: null,
        ...changes,
      };
      return jwt.sign(claims, secret, { algorithm: 'HS256' });
    },
    async install(hash = 'abc123') {
      shell.grant['context'] = `stores/${hash}`;
      await shell
        .get(`/bigcommerce/auth?code=canary-code&scope=store_v2_orders&context=stores%2F${hash}`)
        .expect(303);
      const store = await context.db.stores.get(hash);
      if (store === null) throw new Error('the installation left no store');
      return store;
    },
    async close() {
      await context.close();
      await bigcommerce.close();
      await rm(clientFolder, { recursive: true });
    },
  };
  return shell;
}

/** What `vite build` leaves, in small. */
async function buildPanel(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'panel-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><html lang="en"><head><title>Panel</title></head></html>',
  );
  await writeFile(join(folder, 'assets', 'index-0a1b2c3d.js'), 'export {};\n');
  await writeFile(join(folder, 'assets', 'large-0a1b2c3d.js'), `export {};\n${'// much\n'.repeat(1_000)}`);
  return folder;
}

const storeInformation = {
  id: '1025646',
  name: 'Green Leaf',
  domain: 'green-leaf.example.com',
  control_panel_base_url: 'https://store-abc123.mybigcommerce.com',
  country_code: 'US',
  currency: 'USD',
  timezone: { name: 'America/New_York' },
  is_price_entered_with_tax: false,
};
