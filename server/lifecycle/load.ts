import type { RequestHandler } from 'express';
import { toPanelRoute } from '../../shared/panel-routes.ts';
import { sendPage, type Page } from '../http/page.ts';
import { panelAddress, type LifecycleDeps } from './deps.ts';
import { claimOfLoad, verifySignedPayload } from './signed-payload.ts';

/** Longer than the leeway with which an expired token is still taken. */
const afterExpiryMs = 5 * 60_000;

/**
 * `GET /bigcommerce/load`: a user opens the app. The token is in the address for a day, so each opens the app once;
 * then a code in the fragment takes its place.
 * https://developer.bigcommerce.com/docs/integrations/apps/guide/callbacks
 */
export function createLoadHandler(deps: LifecycleDeps): RequestHandler {
  const { db, clock, log, bigcommerce } = deps;

  return async (request, response) => {
    const now = clock.now();
    const verdict = verifySignedPayload(request.query['signed_payload_jwt'], { ...bigcommerce, now });
    if (!verdict.ok) {
      log.info({ requestId: response.locals.requestId, reason: verdict.reason }, 'opening refused');
      sendPage(response, 401, verdict.reason === 'missing' ? notFromBigcommerce : openAgain);
      return;
    }
    const { storeHash, user, ownerId, jti, expiresAt, url } = verdict.payload;

    const store = await db.stores.get(storeHash);
    if (store?.state !== 'installed') {
      log.info({ store: storeHash }, 'opened without an installation');
      sendPage(response, 404, installAgain);
      return;
    }
    const keepUntil = new Date(expiresAt.getTime() + afterExpiryMs);
    if (!(await db.claims.claim(claimOfLoad(jti), keepUntil))) {
      sendPage(response, 401, openAgain);
      return;
    }

    await db.users.upsert(
      {
        store: storeHash,
        userId: user.id,
        email: user.email,
        locale: user.locale,
        isOwner: user.id === ownerId,
      },
      now,
    );
    const route = toPanelRoute(url);
    const code = await deps.issueCode({
      store: storeHash,
      userId: user.id,
      generation: store.generation,
      route,
    });
    response.redirect(303, panelAddress(deps.appUrl, code, route));
  };
}

const notFromBigcommerce: Page = {
  title: 'Open the app in BigCommerce',
  message: 'This page opens from your BigCommerce control panel: choose the app in the Apps menu.',
};

const openAgain: Page = {
  title: 'Open the app again from the menu',
  message:
    'This link works once and for a short time, to keep your store safe. Choose the app in the Apps menu of your BigCommerce control panel.',
};

const installAgain: Page = {
  title: 'The app is not installed in this store',
  message:
    'Install it again from the BigCommerce marketplace. What you had set up is kept for 30 days after uninstalling.',
};
