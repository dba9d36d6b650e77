import type { z } from 'zod';
import { runCall, type CallDeps } from '../upstream/calls.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { HttpClient, HttpMethod, HttpRequest } from '../upstream/http-client.ts';
import type { PaceLimiter } from '../upstream/pace-limiter.ts';
import { readRetryAfter } from '../upstream/retry-after.ts';
import { readEnvelope } from './envelope.ts';

export interface AiqRequest {
  method: HttpMethod;
  route: string;
  params?: Record<string, string | number>;
  query?: NonNullable<HttpRequest['query']>;
  body?: object;
  idempotent: boolean;
  timeoutMs?: number;
}

/** The API of one AIQ account with one key. */
export interface AccountApi {
  /** `data` of a successful answer as the schema has it. */
  send<S extends z.ZodType>(request: AiqRequest, data: S): Promise<z.output<S>>;
}

const service = 'aiq';

export function createAccountApi(
  deps: CallDeps & { http: HttpClient; clock: { now(): Date } },
  account: {
    uid: string;
    key: string;
    store: string;
    /** Names the account without giving away its key. */
    accountKey: string;
    limiter: PaceLimiter;
    signal: AbortSignal | undefined;
  },
): AccountApi {
  const { limiter, signal } = account;
  return {
    async send(request, dataSchema) {
      const { method, route } = request;
      function failed(
        input: Pick<ConstructorParameters<typeof UpstreamError>[0], 'failure' | 'message'> & {
          status: number;
          detail?: string | null;
          retryAfterMs?: number | null;
        },
      ): UpstreamError {
        return new UpstreamError({ service, method, path: route, ...input });
      }
      return runCall(deps, {
        service,
        method,
        route,
        idempotent: request.idempotent,
        store: account.store,
        circuitKey: account.accountKey,
        lane: null,
        signal,
        async enter(stop) {
          const turn = await limiter.enter(stop);
          return (error) => {
            turn.done(paceOutcome(error), error?.failure === 'throttled' ? error.retryAfterMs : null);
          };
        },
        async attempt() {
          const response = await deps.http.send({
            method,
            route,
            params: { uid: account.uid, ...request.params },
            headers: { 'x-apikey': account.key },
            signal,
            ...(request.query === undefined ? {} : { query: request.query }),
            ...(request.body === undefined ? {} : { json: JSON.stringify(request.body) }),
            ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }),
          });
          const { status } = response;
          const answer = readEnvelope(response);
          if (!answer.ok) {
            const words = answer.detail === null ? '' : `: ${answer.detail}`;
            throw failed({
              failure: answer.failure,
              message: `AIQ answered ${status} (${answer.failure}) to ${method} ${route}${words}`,
              status,
              detail: answer.detail,
              retryAfterMs: readRetryAfter(response.headers['retry-after'], deps.clock.now()),
            });
          }
          const data = dataSchema.safeParse(answer.data);
          if (data.success) return { status, value: data.data };
          const where = data.error.issues[0]?.path.map(String).join('.') ?? '';
          throw failed({
            failure: 'garbage',
            message: `AIQ answered ${method} ${route} with something else than documented at data.${where}`,
            status,
          });
        },
      });
    },
  };
}

function paceOutcome(error: UpstreamError | null): 'good' | 'trouble' | 'neutral' {
  if (error === null) return 'good';
  const { failure } = error;
  return failure === 'throttled' || failure === 'unavailable' || failure === 'timeout'
    ? 'trouble'
    : 'neutral';
}
