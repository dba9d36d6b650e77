import express from 'express';
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import { refusalToAnswer, sendAnswer } from '../api/answer.ts';
import { notServedRefusal } from '../api/not-served.ts';
import type { GrantedToken, RequireScope } from '../contract.ts';
import type { BlockList } from './block-list.ts';
import { presentHook, type Hook } from './hook.ts';
import type { HookRegistry } from './hook-registry.ts';
import { HookRefusal } from './hook-rules.ts';

export interface HookEndpointDeps {
  registry: HookRegistry;
  blockList: BlockList;
  requireScope: RequireScope;
  /** The good token of a request, without noting its use a second time. */
  peekToken: (token: string) => GrantedToken | undefined;
}

const typeUrl = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** What the router below serves. */
export const hookOperations: readonly string[] = [
  'GET /v3/hooks',
  'POST /v3/hooks',
  'GET /v3/hooks/:id',
  'PUT /v3/hooks/:id',
  'DELETE /v3/hooks/:id',
  'GET /v3/hooks/admin',
  'PUT /v3/hooks/admin',
];

/** `/stores/{hash}/v3/hooks`. https://developer.bigcommerce.com/docs/rest-management/webhooks */
export function createHookEndpoints(deps: HookEndpointDeps): Router {
  const { registry, blockList, peekToken } = deps;
  const router = express.Router();
  const base = '/stores/:storeHash/v3/hooks';
  const guard = [deps.requireScope(), express.json(), refuseOtherClients(peekToken)];
  const ownerOf = (response: Response) => response.locals['hookOwner'] as GrantedToken; // set by the guard
  const withHook =
    (answer: (hook: Hook, request: Request, response: Response) => void): RequestHandler =>
    (request, response) => {
      const id = String(request.params['id']);
      const hook = /^\d+$/.test(id) ? registry.find(Number(id), ownerOf(response)) : undefined;
      if (hook) answer(hook, request, response);
      else sendError(response, 404, `Webhook with id [${id}] not found`);
    };
  const sendHook = (response: Response, hook: Hook) => response.json({ data: presentHook(hook), meta: {} });

  router.get(`${base}/admin`, ...guard, (_request, response) => {
    const owner = ownerOf(response);
    const data = {
      emails: registry.emailsOf(owner),
      hooks_list: registry.list(owner).map((hook) => ({ ...presentHook(hook), status: statusOf(hook) })),
      blocked_domains: blockList.blocked(owner.clientId),
    };
    response.json({ data, meta: {} });
  });
  router.put(`${base}/admin`, ...guard, (request, response) => {
    const emails: unknown = Reflect.get(Object(request.body), 'emails');
    if (!Array.isArray(emails) || !emails.every((one) => typeof one === 'string' && one.includes('@'))) {
      throw new HookRefusal('The following fields are invalid: emails', { emails: 'error.expected.emails' });
    }
    registry.setEmails(ownerOf(response), emails);
    response.status(204).end();
  });
  router.get(base, ...guard, (request, response) => {
    response.json(listHooks(registry.list(ownerOf(response)), request));
  });
  router.post(base, ...guard, (request, response) => {
    const { clientId, storeHash } = ownerOf(response);
    sendHook(response, registry.create({ clientId, storeHash }, request.body));
  });
  router.get(`${base}/events`, ...guard, (request, response) => {
    sendAnswer(response, refusalToAnswer(notServedRefusal(request, 'GET /v3/hooks/events'), 'v3'));
  });
  router.get(
    `${base}/:id`,
    ...guard,
    withHook((hook, _request, response) => sendHook(response, hook)),
  );
  router.put(
    `${base}/:id`,
    ...guard,
    withHook((hook, request, response) => sendHook(response, registry.update(hook, request.body))),
  );
  router.delete(
    `${base}/:id`,
    ...guard,
    withHook((hook, _request, response) => {
      registry.remove(hook);
      sendHook(response, hook);
    }),
  );
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof HookRefusal) sendError(response, 422, error.message, error.errors);
    else if (error instanceof SyntaxError) sendError(response, 400, 'Input is invalid');
    else next(error);
  });
  return router;
}

function refuseOtherClients(peekToken: HookEndpointDeps['peekToken']): RequestHandler {
  return (request, response, next) => {
    const token = peekToken(request.get('x-auth-token') ?? '');
    if (token && token.storeHash === request.params['storeHash']) {
      response.locals['hookOwner'] = token;
      next();
    } else sendError(response, 401, 'Unauthorized');
  };
}

function listHooks(all: readonly Hook[], request: Request): object {
  const text = (name: string) => {
    const value = request.query[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const active = text('is_active');
  const found = all.filter(
    (hook) =>
      (active === undefined || String(hook.isActive) === active) &&
      hook.scope === (text('scope') ?? hook.scope) &&
      hook.destination === (text('destination') ?? hook.destination),
  );
  const count = (name: string, otherwise: number) => {
    const value = text(name);
    if (value !== undefined && !/^[1-9]\d{0,8}$/.test(value))
      throw new HookRefusal(`Query parameter "${name}" value must be integer. For input string: "${value}".`);
    return value === undefined ? otherwise : Number(value);
  };
  const page = count('page', 1);
  const limit = Math.min(250, count('limit', 50));
  const shown = found.slice((page - 1) * limit, page * limit);
  const pages = Math.max(1, Math.ceil(found.length / limit));
  const link = (to: number) => `?page=${to}&limit=${limit}`;
  return {
    data: shown.map(presentHook),
    meta: {
      pagination: {
        total: found.length,
        count: shown.length,
        per_page: limit,
        current_page: page,
        total_pages: pages,
        links: {
          ...(page > 1 ? { previous: link(page - 1) } : {}),
          current: link(page),
          ...(page < pages ? { next: link(page + 1) } : {}),
        },
      },
    },
  };
}

function statusOf(hook: Hook): string {
  if (hook.deactivated) return 'deactivated';
  return hook.isActive ? 'active' : 'inactive';
}

function sendError(response: Response, status: number, title: string, errors: object = {}): void {
  // As everywhere in V3: what is not there has no fields of which to complain.
  const list = status === 404 ? {} : { errors };
  response.status(status).json({ status, title, type: typeUrl, ...list });
}
