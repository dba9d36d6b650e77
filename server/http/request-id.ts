import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import './locals.ts';

/** Names each request, in the log and in the answer. A proxy's own id is kept when it has the usual form. */
export const assignRequestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const id = given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  response.locals.requestId = id;
  response.set('X-Request-Id', id);
  next();
};
