import { STATUS_CODES, type ServerResponse } from 'node:http';

export type ApiVersion = 'v2' | 'v3';

export interface Answer {
  status: number;
  /** Undefined: no body. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Something that the API refuses, in words; the version's error form is put around it when it is sent. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly errors: Record<string, string>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    title?: string,
    errors: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) {
    super(title ?? STATUS_CODES[status] ?? 'Error');
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

/** To which the errors of V3 point. */
export const statusPage = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** V2 answers a list of messages, V3 one object. */
export function refusalToAnswer(refusal: ApiRefusal, version: ApiVersion): Answer {
  const { status, message, errors, headers } = refusal;
  const hasErrors = Object.keys(errors).length > 0;
  if (version === 'v2') {
    return { status, body: [{ status, message, ...(hasErrors ? { details: errors } : {}) }], headers };
  }
  // What is not there has no fields of which to complain.
  const list = hasErrors || status !== 404 ? { errors } : {};
  return { status, body: { status, title: message, type: statusPage, ...list }, headers };
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent = (): Answer => ({ status: 204 });

/** One thing of V3. */
export const data = (thing: unknown, status = 200): Answer => ({ status, body: { data: thing, meta: {} } });

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (answer.body === undefined) {
    response.writeHead(answer.status, answer.headers);
    response.end();
    return;
  }
  sendText(response, answer.status, 'application/json', toJson(answer.body), answer.headers);
}

/** One name beyond Latin-1 makes a whole text twice as dear, so a long list is written item by item. */
function toJson(body: unknown): string | Buffer {
  if (!Array.isArray(body) || body.length < longList) return JSON.stringify(body);
  const pieces: Buffer[] = [];
  for (const item of body) {
    pieces.push(Buffer.from(`${pieces.length === 0 ? '[' : ','}${JSON.stringify(item)}`));
  }
  return Buffer.concat([...pieces, Buffer.from(']')]);
}

const longText = 32_768;
const longList = 20;

export function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string | Buffer,
  headers: Record<string, string> = {},
): void {
  // A short text is joined to the headers on its way; a long one is dear to measure and to encode one after the other.
  const content = typeof text !== 'string' || text.length < longText ? text : Buffer.from(text);
  response.writeHead(status, {
    'content-type': type,
    ...headers,
    'content-length': Buffer.byteLength(content),
  });
  response.end(content);
}
