import type { RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { routes, type Route, type RouteName } from '../../shared/api.ts';
import { AppError } from '../errors.ts';
import { parseInput } from '../http/validate.ts';
import type { PanelDeps } from './deps.ts';
import { createRateLimits, type PanelLimits } from './rate-limits.ts';
import { createJsonBodyReader } from './read-json-body.ts';
import type { RouteCall, RouteHandlers } from './route-handler.ts';
import { sendStream } from './send-stream.ts';

const nothing = z.strictObject({});

/** The names of all routes; `Object.keys` forgets that they are the table's keys. */
export const routeNames = Object.keys(routes) as RouteName[];

/**
 * Builds every route of the table: session, rate limit, body, validation, handler, and an answer that holds only what
 * the route's response schema names. Another method on a known path is 405, an unknown path 404.
 */
export function registerRoutes(
  router: Router,
  deps: { sessions: PanelDeps['sessions']; limits: PanelLimits },
  handlers: RouteHandlers,
): void {
  const requireSession = deps.sessions.requireSession();
  const limitsOf = createRateLimits(deps.sessions, deps.limits);
  const readJsonBody = createJsonBodyReader();

  // N ties the call to its handler inside; a union of all routes would tie it to none.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  function register<N extends RouteName>(name: N): void {
    const route: Route = routes[name];
    const handle = handlers[name];
    const answer: RequestHandler = async (request, response) => {
      // Parsed by the very schemas that the type is derived from; TypeScript cannot follow that through the table.
      const call = {
        params: route.params && parseInput(route.params, request.params),
        query: parseInput(route.query ?? nothing, request.query),
        body: route.method === 'GET' ? undefined : parseInput(route.body ?? nothing, request.body ?? {}),
        session: route.public ? null : deps.sessions.current(response),
        signal: signalOfEnd(response),
      } as RouteCall<N>;
      const answered = handle(call);
      response.set('cache-control', 'no-store');
      if (Symbol.asyncIterator in answered) await sendStream(response, route.stream, answered);
      else response.json(route.response.parse(await answered));
    };
    router[methodNames[route.method]](route.path, [
      ...(route.public ? [] : [requireSession]),
      ...limitsOf(name, route.public === true),
      ...(route.method === 'GET' ? [] : [readJsonBody]),
      answer,
    ]);
  }

  for (const name of routeNames) register(name);
  for (const [path, allowed] of methodsByPath()) {
    router.all(path, (_request, response) => {
      response.set('allow', allowed.join(', '));
      throw new AppError(405, 'method-not-allowed', `Only ${allowed.join(', ')} is possible here.`);
    });
  }
  router.use('/api', () => {
    throw new AppError(404, 'not-found', 'There is nothing at this address.');
  });
}

function signalOfEnd(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

const methodNames = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const;

function methodsByPath(): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of Object.values(routes))
    methods.set(path, [...(methods.get(path) ?? []), method]);
  return methods;
}
