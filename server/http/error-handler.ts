import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { ErrorBody, ErrorCode } from '../../shared/error-codes.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import './locals.ts';
import { sendPage } from './page.ts';

/**
 * The only place that turns errors into answers; mounted last. Only the unexpected is logged as an error.
 * @param input.isOutage tells errors that pass by themselves, such as those of a database that is down
 */
export function createErrorHandler(input: {
  log: Logger;
  isOutage: (error: unknown) => boolean;
}): ErrorRequestHandler {
  // Express knows error handlers by their four parameters.
  return (error: unknown, request, response, next) => {
    const facts = { err: error, requestId: response.locals.requestId, method: request.method };
    let refusal = errorToRefusal(error);
    if (refusal === null && input.isOutage(error)) {
      input.log.warn(facts, 'request failed in an outage');
      refusal = unavailable();
    } else if (refusal === null) {
      input.log.error(facts, 'request failed');
    }
    // Too late for another answer; Express ends the connection.
    if (response.headersSent) {
      next(error);
      return;
    }
    sendRefusal(request, response, refusal ?? internal());
  };
}

/** Everything that no router knows. */
export const notFound: RequestHandler = (request, response) => {
  const message =
    'There is nothing at this address. Open the app from the Apps menu of your BigCommerce control panel.';
  sendRefusal(request, response, new AppError(404, 'not-found', message));
};

function sendRefusal(request: Request, response: Response, refusal: AppError): void {
  response.set('Cache-Control', 'no-store');
  if (wantsPage(request, response)) {
    sendPage(response, refusal.status, { title: statusToTitle(refusal.status), message: refusal.message });
    return;
  }
  const { requestId } = response.locals;
  const body: ErrorBody = {
    error: {
      code: refusal.code,
      message: refusal.message,
      ...(refusal.fields && { fields: refusal.fields }),
      ...(refusal.details && { details: refusal.details }),
      ...(requestId !== undefined && { requestId }),
    },
  };
  response.status(refusal.status).json(body);
}

function wantsPage(request: Request, response: Response): boolean {
  if (response.locals.answersPeople === true) return true;
  return !request.path.startsWith('/api') && request.accepts(['json', 'html']) === 'html';
}

/** Null for what nobody expected. */
function errorToRefusal(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const known = typeof error === 'object' && error !== null ? bodyErrors[statusOf(error)] : undefined;
  return known === undefined ? null : new AppError(known.status, known.code, known.message);
}

/** What Express and its body parsers throw, by status; their messages quote the request and are not passed on. */
const bodyErrors: Readonly<Record<number, { status: number; code: ErrorCode; message: string }>> = {
  400: { status: 400, code: 'invalid-input', message: 'The request could not be read.' },
  413: { status: 413, code: 'too-large', message: 'The request is too large.' },
  415: { status: 415, code: 'invalid-input', message: 'The request has an encoding that is not understood.' },
};

/** Errors of `http-errors` say with `expose` that the caller is to blame; others may carry a status of elsewhere. */
function statusOf(error: object): number {
  const blamesCaller = ('expose' in error && error.expose === true) || error instanceof URIError;
  return blamesCaller && 'status' in error && typeof error.status === 'number' ? error.status : 0;
}

function statusToTitle(status: number): string {
  if (status === 404) return 'Page not found';
  if (status === 429) return 'Too many requests';
  if (status === 503) return 'The app is not available right now';
  if (status >= 500) return 'Something went wrong on our side';
  return 'This did not work';
}

function unavailable(): AppError {
  return new AppError(
    503,
    'unavailable',
    'We are on it. Nothing is lost: your orders are safe and will be sent later. Load this page again in a minute.',
  );
}

function internal(): AppError {
  return new AppError(
    500,
    'internal',
    'Something went wrong on our side. Nothing was lost; try again in a minute. If it goes on, tell us the reference.',
  );
}
