import { operationName } from './documents.ts';
import type { SandboxAnswer } from './judge-answer.ts';

export interface Question {
  /** For the parameters of the path, in their order. */
  ids?: readonly (number | string)[];
  query?: Record<string, string | number>;
  body?: unknown;
  /** 200 if left out; another one is an error of the calls. */
  status?: number;
}

export interface Session {
  /** @param operation such as `GET /v3/customers/{id}` */
  ask(operation: string, question?: Question): Promise<unknown>;
  /** All answers, in the order of the calls. */
  answers: readonly SandboxAnswer[];
  storeUrl: string;
  /** Of a call without a body. */
  headers: Record<string, string>;
}

/** Calls a store's API over HTTP and keeps what it answers. */
export function startSession(storeUrl: string, token: string): Session {
  const answers: SandboxAnswer[] = [];
  const headers = { accept: 'application/json', 'x-auth-token': token };
  return {
    answers,
    storeUrl,
    headers,
    async ask(operation, { ids = [], query = {}, body, status = 200 } = {}) {
      const [method = '', template = ''] = operation.split(' ');
      const left = [...ids];
      const path = template.replace(/\{\w+\}/g, () => String(left.shift()));
      const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
      const response = await fetch(`${storeUrl}${path}?${search.toString()}`, {
        method,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.status !== status)
        throw new Error(
          `${operation} answered ${response.status} instead of ${status}: ${text.slice(0, 300)}`,
        );
      const answered: unknown = text === '' ? undefined : JSON.parse(text);
      const mediaType = response.headers.get('content-type') ?? '';
      answers.push({ operation: operationName(method, template), status, mediaType, body: answered });
      return answered;
    },
  };
}

/** The thing in an answer: V3 wraps it. */
export function thingIn(answer: unknown): object {
  const body: object = Object(answer);
  return Object(Reflect.get(body, 'data') ?? body);
}

export function idIn(answer: unknown): number {
  return Number(Reflect.get(thingIn(answer), 'id'));
}

/** The list in an answer of V3. */
export function dataOf(answer: unknown): Record<string, unknown>[] {
  const list: unknown = Reflect.get(Object(answer), 'data');
  return Array.isArray(list) ? list : [];
}
