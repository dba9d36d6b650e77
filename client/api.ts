import type {
  RouteBody,
  RouteName,
  RouteParams,
  RouteQuery,
  RouteResponse,
  StreamRouteName,
} from '../shared/api.ts';
import { answerToApiError, ApiError } from './api-error.ts';
import { apiPaths } from './api-paths.ts';

type Given<Key extends string, T> = [T] extends [undefined] ? { [K in Key]?: never } : { [K in Key]: T };

/** What a route wants: path segments, query and body, as far as the route has them. An empty body may be left out. */
export type RouteInput<N extends RouteName> = Given<'params', RouteParams<N>> &
  (RouteQuery<N> extends undefined ? { query?: never } : { query?: RouteQuery<N> }) &
  (Record<string, never> extends RouteBody<N> ? { body?: RouteBody<N> } : Given<'body', RouteBody<N>>);

export interface RequestOptions {
  token: string | null;
  signal?: AbortSignal | undefined;
}

export type Request = <N extends RouteName>(
  name: N,
  input: RouteInput<N>,
  options: RequestOptions,
) => Promise<RouteResponse<N>>;

/** An answer that is read bit by bit. @throws ApiError */
export type OpenStream = <N extends StreamRouteName>(
  name: N,
  input: RouteInput<N>,
  options: RequestOptions,
) => Promise<Response>;

/** Longest wait for an answer; previews over a large store take the longest. */
const timeoutMs = 60_000;

/**
 * The panel's only `fetch`.
 * @throws ApiError for every answer that is not 2xx, for no answer, and for an answer that is not JSON.
 */
export function createRequest(send: typeof fetch): Request {
  return async (name, input, { token, signal }) => {
    const { method } = apiPaths[name];
    const timeout = AbortSignal.timeout(timeoutMs);
    const body = method === 'GET' ? {} : { body: JSON.stringify(input.body ?? {}) };
    const response = await ask(send, routeToUrl(name, input), token, signal, {
      method,
      ...body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const answer = parseJson(await response.text());
    if (!response.ok || answer === undefined) throw answerToApiError(response.status, answer);
    // The answer comes from the same release of our own server, which built it from the same route table.
    return answer as RouteResponse<typeof name>;
  };
}

/**
 * Opens an answer of any length: a file, or events. Only the signal ends it.
 * @throws ApiError for every answer that is not 2xx and for no answer
 */
export function createOpenStream(send: typeof fetch): OpenStream {
  return async (name, input, { token, signal }) => {
    const response = await ask(send, routeToUrl(name, input), token, signal, { signal: signal ?? null });
    if (!response.ok) throw answerToApiError(response.status, parseJson(await response.text()));
    return response;
  };
}

async function ask(
  send: typeof fetch,
  url: string,
  token: string | null,
  signal: AbortSignal | undefined,
  init: RequestInit,
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  if (init.body) headers['content-type'] = 'application/json';
  try {
    return await send(url, { ...init, headers, credentials: 'omit', cache: 'no-store' });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError({ code: 'offline', status: 0, cause });
  }
}

/** Path and query of a route. Absent and empty values are left out of the query. */
export function routeToUrl(name: RouteName, input: { params?: unknown; query?: unknown }): string {
  const params = new Map(Object.entries(input.params ?? {}));
  const path = apiPaths[name].path.replace(/:([a-z]+)/gi, (_all, key: string) =>
    encodeURIComponent(String(params.get(key) ?? '')),
  );
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(key, String(value));
  }
  const search = query.toString();
  return search === '' ? path : `${path}?${search}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
