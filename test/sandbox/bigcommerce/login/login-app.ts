import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import { escapeHtml, renderConsent, renderPage, renderSignIn } from './pages.ts';
import { requireUser, type StoreAccount } from './store-users.ts';
import { createTokenEndpoint, type ExchangeNote, type TokenEndpointDeps } from './token-endpoint.ts';

export interface LoginAppDeps extends TokenEndpointDeps {
  accounts: () => StoreAccount[];
  /** Address of a store's control panel, without a slash at the end. */
  panelUrl: (storeHash: string) => string;
  noteExchange: (note: ExchangeNote) => void;
}

/** The origin `login.bigcommerce.com`. */
export function createLoginApp(deps: LoginAppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.post('/oauth2/token', ...createTokenEndpoint(deps, deps.noteExchange));

  app.get('/consent', (request, response) => {
    const { profile, account, user, external } = readConsent(deps, request.query);
    const installation = deps.installations.find(profile.clientId, account.hash);
    const why = installation?.needs ?? 'not-installed';
    if (!user.authorised) {
      response.status(403).send(renderPage('Not allowed', '<p>Only the owner may install apps.</p>'));
      return;
    }
    response.send(renderConsent({ app: profile, account, user, external, why }));
  });
  app.post('/consent', express.urlencoded({ extended: false }), (request, response) => {
    const { profile, account, user, external } = readConsent(deps, request.body);
    response.redirect(303, deps.installations.accept(profile.clientId, account.hash, user.id, external));
  });

  app.get('/app/:clientId/install', (request, response) => {
    response.send(renderSignIn(deps.apps.require(request.params.clientId), deps.accounts()));
  });
  app.get('/app/:clientId/install/:outcome', (request, response, next) => {
    const { clientId, outcome } = request.params;
    const { name } = deps.apps.require(clientId);
    if (outcome === 'succeeded') {
      response.send(renderPage('Installed', `<p>${escapeHtml(name)} is installed. Close this window.</p>`));
    } else if (outcome === 'failed') {
      response.send(renderPage('Not installed', `<p>${escapeHtml(name)} could not be installed.</p>`));
    } else next();
  });

  app.get('/oauth2/authorize', (request, response) => {
    const { clientId, storeHash } = readAuthorization(deps, request.query);
    const { ownerId } = deps.account(storeHash);
    const query = new URLSearchParams({ client_id: clientId, store: storeHash, user: String(ownerId) });
    response.redirect(302, `/consent?${query.toString()}`);
  });

  app.get('/deep-links/app/:id', (request, response) => {
    sendToPanel(deps, response, `/manage/app/${encodeURIComponent(request.params.id)}`);
  });
  app.get(['/deep-links/manage', '/deep-links/manage/*page'], (request, response) => {
    sendToPanel(deps, response, request.originalUrl.replace(/^\/deep-links/, ''));
  });

  app.use((_request, response) => {
    response.status(404).send(renderPage('Page not found', ''));
  });
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const text = error instanceof Error ? error.message : String(error);
    response.status(400).send(renderPage('That does not work', `<p>${escapeHtml(text)}</p>`));
  });
  return app;
}

/** Whoever has one store goes there, others choose. @param path of the control panel */
function sendToPanel(deps: LoginAppDeps, response: Response, path: string): void {
  const links = deps.accounts().map(({ hash, name }) => ({ name, href: deps.panelUrl(hash) + path }));
  if (links.length === 1 && links[0]) {
    response.redirect(302, links[0].href);
    return;
  }
  const items = links.map(
    ({ name, href }) => `<li><a href="${escapeHtml(href)}">${escapeHtml(name)}</a></li>`,
  );
  response.send(renderPage('Choose a store', `<ul>${items.join('')}</ul>`));
}

/**
 * What the official OmniAuth strategy sends: https://github.com/bigcommerce/omniauth-bigcommerce
 * @throws Error for a wish that login would not take
 */
function readAuthorization(deps: LoginAppDeps, query: Request['query']) {
  const field = (name: string) => (typeof query[name] === 'string' ? query[name] : '');
  const app = deps.apps.require(field('client_id'));
  if (field('response_type') !== 'code') throw new Error('response_type must be code');
  if (field('redirect_uri') !== app.authUrl)
    throw new Error('Parameter redirect_uri does not match registered URI');
  const unknown = field('scope')
    .split(/[ +]/)
    .find((scope) => scope !== '' && !app.scopes.includes(scope));
  if (unknown !== undefined) throw new Error(`The app has no scope ${unknown}`);
  const storeHash = /^stores\/([a-z0-9]+)$/.exec(field('context'))?.[1];
  // Such a grant would be the user's, for which nothing here has a use.
  if (storeHash === undefined) throw new Error('Without context=stores/{hash} the grant is of no store');
  return { clientId: app.clientId, storeHash };
}

function readConsent(deps: LoginAppDeps, input: unknown) {
  const field = (name: string) => {
    const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  // The sign-in page chooses store and user together.
  const [store, user] = field('who') === '' ? [field('store'), field('user')] : field('who').split(' ');
  const account = deps.account(store ?? '');
  return {
    profile: deps.apps.require(field('client_id')),
    account,
    user: requireUser(account, Number(user)),
    external: field('external') !== '',
  };
}
