import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { OauthRefusal } from '../bigcommerce/oauth.ts';
import { sendPage, type Page } from '../http/page.ts';
import { panelAddress, type LifecycleDeps } from './deps.ts';
import { installStore } from './install.ts';

const querySchema = z.object({
  code: z.string().min(1).max(500),
  scope: z.string().max(4_000),
  context: z.string().regex(/^stores\/[a-z0-9]{1,40}$/),
});

/**
 * `GET /bigcommerce/auth`: the installation. The callback is not signed, so nothing of its query is believed: who and
 * which store comes from the answer to the token exchange alone.
 * https://developer.bigcommerce.com/docs/integrations/apps/guide/auth
 */
export function createAuthHandler(deps: LifecycleDeps): RequestHandler {
  const { log, oauth, bigcommerce } = deps;

  function fail(response: Response, external: boolean, status: number, page: Page): void {
    if (external) response.redirect(303, externalAddress(bigcommerce, 'failed'));
    else sendPage(response, status, page);
  }

  return async (request, response) => {
    const external = request.query['external_install'] !== undefined;
    const query = querySchema.safeParse(request.query);
    if (!query.success) {
      fail(response, external, 400, notFromBigcommerce);
      return;
    }

    const result = await oauth.exchange(query.data);
    if (!result.ok) {
      const { reason, status, detail } = result;
      log.warn({ requestId: response.locals.requestId, reason, status, detail }, 'installation refused');
      fail(response, external, reason === 'unreachable' ? 502 : 400, refusalPages[reason]);
      return;
    }

    const { grant } = result;
    const missing = deps.listMissingScopes(grant.scopes);
    if (missing.length > 0) {
      log.warn({ store: grant.storeHash, missing }, 'installation without the scopes that are needed');
      fail(response, external, 403, scopesPage(missing));
      return;
    }

    const store = await installStore(deps, grant);
    log.info({ store: store.hash, generation: store.generation }, 'installed');
    if (external) {
      response.redirect(303, externalAddress(bigcommerce, 'succeeded'));
      return;
    }
    const code = await deps.issueCode({
      store: store.hash,
      userId: grant.user.id,
      generation: store.generation,
      route: '/',
    });
    response.redirect(303, panelAddress(deps.appUrl, code, '/'));
  };
}

/** https://developer.bigcommerce.com/docs/integrations/apps/guide/buttons */
function externalAddress(
  { loginUrl, clientId }: LifecycleDeps['bigcommerce'],
  result: 'succeeded' | 'failed',
): string {
  return `${loginUrl}/app/${encodeURIComponent(clientId)}/install/${result}`;
}

const notFromBigcommerce: Page = {
  title: 'This page is part of the installation',
  message:
    'BigCommerce opens it when you install the app. Find the app in the BigCommerce marketplace and choose Install.',
};

const startAgain: Page = {
  title: 'The installation could not be finished',
  message: [
    'The permission that BigCommerce gave for this installation was used already or is too old.',
    'Open the app from the Apps menu of your control panel. If it is not there, install it again from the marketplace.',
  ],
};

const refusalPages: Record<OauthRefusal, Page> = {
  refused: startAgain,
  'not-a-token': startAgain,
  'no-scope': startAgain,
  'no-store': startAgain,
  unreachable: {
    title: 'BigCommerce does not answer',
    message: 'Nothing was changed. Wait a minute and load this page again, or install the app again.',
  },
};

function scopesPage(missing: readonly string[]): Page {
  return {
    title: 'The app was not given every permission it needs',
    message: [
      `Missing: ${missing.join(', ')}.`,
      'Install the app again from the BigCommerce marketplace and accept all permissions. If none was asked for, tell our support.',
    ],
  };
}
