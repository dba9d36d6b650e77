import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { SwitchSet } from '../../switch-set.ts';
import type { AppProfile, Apps } from './apps.ts';
import type { GrantCode, GrantCodes } from './grant-codes.ts';
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

interface Refusal {
  status: number;
  /** For the notes. */
  why: string;
  body: { error: string; error_description?: string };
}

interface Accepted {
  app: AppProfile;
  code: GrantCode;
  /** Whether the request named the store of the code. */
  isBound: boolean;
}

/**
 * `POST /oauth2/token`: a code for a token, each field checked to the letter.
 * https://developer.bigcommerce.com/docs/integrations/apps/guide/auth
 */
export function createTokenEndpoint(
  deps: TokenEndpointDeps,
  note: (note: ExchangeNote) => void,
): RequestHandler[] {
  const exchange: RequestHandler = (request, response) => {
    const { tokenAnswer } = deps.switches.get();
    if (playAnswer(response, tokenAnswer)) {
      note({ status: 0, why: tokenAnswer });
      return;
    }
    const checked = checkExchange(deps, request);
    if ('body' in checked) {
      note({ status: checked.status, why: checked.why });
      response.status(checked.status).json(checked.body);
      return;
    }
    note({ status: 200, why: checked.isBound ? 'granted' : 'granted without a store: context is not its' });
    response.set('cache-control', 'no-store').json(grant(deps, checked));
  };
  return [express.json({ type: 'application/json' }), exchange];
}

function checkExchange(deps: TokenEndpointDeps, request: Request): Refusal | Accepted {
  const switches = deps.switches.get();
  const body: unknown = request.body;
  const field = (name: string) => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const refuse = (status: number, why: string, error: string): Refusal => ({ status, why, body: { error } });

  if (!/(^|,)\s*application\/json\b/i.test(request.get('accept') ?? '')) {
    return refuse(406, 'the Accept header is not application/json', 'Invalid format.');
  }
  if (!request.is('application/json')) return refuse(401, 'the body is not JSON', 'invalid_client');
  const app = deps.apps.find(field('client_id'));
  if (!app || app.clientSecret !== field('client_secret')) {
    return refuse(401, 'unknown client or wrong secret', 'invalid_client');
  }
  if (field('grant_type') !== 'authorization_code') {
    return refuse(400, 'grant_type is not authorization_code', 'unsupported_grant_type');
  }
  const code = deps.codes.find(field('code'), app.clientId, switches.codeLifetimeMs);
  if (!code) {
    const why = 'the code is unknown, used, too old or not for this client';
    return refuse(switches.badCodeStatus, why, 'invalid_grant');
  }
  if (field('redirect_uri') !== code.redirectUri || code.redirectUri !== app.authUrl) {
    const description = 'Parameter redirect_uri does not match registered URI';
    return {
      ...refuse(400, 'redirect_uri is not the registered auth callback', 'invalid_grant'),
      body: { error: 'invalid_grant', error_description: description },
    };
  }
  const isBound = field('context') === `stores/${code.storeHash}`;
  if (!isBound && switches.wrongContext === 'refuse') {
    return refuse(400, 'context is not the store of the code', 'invalid_grant');
  }
  return { app, code, isBound };
}

function grant(deps: TokenEndpointDeps, { app, code, isBound }: Accepted): object {
  const { storeHash, scopes, userId } = code;
  const { clientId } = app;
  code.used = true;
  const { token } = deps.tokens.grant({ clientId, storeHash: isBound ? storeHash : null, scopes });
  if (isBound) deps.installations.complete(clientId, storeHash, scopes);
  const account = deps.account(storeHash);
  const person = ({ id, email }: { id: number; email: string }) => ({ id, username: email, email });
  return {
    access_token: token,
    scope: isBound ? scopes.join(' ') : null,
    user: person(requireUser(account, userId)),
    ...(deps.switches.get().tokenAnswer === 'without-owner' ? {} : { owner: person(requireOwner(account)) }),
    context: isBound ? `stores/${storeHash}` : null,
    account_uuid: app.accountUuid,
  };
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
