import type { ErrorCode } from '../shared/error-codes.ts';

/** A code of the API, or `offline` when no answer came at all. */
export type ApiErrorCode = ErrorCode | 'offline';

interface ApiErrorParts {
  code: ApiErrorCode;
  status: number;
  message?: string;
  fields?: Readonly<Record<string, string>>;
  details?: Readonly<Record<string, unknown>>;
  requestId?: string | null;
  cause?: unknown;
}

/** An answer of `/api` that is not 2xx. Screens switch on `code`; `status` 0 means that there was no answer. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;

  constructor(parts: ApiErrorParts) {
    super(parts.message ?? parts.code, { cause: parts.cause });
    this.name = 'ApiError';
    this.code = parts.code;
    this.status = parts.status;
    this.fields = parts.fields ?? {};
    this.details = parts.details ?? {};
    this.requestId = parts.requestId ?? null;
  }
}

/** Every code once, so that an answer of an older or newer server falls back instead of breaking a screen. */
const knownCodes: Readonly<Record<ErrorCode, true>> = {
  'invalid-input': true,
  'not-signed-in': true,
  'session-expired': true,
  'code-used': true,
  forbidden: true,
  'not-found': true,
  'method-not-allowed': true,
  'too-large': true,
  'too-many-requests': true,
  conflict: true,
  'aiq-not-linked': true,
  'aiq-key-refused': true,
  'aiq-uid-mismatch': true,
  'aiq-unreachable': true,
  'aiq-account-linked-elsewhere': true,
  'other-connection-not-off': true,
  'age-gate-missing': true,
  'setup-incomplete': true,
  'confirmation-needed': true,
  'bigcommerce-token-refused': true,
  'bigcommerce-scope-missing': true,
  'bigcommerce-unreachable': true,
  'store-not-installed': true,
  unavailable: true,
  internal: true,
};

/** An error of the API from status and parsed body; the body may be anything, for instance a proxy's page. */
export function answerToApiError(status: number, body: unknown): ApiError {
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  return new ApiError({
    code: isErrorCode(error.code) ? error.code : statusToCode(status),
    status,
    ...(typeof error.message === 'string' ? { message: error.message } : {}),
    fields: isObject(error.fields) ? onlyStrings(error.fields) : {},
    details: isObject(error.details) ? error.details : {},
    requestId: typeof error.requestId === 'string' ? error.requestId : null,
  });
}

/** What an error is told as; whatever is not of the API is a fault of ours. */
export function errorToCode(error: unknown): ApiErrorCode {
  return error instanceof ApiError ? error.code : 'internal';
}

/** The session is over: nothing but opening the app again helps. */
export function isSessionError(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.code === 'not-signed-in' || error.code === 'session-expired' || error.code === 'code-used')
  );
}

/** Asking again may help without anybody doing anything. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.code === 'offline' || error.status >= 500 || error.status === 429)
  );
}

function statusToCode(status: number): ErrorCode {
  if (status === 401) return 'session-expired';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 413) return 'too-large';
  if (status === 429) return 'too-many-requests';
  return status === 502 || status === 503 || status === 504 ? 'unavailable' : 'internal';
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(knownCodes, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function onlyStrings(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
