import type { ServerResponse } from 'node:http';
import { ApiRefusal, refusalToAnswer, sendAnswer, sendText, type Answer, type ApiVersion } from './answer.ts';
import type { BigcommerceSwitches, Failure } from './switches.ts';

const carriedOut: readonly Failure[] = ['truncated', 'cut', 'cut-after-accept'];

/** Whether BigCommerce does what was asked before this failure shows. */
export function isCarriedOut(failure: Failure): boolean {
  return carriedOut.includes(failure);
}

const page = '<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>';
const html = 'text/html; charset=utf-8';

/** Plays a failure instead of the work. */
export function answerInstead(
  response: ServerResponse,
  failure: Failure,
  context: { switches: BigcommerceSwitches; version: ApiVersion; headers: Record<string, string> },
): void {
  const { switches, version, headers } = context;
  switch (failure) {
    case '401':
    case '403':
    case '500':
    case '507': {
      const answer = refusalToAnswer(new ApiRefusal(Number(failure)), version);
      return sendAnswer(response, { ...answer, headers });
    }
    case '429':
      // Overload of the platform, not of the quota: none of its headers.
      return sendAnswer(response, { status: 429 });
    case 'html-502':
      return sendText(response, 502, html, page);
    case 'html-504':
      return sendText(response, 504, html, page);
    case 'html-200':
      return sendText(response, 200, html, page, headers);
    case 'empty-503':
      return sendAnswer(response, { status: 503 });
    case 'garbage':
      return sendText(
        response,
        200,
        'application/json',
        Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0xc3, 0x28]),
        headers,
      );
    case 'null':
      return sendText(response, 200, 'application/json', 'null', headers);
    case 'empty-200':
      return sendText(response, 200, 'application/json', '', headers);
    case 'redirect':
      return sendAnswer(response, { status: 302, headers: { location: 'https://elsewhere.example.com/' } });
    case 'huge':
      return sendHuge(response, switches.hugeBytes, headers);
    case 'reset':
      return void response.destroy();
    case 'hang':
      // To stay silent.
      return undefined;
    case 'truncated':
    case 'cut':
    case 'cut-after-accept':
      throw new Error(`"${failure}" is played after the work`);
  }
}

/** Plays a failure after the work was done. */
export function answerAfterwards(response: ServerResponse, failure: Failure, answer: Answer): void {
  if (failure === 'cut-after-accept') {
    response.destroy();
    return;
  }
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  const half = Buffer.from(text).subarray(0, Math.ceil(Buffer.byteLength(text) / 2));
  if (failure === 'truncated') {
    sendText(response, answer.status, 'application/json', half, answer.headers);
    return;
  }
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-type': 'application/json',
    'content-length': Math.max(Buffer.byteLength(text), half.length + 1),
  });
  response.write(half, () => response.destroy());
}

/** A JSON text of that many bytes, as fast as the reader takes it. */
function sendHuge(response: ServerResponse, bytes: number, headers: Record<string, string>): void {
  const piece = Buffer.alloc(64 * 1024, 'x');
  let left = bytes;
  response.writeHead(200, { ...headers, 'content-type': 'application/json' });
  response.write('{"data":"');
  const pour = () => {
    while (left > 0 && !response.destroyed) {
      const next = piece.subarray(0, Math.min(left, piece.length));
      left -= next.length;
      if (!response.write(next)) {
        response.once('drain', pour);
        return;
      }
    }
    if (!response.destroyed) response.end('"}');
  };
  pour();
}

/** The answer in another, equally documented or merely possible, form. */
export function disguise(body: unknown, switches: BigcommerceSwitches): unknown {
  if (!switches.extraFields && !switches.numbersAsStrings) return body;
  return disguiseValue(body, switches);
}

function disguiseValue(value: unknown, switches: BigcommerceSwitches): unknown {
  if (typeof value === 'number' && switches.numbersAsStrings) return String(value);
  if (Array.isArray(value)) return value.map((item) => disguiseValue(item, switches));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, disguiseValue(item, switches)]);
  const extra = switches.extraFields ? { brand_new_field: { enabled: true, list: [1, null] } } : {};
  return { ...Object.fromEntries(entries), ...extra };
}
