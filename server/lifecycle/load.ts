import type { RequestHandler } from 'express';
import { toPanelRoute } from '../../shared/panel-routes.ts';
import type { StoreRow } from '../db/types/stores.ts';
import { sendPage, type Page } from '../http/page.ts';
import { ageGateOfLearntOwner } from '../sync/age-gate.ts';
import { panelAddress, type LifecycleDeps } from './deps.ts';
import { claimOfLoad, verifySignedPayload, type SignedPayload } from './signed-payload.ts';

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
    const { storeHash, user, owner, jti, expiresAt, url } = verdict.payload;

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

    await followOwner(deps, store, owner);
    await db.users.upsert(
      {
        store: storeHash,
        userId: user.id,
        email: user.email,
        locale: user.locale,
        isOwner: user.id === owner?.id,
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

/**
 * A store may change hands without being installed anew. The age gate is asked again then, and nothing is sent before
 * the answer. An e-mail that is not named is kept.
 */
async function followOwner(
  { db, clock, log }: LifecycleDeps,
  store: StoreRow,
  named: SignedPayload['owner'],
): Promise<void> {
  if (named === null) return;
  const { id } = named;
  const known = store.owner?.id === id ? store.owner : null;
  const owner = { id, email: named.email ?? known?.email ?? null };
  if (known !== null && known.email === owner.email) return;
  await db.stores.setOwner(store.hash, owner, ageGateOfLearntOwner(store, id), store.generation);
  if (known !== null || store.owner === null) return;
  await db.audit.add({
    store: store.hash,
    at: clock.now(),
    userId: null,
    action: 'owner-changed',
    details: { from: store.owner.id, to: id },
  });
  log.info({ store: store.hash, from: store.owner.id, to: id }, 'the store has another owner');
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
