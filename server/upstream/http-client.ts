import http from 'node:http';
import https from 'node:https';
import axios, { isAxiosError, type AxiosResponse } from 'axios';
import { connectWithin } from './connect-within.ts';
import { UpstreamError, type UpstreamFailure, type UpstreamService } from './errors.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface HttpRequest {
  method: HttpMethod;
  /** Path below the base URL with `{names}`; only this template appears in errors, logs and metrics. */
  route: string;
  params?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | null | undefined>;
  headers?: Record<string, string>;
  /** Serialised JSON. */
  json?: string;
  signal?: AbortSignal | undefined;
  /** From the first byte out to the last byte in, however slowly they drip. */
  timeoutMs?: number;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  text: string;
}

export interface HttpOptions {
  connectMs?: number;
  timeoutMs?: number;
  maxBytes?: number;
  maxSockets?: number;
  userAgent?: string;
  /** Whether a connection serves more than one request; true unless told. */
  keepAlive?: boolean;
}

export interface HttpClient {
  /**
   * Sends one request and gives the answer of whatever status, redirects excepted.
   * @throws UpstreamError `redirected`, `timeout`, `network`, `garbage` (body too large) or `aborted`
   */
  send(request: HttpRequest, basePath?: string): Promise<HttpResponse>;
  /** Closes idle connections. */
  close(): void;
}

const megabyte = 1024 * 1024;

/** Nobody was connected to when these happened. */
const beforeConnecting = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * HTTP to one host: keeps connections unless told otherwise, follows no redirect, bounds time and size, and gives errors that carry
 * neither credential nor body.
 */
export function createHttpClient(
  input: { service: UpstreamService; baseUrl: string } & HttpOptions,
): HttpClient {
  const { service } = input;
  const baseUrl = input.baseUrl.replace(/\/+$/, '');
  const totalMs = input.timeoutMs ?? 30_000;
  const maxBytes = input.maxBytes ?? 20 * megabyte;
  const agentOptions = {
    keepAlive: input.keepAlive ?? true,
    maxSockets: input.maxSockets ?? 64,
    maxFreeSockets: 16,
    scheduling: 'lifo' as const,
  };
  const httpAgent = connectWithin(new http.Agent(agentOptions), input.connectMs ?? 10_000);
  const httpsAgent = connectWithin(new https.Agent(agentOptions), input.connectMs ?? 10_000);
  const instance = axios.create({
    adapter: 'http',
    httpAgent,
    httpsAgent,
    // A redirect would carry the credential to another host; a proxy from the environment would see it.
    maxRedirects: 0,
    proxy: false,
    maxContentLength: maxBytes,
    maxBodyLength: 50 * megabyte,
    responseType: 'text',
    // axios would parse leniently and hand back the text when that fails; we parse ourselves.
    transformResponse: [(data: unknown) => data],
    transformRequest: [(data: unknown) => data],
    validateStatus: () => true,
    headers: {
      accept: 'application/json',
      'user-agent': input.userAgent ?? 'aiq-for-bigcommerce',
    },
  });

  async function send(request: HttpRequest, basePath = ''): Promise<HttpResponse> {
    const { method, route, signal } = request;
    function failed(
      failure: UpstreamFailure,
      message: string,
      more: { status?: number; unsent?: boolean } = {},
    ): UpstreamError {
      return new UpstreamError({ service, failure, message, method, path: route, ...more });
    }
    if (signal?.aborted)
      throw failed('aborted', `${method} ${route} was not sent: stopped`, { unsent: true });
    const controller = new AbortController();
    const limitMs = request.timeoutMs ?? totalMs;
    const deadline = { over: false };
    const timer = setTimeout(() => {
      deadline.over = true;
      controller.abort();
    }, limitMs);
    const stop = (): void => controller.abort();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const response: AxiosResponse<unknown> = await instance.request({
        method,
        url: baseUrl + basePath + fillRoute(route, request.params ?? {}) + queryText(request.query ?? {}),
        headers: {
          ...request.headers,
          ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(request.json === undefined ? {} : { data: request.json }),
        signal: controller.signal,
      });
      if (response.status >= 300 && response.status < 400) {
        throw failed(
          'redirected',
          `${service} answered ${method} ${route} with a redirect, which is not followed`,
          { status: response.status },
        );
      }
      return {
        status: response.status,
        headers: plainHeaders(response.headers),
        text: typeof response.data === 'string' ? response.data : '',
      };
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      if (deadline.over)
        throw failed('timeout', `${service} did not finish ${method} ${route} within ${limitMs} ms`);
      if (signal?.aborted) throw failed('aborted', `${method} ${route} was stopped`);
      if (!isAxiosError(error)) throw error;
      // The axios error itself is not passed on: it holds the request with its credential.
      if (error.message.startsWith('maxContentLength')) {
        throw failed('garbage', `${service} answered ${method} ${route} with more than ${maxBytes} bytes`);
      }
      throw failed(
        'network',
        `${service} could not be reached for ${method} ${route} (${error.code ?? 'no code'})`,
        { unsent: beforeConnecting.has(error.code ?? '') },
      );
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  return {
    send,
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** Fills `{names}` of a route; ids and the like cannot leave their segment. */
function fillRoute(route: string, params: Record<string, string | number>): string {
  return route.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
    const text = typeof value === 'string' ? value.toWellFormed() : '';
    if (['', '.', '..'].includes(text)) throw new TypeError(`"${name}" of ${route} is not fit for a path`);
    return encodeURIComponent(text);
  });
}

function queryText(query: Record<string, string | number | boolean | null | undefined>): string {
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === null ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

function plainHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
}
