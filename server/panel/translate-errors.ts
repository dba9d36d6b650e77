import type { ErrorRequestHandler } from 'express';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { AppError, SecretUnreadableError } from '../errors.ts';
import { UpstreamError } from '../upstream/errors.ts';

export const tokenRefused =
  'BigCommerce no longer accepts the app’s access to this store. Open the app again from the control panel; if that does not help, install it again. Nothing is lost.';
export const scopeMissing =
  'BigCommerce says that the app may not read this. Open the app again and accept the permissions that it asks for.';

/** Turns what a route may throw into the answer for the panel; what it does not know goes on as it is. */
export const translateErrors: ErrorRequestHandler = (error, _request, _response, next) => {
  next(toAppError(error));
};

function toAppError(error: unknown): unknown {
  if (error instanceof UpstreamError) return upstreamToAppError(error);
  if (error instanceof SecretUnreadableError) {
    return new AppError(
      503,
      'unavailable',
      'The stored access of this store cannot be read. Open the app again from BigCommerce, link AIQ again, and ask support if this stays.',
      { cause: error },
    );
  }
  return requestError(error) ?? error;
}

/** Errors of Express and its body parser, which blame the caller with `expose`; a status alone may be of elsewhere. */
function requestError(error: unknown): AppError | null {
  if (error instanceof AppError || !(error instanceof Error)) return null;
  const blamesCaller = error instanceof URIError || ('expose' in error && error.expose === true);
  if (!blamesCaller) return null;
  return 'status' in error && error.status === 413
    ? new AppError(413, 'too-large', 'That is more than fits into one request (64 kB).')
    : new AppError(400, 'invalid-input', 'The request could not be read. Load the page again.');
}

type Answer = [status: number, code: ErrorCode, message: string];

/**
 * The answer to a call of BigCommerce or AIQ that failed. The words are ours: those of the other side may hold
 * personal data, and never say what a shop owner can do.
 */
export function upstreamToAppError(error: UpstreamError): AppError {
  const answer = error.service === 'aiq' ? aiqAnswer(error) : bigcommerceAnswer(error);
  return new AppError(...answer, { cause: error });
}

function bigcommerceAnswer({ failure }: UpstreamError): Answer {
  if (failure === 'unauthorized') return [409, 'bigcommerce-token-refused', tokenRefused];
  if (failure === 'forbidden') return [409, 'bigcommerce-scope-missing', scopeMissing];
  if (failure === 'throttled')
    return [503, 'bigcommerce-unreachable', 'BigCommerce is busy with this store. Try again in a minute.'];
  return [502, 'bigcommerce-unreachable', 'BigCommerce did not answer as it should. Try again in a minute.'];
}

function aiqAnswer({ failure }: UpstreamError): Answer {
  if (failure === 'unauthorized' || failure === 'forbidden') {
    return [
      409,
      'aiq-key-refused',
      'AIQ no longer accepts the API key. Copy it again from AIQ at Settings > API & Tracking and link AIQ once more. Nothing is lost.',
    ];
  }
  if (failure === 'throttled') return [503, 'aiq-unreachable', 'AIQ is busy. Wait a minute, then try again.'];
  return [502, 'aiq-unreachable', 'AIQ did not answer as it should. Try again in a minute.'];
}
