import type { z } from 'zod';
import { runCall, type CallDeps } from '../upstream/calls.ts';
import { UpstreamError, type UpstreamFailure } from '../upstream/errors.ts';
import { statusToFailure } from '../upstream/failure.ts';
import type { HttpClient, HttpMethod, HttpRequest, HttpResponse } from '../upstream/http-client.ts';
import { parseJson } from '../upstream/parse-json.ts';
import { QuotaWaitError, type QuotaClass, type QuotaLimiter } from '../upstream/quota-limiter.ts';
import { backoff } from '../upstream/retry.ts';
import { answerToDetail } from './answer.ts';
import { headersToPause, headersToQuota } from './quota-headers.ts';

export type Query = NonNullable<HttpRequest['query']>;

export interface ApiRequest {
  method: HttpMethod;
  /** Such as `/v2/orders/{id}`. */
  route: string;
  params?: Record<string, string | number>;
  query?: Query;
  body?: unknown;
  /** Defaults to true for all but POST. */
  idempotent?: boolean;
  /** How the answer's text is parsed, as JSON by default; undefined when it cannot be. */
  parse?: (text: string) => Promise<unknown>;
}

/** The API of one store with one token. */
export interface StoreApi {
  /** Parsed JSON of a 2xx answer; undefined for 204. */
  send(request: ApiRequest): Promise<unknown>;
  /** The value as the schema has it; throws `garbage` when it does not fit. */
  read<S extends z.ZodType>(request: ApiRequest, schema: S, value: unknown): z.output<S>;
  garbage(request: ApiRequest, what: string): UpstreamError;
  limiter: QuotaLimiter;
}

const service = 'bigcommerce';

export function createStoreApi(
  deps: CallDeps & { http: HttpClient; clock: { now(): Date } },
  store: {
    hash: string;
    token: string;
    lane: string;
    quotaClass: QuotaClass;
    limiter: QuotaLimiter;
    signal: AbortSignal | undefined;
  },
): StoreApi {
  const { limiter, signal } = store;

  async function send(request: ApiRequest): Promise<unknown> {
    const { method, route } = request;
    let headers: Record<string, string> = {};
    let attempt = 0;
    return runCall(deps, {
      service,
      method,
      route,
      idempotent: request.idempotent ?? method !== 'POST',
      store: store.hash,
      circuitKey: store.hash,
      lane: store.lane,
      signal,
      async enter(stop) {
        headers = {};
        attempt += 1;
        const turn = await limiter.enter(store.quotaClass, stop).catch((error: unknown) => {
          throw error instanceof QuotaWaitError ? busy(request, error.waitMs) : error;
        });
        return (error) => {
          const pauseMs = error?.failure === 'throttled' ? error.retryAfterMs : null;
          turn.done(headersToQuota(headers), pauseMs);
        };
      },
      async attempt() {
        const response = await deps.http.send(
          {
            method,
            route,
            headers: { 'x-auth-token': store.token },
            signal,
            ...(request.params === undefined ? {} : { params: request.params }),
            ...(request.query === undefined ? {} : { query: request.query }),
            ...(request.body === undefined ? {} : { json: JSON.stringify(request.body) }),
          },
          `/stores/${store.hash}`,
        );
        headers = response.headers;
        return { status: response.status, value: await readAnswer(request, response, attempt) };
      },
    });
  }

  async function readAnswer(request: ApiRequest, response: HttpResponse, attempt: number): Promise<unknown> {
    const failure = statusToFailure(response.status);
    if (failure !== null) throw refused(request, response, failure, attempt);
    // V2 lists answer 204 without a body when there is nothing.
    if (response.status === 204) return undefined;
    const body = await (request.parse?.(response.text) ?? parseJson(response.text));
    if (body === undefined || body === null) throw garbage(request, 'no JSON', response.status);
    return body;
  }

  function refused(
    request: ApiRequest,
    response: HttpResponse,
    failure: UpstreamFailure,
    attempt: number,
  ): UpstreamError {
    const { method, route } = request;
    const detail = answerToDetail(response.text);
    return new UpstreamError({
      service,
      failure,
      message: `BigCommerce answered ${response.status} to ${method} ${route}${detail === null ? '' : `: ${detail}`}`,
      status: response.status,
      method,
      path: route,
      detail,
      retryAfterMs: retryAfter(response, attempt),
    });
  }

  function retryAfter(response: HttpResponse, attempt: number): number | null {
    const told = headersToPause(response.headers, deps.clock.now());
    if (response.status === 429) {
      // Without headers the platform itself is overloaded, not our quota: everything of this store backs off.
      return told ?? backoff('throttled', attempt, deps.random());
    }
    if (response.status === 500) return 60_000;
    // On other answers the reset time of the window says nothing about when to try again.
    return response.headers['retry-after'] === undefined ? null : told;
  }

  function garbage(request: ApiRequest, what: string, status: number | null = null): UpstreamError {
    const { method, route } = request;
    return new UpstreamError({
      service,
      failure: 'garbage',
      message: `BigCommerce answered ${method} ${route} with ${what}`,
      status,
      method,
      path: route,
    });
  }

  return {
    send,
    garbage,
    limiter,
    read(request, schema, value) {
      const result = schema.safeParse(value);
      if (result.success) return result.data;
      const where = result.error.issues[0]?.path.map(String).join('.') ?? '';
      throw garbage(request, `something else than documented${where === '' ? '' : ` at ${where}`}`);
    },
  };
}

function busy(request: ApiRequest, waitMs: number): UpstreamError {
  const { method, route } = request;
  return new UpstreamError({
    service,
    failure: 'throttled',
    message: `${method} ${route} was not sent: this store's API quota is used up for now`,
    method,
    path: route,
    retryAfterMs: Math.ceil(waitMs),
  });
}
