import { STATUS_CODES, type ServerResponse } from 'node:http';

/** A refusal in AIQ's envelope. Without messages it says the status text, as AIQ's framework does. */
export class AiqRefusal extends Error {
  readonly status: number;
  readonly messages: readonly string[];

  constructor(status: number, ...messages: string[]) {
    super(messages[0] ?? statusText(status));
    this.status = status;
    this.messages = messages.length > 0 ? messages : [statusText(status)];
  }
}

export interface Envelope {
  success: boolean;
  code: number;
  data?: unknown;
  errors?: { message: string }[];
}

export function successEnvelope(data: unknown): Envelope {
  return { success: true, code: 200, data };
}

/** HTTP status and `code` agree; `errors` holds one message per problem. */
export function failureEnvelope(refusal: AiqRefusal): Envelope {
  if (refusal.status < 400) return { success: true, code: refusal.status, data: null };
  return {
    success: false,
    code: refusal.status,
    errors: refusal.messages.map((message) => ({ message })),
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    ...headers,
  });
  response.end(bytes);
}

function statusText(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}
