import type { ErrorCode } from '../shared/error-codes.ts';

/**
 * An answer that the panel gets as it is: status, code and a message that says what to do.
 * Never carries a secret or personal data.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly fields: Record<string, string> | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    extra: { fields?: Record<string, string>; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.status = status;
    this.code = code;
    this.fields = extra.fields;
    this.details = extra.details;
  }
}

/** The lease of a store went to somebody else; stop at once and write nothing more. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** A sealed value cannot be opened; the store it belongs to waits until the secret is entered anew. */
export class SecretUnreadableError extends Error {
  override readonly name = 'SecretUnreadableError';
  readonly reason: 'malformed' | 'unknown-key' | 'altered';

  constructor(reason: SecretUnreadableError['reason']) {
    super(`A sealed value cannot be opened (${reason}).`);
    this.reason = reason;
  }
}
