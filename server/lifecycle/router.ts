import { Router, type RequestHandler } from 'express';
import { limitRequests } from '../http/rate-limit.ts';
import { noStore } from '../http/security-headers.ts';
import { createAuthHandler } from './auth.ts';
import type { LifecycleDeps } from './deps.ts';
import { createRemoveUserHandler, createUninstallHandler } from './leave.ts';
import { createLoadHandler } from './load.ts';

/** The four callbacks that are registered in BigCommerce's Developer Portal. No answer sets a cookie. */
export function createLifecycleRouter(deps: LifecycleDeps): Router {
  const router = Router();
  router.use('/bigcommerce', noStore);
  // By address: browsers of one office share one, and BigCommerce's own servers call for all stores.
  const fromBrowsers = limitRequests({ perMinute: 120 });
  const fromServers = limitRequests({ perMinute: 3_000 });

  router.get('/bigcommerce/auth', forPeople, fromBrowsers, createAuthHandler(deps));
  router.get('/bigcommerce/load', forPeople, fromBrowsers, createLoadHandler(deps));
  router.get('/bigcommerce/uninstall', fromServers, createUninstallHandler(deps));
  router.get('/bigcommerce/remove-user', fromServers, createRemoveUserHandler(deps));
  return router;
}

const forPeople: RequestHandler = (_request, response, next) => {
  response.locals.answersPeople = true;
  next();
};
