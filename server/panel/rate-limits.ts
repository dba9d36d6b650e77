import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { RouteName } from '../../shared/api.ts';
import { AppError } from '../errors.ts';
import type { PanelDeps } from './deps.ts';

/** Requests a minute: of one user; of one address without a session; of one store on routes that cost most. */
export interface PanelLimits {
  perUser: number;
  perAddress: number;
  costlyPerStore: number;
}

export const panelLimits: PanelLimits = { perUser: 600, perAddress: 300, costlyPerStore: 60 };

/** Routes that try a credential, or ask BigCommerce or the database for much. */
const costlyRoutes = new Set<RouteName>([
  'linkAiq',
  'previewHistory',
  'previewOptions',
  'checkAgreement',
  'eraseShopper',
]);

/** Gives the limiters that a route stands behind; counted in this instance. */
export function createRateLimits(
  sessions: PanelDeps['sessions'],
  limits: PanelLimits,
): (name: RouteName, isPublic: boolean) => RequestHandler[] {
  const perUser = createLimiter(limits.perUser, (_request, response) => {
    const { store, user } = sessions.current(response);
    return `${store.hash}/${user.userId}`;
  });
  const perAddress = createLimiter(limits.perAddress, (request) => ipKeyGenerator(request.ip ?? ''));
  const perStore = createLimiter(
    limits.costlyPerStore,
    (_request, response) => sessions.current(response).store.hash,
  );
  return (name, isPublic) => {
    if (isPublic) return [perAddress];
    return costlyRoutes.has(name) ? [perUser, perStore] : [perUser];
  };
}

function createLimiter(
  limit: number,
  keyGenerator: (...args: Parameters<RequestHandler>) => string,
): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Proxies are counted in the configuration; the library would print its own opinion to the console.
    validate: { xForwardedForHeader: false, trustProxy: false },
    // The last argument is left out: the library types it wider than Express does.
    keyGenerator: (request, response) => keyGenerator(request, response, () => undefined),
    handler: (_request, _response, next) =>
      next(
        new AppError(429, 'too-many-requests', 'That was too much at once. Wait a minute, then try again.'),
      ),
  });
}
