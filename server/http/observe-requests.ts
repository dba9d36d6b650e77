import type { Request, RequestHandler } from 'express';
import type { Logger } from '../log.ts';
import type { Metrics } from './metrics.ts';
import './locals.ts';

/** Times every answer. The log names method and area only: a path or query may hold ids, codes or search terms. */
export function observeRequests({ log, metrics }: { log: Logger; metrics: Metrics }): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    const area = requestToArea(request);
    response.on('finish', () => {
      const { statusCode: status } = response;
      const ms = performance.now() - start;
      metrics.requests.observe({ area, status: `${Math.floor(status / 100)}xx` }, ms / 1000);
      log.debug(
        { requestId: response.locals.requestId, method: request.method, area, status, ms: Math.round(ms) },
        'answered',
      );
    });
    next();
  };
}

function requestToArea({ path }: Request): string {
  const area =
    /^\/(api|assets|bigcommerce\/(?:auth|load|uninstall|remove-user|webhooks)|healthz|readyz|metrics)(?:\/|$)/.exec(
      path,
    )?.[1];
  return area ?? 'page';
}
