import express, { type Express } from 'express';
import { hookScopes, webhookToChange } from './bigcommerce/hook-scopes.ts';
import { listMissingScopes } from './bigcommerce/scopes.ts';
import type { Context } from './context.ts';
import { isDatabaseUnreachable } from './db/is-unreachable.ts';
import { createAssetRouter } from './http/assets.ts';
import { createErrorHandler, notFound } from './http/error-handler.ts';
import { observeRequests } from './http/observe-requests.ts';
import { createOperationsRouter } from './http/operations-routes.ts';
import { assignRequestId } from './http/request-id.ts';
import { noStore, securityHeaders } from './http/security-headers.ts';
import { createSessions } from './http/session.ts';
import { createLifecycleRouter } from './lifecycle/router.ts';
import type { LifecycleDeps } from './lifecycle/deps.ts';
import { createPanelRouter } from './panel/router.ts';
import type { SyncEngine, SyncOperations } from './sync/types.ts';
import { createWebhookRouter } from './webhooks/router.ts';

export interface AppParts {
  engine: Pick<SyncEngine, 'nudge' | 'halt'>;
  operations: SyncOperations;
  superviseHooks: LifecycleDeps['superviseHooks'];
  /** Where the panel was built to. */
  clientFolder: string;
  /** The server is about to end: whoever balances the load should ask others. */
  stopping: () => boolean;
}

/** Routers in order, error handler last. Does not listen. */
export function createApp(context: Context, parts: AppParts): Express {
  const { config, db, log, clock, metrics, sealer } = context;
  const { frameAncestors } = config.bigcommerce;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');

  app.use(assignRequestId, observeRequests({ log, metrics }));
  app.use(
    createOperationsRouter({
      ping: () => db.ping(),
      stopping: parts.stopping,
      metrics,
      metricsToken: config.metricsToken,
      log,
    }),
  );
  if (config.roles.web) {
    const sessions = createSessions({
      sessionKey: config.sessionKey,
      claims: db.claims,
      users: db.users,
      stores: db.stores,
      clock,
    });
    app.use(
      createWebhookRouter({
        db,
        sealer,
        clock,
        log,
        metrics,
        engine: parts.engine,
        clientSecret: config.bigcommerce.clientSecret,
        webhookSignature: config.webhookSignature,
        toChange: webhookToChange,
        scopes: hookScopes,
        crashPoint: context.crashPoint,
      }),
    );
    app.use(securityHeaders({ frameAncestors, https: config.appUrl.startsWith('https:') }));
    app.use(
      createLifecycleRouter({
        db,
        clock,
        log,
        appUrl: config.appUrl,
        bigcommerce: config.bigcommerce,
        sealer,
        oauth: context.oauth,
        listMissingScopes,
        bigcommerceFor: (store, lane) => context.bigcommerceFor(store, lane),
        superviseHooks: parts.superviseHooks,
        issueCode: (input) => sessions.issueCode(input),
        engine: parts.engine,
        operations: parts.operations,
      }),
    );
    app.use('/api', noStore);
    app.use(
      createPanelRouter({
        db,
        clock,
        log,
        sessions,
        sealer,
        hasher: context.hasher,
        operations: parts.operations,
        engine: parts.engine,
        bigcommerceFor: context.bigcommerceFor,
        aiqFor: context.aiqFor,
        aiqForCredentials: context.aiqForCredentials,
        stopping: parts.stopping,
      }),
    );
    app.use(createAssetRouter({ folder: parts.clientFolder, frameAncestors }));
  }
  app.use(notFound);
  app.use(createErrorHandler({ log, isOutage: isDatabaseUnreachable }));
  return app;
}
