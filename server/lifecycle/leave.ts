import type { RequestHandler } from 'express';
import type { LifecycleDeps } from './deps.ts';
import { claimOfLoad, verifySignedPayload, type PayloadVerdict } from './signed-payload.ts';

/**
 * `GET /bigcommerce/uninstall`, called by BigCommerce's servers. Secrets are erased and work stops; the rest is purged
 * later. A callback that was issued before the present installation is an old one and changes nothing. Any user who may
 * uninstall may cause it, so the user is not compared with the owner.
 * https://developer.bigcommerce.com/docs/integrations/apps/guide/callbacks
 */
export function createUninstallHandler(deps: LifecycleDeps): RequestHandler {
  const { db, clock, log } = deps;

  return async (request, response) => {
    const now = clock.now();
    const verdict = await verifyLeaving(deps, request.query['signed_payload_jwt'], now);
    if (!verdict.ok) {
      log.info({ requestId: response.locals.requestId, reason: verdict.reason }, 'uninstalling refused');
      response.status(401).end();
      return;
    }
    const { storeHash, user, issuedAt } = verdict.payload;
    const store = await db.stores.uninstall(storeHash, issuedAt, now);
    if (store === null) {
      log.info({ store: storeHash }, 'an uninstall callback of an earlier installation was ignored');
    } else {
      await haltWork(deps, storeHash);
      await db.audit.add({ store: storeHash, at: now, userId: user.id, action: 'uninstalled', details: {} });
      log.info({ store: storeHash }, 'uninstalled');
    }
    response.status(200).end();
  };
}

/**
 * The token is erased already. A worker on another instance cannot be told: it finds its lease revoked, which also ends
 * the call that it waits for, and whatever it still writes is refused.
 */
async function haltWork({ db, engine, log }: LifecycleDeps, store: string): Promise<void> {
  try {
    await db.leases.revoke(store);
    await engine.halt(store);
  } catch (error) {
    log.error({ store, err: error }, 'work on an uninstalled store could not be ended at once');
  }
}

/**
 * `GET /bigcommerce/remove-user`, called by BigCommerce's servers: the named user may no longer use the app in this
 * store. Sessions end with the row, because each request looks for it.
 */
export function createRemoveUserHandler(deps: LifecycleDeps): RequestHandler {
  const { db, clock, log } = deps;

  return async (request, response) => {
    const now = clock.now();
    const verdict = await verifyLeaving(deps, request.query['signed_payload_jwt'], now);
    if (!verdict.ok) {
      log.info({ requestId: response.locals.requestId, reason: verdict.reason }, 'removing a user refused');
      response.status(401).end();
      return;
    }
    const { storeHash, user } = verdict.payload;
    if (await db.users.remove(storeHash, user.id)) {
      await db.audit.add({
        store: storeHash,
        at: now,
        userId: user.id,
        action: 'user-removed',
        details: {},
      });
      log.info({ store: storeHash, userId: user.id }, 'user removed');
    }
    response.status(200).end();
  };
}

/**
 * All callbacks carry the same kind of token. One that has opened the app stood in a browser's address, where its user
 * finds it, and whoever reads a log on the way: it may end nothing.
 */
async function verifyLeaving(
  { db, bigcommerce }: LifecycleDeps,
  token: unknown,
  now: Date,
): Promise<PayloadVerdict | { ok: false; reason: 'opened-the-app' }> {
  const verdict = verifySignedPayload(token, { ...bigcommerce, now });
  if (!verdict.ok || !(await db.claims.isClaimed(claimOfLoad(verdict.payload.jti)))) return verdict;
  return { ok: false, reason: 'opened-the-app' };
}
