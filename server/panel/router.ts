import { Router } from 'express';
import { createAiqLinkHandlers } from './aiq-link.ts';
import { createAuditHandlers } from './audit.ts';
import type { PanelDeps } from './deps.ts';
import { createFreezeHandlers } from './freeze.ts';
import { createHistoryHandlers } from './history.ts';
import { createMappingHandlers } from './mapping.ts';
import { createOptionsHandlers } from './options.ts';
import { createOverviewHandlers } from './overview.ts';
import { createPrivacyHandlers } from './privacy.ts';
import { panelLimits, type PanelLimits } from './rate-limits.ts';
import { createRecordHandlers } from './records.ts';
import { registerRoutes } from './register-routes.ts';
import type { RouteHandlers } from './route-handler.ts';
import { createSessionHandlers } from './session.ts';
import { createSetupHandlers } from './setup.ts';
import { createStatusHandlers } from './status.ts';
import { createTrialHandlers } from './trial.ts';
import { translateErrors } from './translate-errors.ts';

export type { PanelDeps } from './deps.ts';

/**
 * The panel's API: every route of the shared table, mounted at `/`. What cannot be answered is passed on as `AppError`
 * to the application's error handler, which makes it JSON.
 */
export function createPanelRouter(deps: PanelDeps, limits: PanelLimits = panelLimits): Router {
  const router = Router({ caseSensitive: true, strict: true });
  registerRoutes(router, { sessions: deps.sessions, limits }, createRouteHandlers(deps));
  router.use(translateErrors);
  return router;
}

export function createRouteHandlers(deps: PanelDeps): RouteHandlers {
  return {
    ...createSessionHandlers(deps),
    ...createStatusHandlers(deps),
    ...createAiqLinkHandlers(deps),
    ...createSetupHandlers(deps),
    ...createHistoryHandlers(deps),
    ...createTrialHandlers(deps),
    ...createMappingHandlers(deps),
    ...createOptionsHandlers(deps),
    ...createOverviewHandlers(deps),
    ...createRecordHandlers(deps),
    ...createAuditHandlers(deps),
    ...createFreezeHandlers(deps),
    ...createPrivacyHandlers(deps),
  };
}
