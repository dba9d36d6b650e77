/** What the caller should do about a failed call; see each member. */
export type UpstreamFailure =
  /** 429: wait until `retryAfterMs`, then go on; nothing is wrong with the record. */
  | 'throttled'
  /** 401: the credential is refused. */
  | 'unauthorized'
  /** 403: the credential is good and may not do this. (AIQ answers 403 for a bad key, too.) */
  | 'forbidden'
  /** 404 or 410. */
  | 'not-found'
  /** Any other 4xx: the request itself is refused; the same request will be refused again. */
  | 'rejected'
  /** 5xx, an open circuit: the other side is in trouble. */
  | 'unavailable'
  /** Connection refused, reset, DNS: the call did not arrive, or we cannot know. */
  | 'network'
  /** No answer in time: the call may have been carried out. */
  | 'timeout'
  /** 2xx with a body that is not what the documentation says, or too large; the call may have been carried out. */
  | 'garbage'
  /** A redirect, which is never followed: the credential would go to another host. */
  | 'redirected'
  /** Our own abort signal. */
  | 'aborted';

export type UpstreamService = 'bigcommerce' | 'aiq';

/** A call to another service that failed. Carries no credential, no query values and no body of the answer. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly service: UpstreamService;
  readonly failure: UpstreamFailure;
  readonly status: number | null;
  readonly method: string;
  /** Path only, as a template: ids and phone numbers are not filled in. */
  readonly path: string;
  /** A few words of the other side, shortened and freed of e-mails, numbers and markup; may be shown to the merchant. */
  readonly detail: string | null;
  /** When the other side said when to come back. */
  readonly retryAfterMs: number | null;
  /** The request never left this process, so that it was surely not carried out. */
  readonly unsent: boolean;
  /** Set when the call had been tried before, and may have been carried out then, whatever is known of its last try. */
  leftOpenBefore = false;

  constructor(input: {
    service: UpstreamService;
    failure: UpstreamFailure;
    message: string;
    status?: number | null;
    method: string;
    path: string;
    detail?: string | null;
    retryAfterMs?: number | null;
    unsent?: boolean;
    cause?: unknown;
  }) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause });
    this.service = input.service;
    this.failure = input.failure;
    this.status = input.status ?? null;
    this.method = input.method;
    this.path = input.path;
    this.detail = input.detail ?? null;
    this.retryAfterMs = input.retryAfterMs ?? null;
    this.unsent = input.unsent ?? false;
  }
}

/** Refusals that are given before anything is done. */
const refusals = new Set<UpstreamFailure>([
  'throttled',
  'unauthorized',
  'forbidden',
  'not-found',
  'rejected',
]);

/** Whether a failed call was surely not carried out; all others leave that open. */
export function wasNotCarriedOut(error: unknown): error is UpstreamError {
  if (!(error instanceof UpstreamError) || error.leftOpenBefore) return false;
  return error.unsent || refusals.has(error.failure);
}
