import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { AppError } from '../errors.ts';

/**
 * Refuses a caller with 429 who asks too often; counted by this instance alone.
 * @param key what is counted besides the address, such as a store hash
 */
export function limitRequests(input: {
  perMinute: number;
  key?: (request: Request) => string;
}): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: input.perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) =>
      `${ipKeyGenerator(request.ip ?? '')} ${input.key === undefined ? '' : input.key(request)}`,
    // A header that nobody is told to believe (TRUST_PROXY=0) may stand in any request.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_request, _response, next) =>
      next(new AppError(429, 'too-many-requests', 'Too many requests. Wait a minute and try again.')),
  });
}
