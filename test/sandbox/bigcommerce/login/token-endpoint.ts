import express from 'express';
import type { RequestHandler, Response } from 'express';
import type { SwitchSet } from '../../switch-set.ts';
import type { Apps } from './apps.ts';
import type { GrantCodes } from './grant-codes.ts';
import type { Installations } from './installations.ts';
import { requireOwner, requireUser, type StoreAccount } from './store-users.ts';
import type { LoginSwitches } from './switches.ts';
import type { TokenRegistry } from './token-registry.ts';

export interface TokenEndpointDeps {
  apps: Apps;
  codes: GrantCodes;
  tokens: TokenRegistry;
  installations: Installations;
  switches: SwitchSet<LoginSwitches>;
  account: (storeHash: string) => StoreAccount;
}

/** How an exchange ended; no secret in it. */
export interface ExchangeNote {
  status: number;
  why: string;
}

/**
 * `POST /oauth2/token`: a code for a token, each field checked to the letter.
 * https://developer.bigcommerce.com/docs/integrations/apps/guide/auth
 */
export function createTokenEndpoint(deps: TokenEndpointDeps, note: (note: ExchangeNote) => void) {
  const read = express.json({ type: 'application/json' });
  const exchange: RequestHandler = (request, response) => {
    const refuse = (status: number, why: string, body: object) => {
      note({ status, why });
      response.status(status).json(body);
    };
    const switches = deps.switches.get();
    if (playAnswer(response, switches.tokenAnswer)) return note({ status: 0, why: switches.tokenAnswer });
    if (!/(^|,)\s*application\/json\b/i.test(request.get('accept') ?? '')) {
      return refuse(406, 'the Accept header is not application/json', { error: 'Invalid format.' });
    }
    const body: unknown = request.body;
    if (!request.is('application/json') || typeof body !== 'object' || body === null) {
      return refuse(401, 'the body is not JSON', { error: 'invalid_client' });
    }
    const field = (name: string) => {
      const value: unknown = Reflect.get(body, name);
      return typeof value === 'string' ? value : '';
    };
    const app = deps.apps.find(field('client_id'));
    if (!app || app.clientSecret !== field('client_secret')) {
      return refuse(401, 'unknown client or wrong secret', { error: 'invalid_client' });
    }
    if (field('grant_type') !== 'authorization_code') {
      return refuse(400, 'grant_type is not authorization_code', { error: 'unsupported_grant_type' });
    }
    const code = deps.codes.find(field('code'), app.clientId, switches.codeLifetimeMs);
    if (!code) {
      return refuse(switches.badCodeStatus, 'the code is unknown, used, too old or not for this client', {
        error: 'invalid_grant',
      });
    }
    if (field('redirect_uri') !== code.redirectUri || code.redirectUri !== app.authUrl) {
      return refuse(400, 'redirect_uri is not the registered auth callback', {
        error: 'invalid_grant',
        error_description: 'Parameter redirect_uri does not match registered URI',
      });
    }
    const account = deps.account(code.storeHash);
    const isBound = field('context') === `stores/${code.storeHash}`;
    if (!isBound && switches.wrongContext === 'refuse') {
      return refuse(400, 'context is not the store of the code', { error: 'invalid_grant' });
    }
    code.used = true;
    const storeHash = isBound ? code.storeHash : null;
    const { token } = deps.tokens.grant({ clientId: app.clientId, storeHash, scopes: code.scopes });
    if (isBound) deps.installations.complete(app.clientId, code.storeHash, code.scopes);
    note({ status: 200, why: isBound ? 'granted' : 'granted without a store: context is missing or wrong' });
    const owner = requireOwner(account);
    const user = requireUser(account, code.userId);
    const person = ({ id, email }: { id: number; email: string }) => ({ id, username: email, email });
    response.set('cache-control', 'no-store').json({
      access_token: token,
      scope: isBound ? code.scopes.join(' ') : null,
      user: person(user),
      ...(switches.tokenAnswer === 'without-owner' ? {} : { owner: person(owner) }),
      context: isBound ? `stores/${code.storeHash}` : null,
      account_uuid: app.accountUuid,
    });
  };
  return [read, exchange];
}

/** @returns whether the answer was played, or is withheld for good */
function playAnswer(response: Response, answer: LoginSwitches['tokenAnswer']): boolean {
  switch (answer) {
    case 'normal':
    case 'without-owner':
      return false;
    case 'redirect':
      response.status(302).set('location', '/login').type('html').send('You are being redirected');
      return true;
    case 'html':
      response.type('html').send('<!doctype html><title>Log in</title><h1>Log in</h1>');
      return true;
    case 'truncated':
      response.type('json').send('{"access_token":"abcdef0123456789","sco');
      return true;
    case '429':
      response.status(429).end();
      return true;
    case '500':
      response.status(500).json({ error: 'server_error' });
      return true;
    case 'hang':
      return true;
  }
}
