import express, {
  Router,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { LRUCache } from 'lru-cache';
import type { WebhookChange } from '../bigcommerce/hook-scopes.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/types/db.ts';
import { AppError } from '../errors.ts';
import type { Metrics } from '../http/metrics.ts';
import { limitRequests } from '../http/rate-limit.ts';
import type { Logger } from '../log.ts';
import type { SyncEngine } from '../sync/types.ts';
import { createHookSecrets, type HookAccess } from './hook-secrets.ts';
import { readDelivery } from './read-delivery.ts';
import { createSignatureVerifier, equalsSecret } from './verify-signature.ts';

export interface WebhookDeps {
  db: { stores: Pick<Db['stores'], 'get' | 'touch'>; changes: Pick<Db['changes'], 'note'> };
  sealer: { open(store: string, field: string, sealed: string): string };
  clock: Clock;
  log: Logger;
  metrics: Pick<Metrics, 'webhooks'>;
  engine: Pick<SyncEngine, 'nudge'>;
  clientSecret: string;
  webhookSignature: 'required' | 'when-present';
  /** What has to be read again because of a payload; null when it does not concern us. */
  toChange: (payload: unknown) => WebhookChange | null;
  /** The scopes that we subscribe to. */
  scopes: readonly string[];
  crashPoint: (name: string) => void;
}

type Outcome =
  | 'noted'
  | 'uninteresting'
  | 'unknown-store'
  | 'unreadable-secret'
  | 'forged'
  | 'wrong-signature'
  | 'malformed'
  | 'too-large'
  | 'database-down';

const bodyLimit = '64kb';
const touchEveryMs = 5_000;
const secretHeader = 'x-aiq-hook-secret';

interface Locals {
  access?: Extract<HookAccess, { state: 'installed' }>;
}

/**
 * `POST /bigcommerce/webhooks/:storeHash`: authenticate, note durably, answer, and only then work. BigCommerce blocks the
 * whole app when a tenth of the answers are not 2xx, so only what is not from BigCommerce, or could not be noted, is
 * refused.
 * https://developer.bigcommerce.com/docs/integrations/webhooks
 */
export function createWebhookRouter(deps: WebhookDeps): Router {
  const router = Router();
  router.post(
    '/bigcommerce/webhooks/:storeHash',
    createSecretCheck(deps),
    express.raw({ type: () => true, limit: bodyLimit }),
    createIntake(deps),
    createFailureHandler(deps),
  );
  return router;
}

/** Before the body is read: a forged delivery costs no memory, and only forged ones are counted and limited. */
function createSecretCheck(
  deps: WebhookDeps,
): RequestHandler<{ storeHash: string }, unknown, unknown, unknown, Locals> {
  const secrets = createHookSecrets({ stores: deps.db.stores, sealer: deps.sealer, log: deps.log });
  // What names no store is counted together: each of endless names would be remembered, and none would be limited.
  const limitForged = limitRequests({
    perMinute: 60,
    key: (request) => {
      const storeHash = String(request.params['storeHash']);
      return isAuthenticable(storeHash, request.get(secretHeader)) ? storeHash : '';
    },
  });

  return async (request, response, next) => {
    const { storeHash } = request.params;
    const given = request.get(secretHeader);
    const access = isAuthenticable(storeHash, given) ? await secrets.find(storeHash) : null;
    if (access?.state === 'unknown') {
      end(deps, response, 200, 'unknown-store');
      return;
    }
    // Nothing of this store can be worked on before its secrets are there again, and then the sweeps find everything.
    // A refusal would only get the app blocked for all stores.
    if (access?.state === 'unreadable') {
      end(deps, response, 200, 'unreadable-secret');
      return;
    }
    if (access !== null && equalsSecret(given ?? '', access.secret)) {
      response.locals.access = access;
      next();
      return;
    }
    deps.metrics.webhooks.inc({ outcome: 'forged' satisfies Outcome });
    // The limiter is typed for any route; it reads only the address and the store.
    limitForged(request as unknown as Request, response, (error?: unknown) => {
      if (error !== undefined) next(error);
      else response.status(401).end();
    });
  };
}

function isAuthenticable(storeHash: string, secret: string | undefined): boolean {
  return secret !== undefined && /^[a-z0-9]{1,40}$/.test(storeHash);
}

function createIntake(
  deps: WebhookDeps,
): RequestHandler<{ storeHash: string }, unknown, unknown, unknown, Locals> {
  const { db, clock, log, engine, crashPoint } = deps;
  const verifySignature = createSignatureVerifier(deps.clientSecret);
  const subscribed = new Set(deps.scopes);
  const touch = createToucher(deps);

  return async (request, response) => {
    const store = request.params.storeHash;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = verifySignature((name) => request.get(name), body);
    if (signature === 'wrong' || (signature === 'absent' && deps.webhookSignature === 'required')) {
      log.warn({ store, signature }, 'a webhook with our secret is not signed as it should be');
      end(deps, response, 401, 'wrong-signature');
      return;
    }
    const delivery = readDelivery(body, deps.toChange, subscribed);
    if (delivery.kind === 'malformed') {
      log.warn({ store, bytes: body.length }, 'a webhook with our secret is malformed');
      end(deps, response, 400, 'malformed');
      return;
    }
    if (delivery.kind === 'uninteresting') {
      end(deps, response, 200, 'uninteresting');
      return;
    }

    crashPoint('webhook-before-note');
    await db.changes.note([{ store, ...delivery.change }], clock.now());
    crashPoint('webhook-noted');
    end(deps, response, 200, 'noted');
    if (response.locals.access?.frozen !== true) engine.nudge(store);
    touch(store);
  };
}

/** Parser errors are the sender's; anything else means that the change is not durable, so BigCommerce must come again. */
function createFailureHandler(deps: WebhookDeps): ErrorRequestHandler {
  // Express knows error handlers by their four parameters.
  return (error: unknown, request, response, next) => {
    if (error instanceof AppError || response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status === 413) {
      end(deps, response, 413, 'too-large');
      return;
    }
    if (status !== null && status < 500) {
      end(deps, response, 400, 'malformed');
      return;
    }
    deps.log.error({ store: request.params['storeHash'], err: error }, 'a webhook could not be noted');
    end(deps, response, 503, 'database-down');
  };
}

/** The status that Express' body parser gives its errors. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('expose' in error) || !('status' in error))
    return null;
  return typeof error.status === 'number' ? error.status : null;
}

function end(deps: WebhookDeps, response: Response, status: number, outcome: Outcome): void {
  deps.metrics.webhooks.inc({ outcome });
  response.status(status).end();
}

/** Notes the time of the last webhook, seldom: it is shown to people. */
function createToucher({ db, clock, log }: WebhookDeps): (store: string) => void {
  const recently = new LRUCache<string, true>({ max: 20_000, ttl: touchEveryMs });
  return (store) => {
    if (recently.has(store)) return;
    recently.set(store, true);
    db.stores.touch(store, { lastWebhookAt: clock.now() }).catch((error: unknown) => {
      log.warn({ store, err: error }, 'the time of the last webhook could not be noted');
    });
  };
}
