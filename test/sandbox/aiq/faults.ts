import type { ServerResponse } from 'node:http';
import { AiqRefusal, failureEnvelope, sendJson, type Envelope } from './envelope.ts';
import type { AiqSwitches, Failure } from './switches.ts';

const carriedOut: readonly Failure[] = ['data-null', 'drip', 'cut-after-accept', 'timeout-after-accept'];

/** Whether AIQ does what was asked before this failure shows. */
export function isCarriedOut(failure: Failure): boolean {
  return carriedOut.includes(failure);
}

/** Plays a failure that hides whether the request was carried out behind no or a slow answer. */
export function answerAfterwards(
  response: ServerResponse,
  failure: Failure,
  answer: { status: number; body: Envelope },
  switches: AiqSwitches,
): void {
  if (failure === 'cut-after-accept') response.destroy();
  else if (failure === 'drip') drip(response, answer, switches.dripMs);
  else if (failure === 'data-null') sendJson(response, answer.status, { ...answer.body, data: null });
  // The last one, a time-out, is to stay silent.
}

/** Plays a failure instead of the work. */
export function answerInstead(response: ServerResponse, failure: Failure, switches: AiqSwitches): void {
  const html = '<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>';
  if (failure === '500' || failure === '503' || failure === '429') {
    sendRefusal(response, new AiqRefusal(Number(failure)));
  } else if (failure === 'html') sendRaw(response, 200, 'text/html; charset=utf-8', html);
  else if (failure === 'html-502') sendRaw(response, 502, 'text/html; charset=utf-8', html);
  else if (failure === 'truncated')
    sendRaw(response, 200, 'application/json', '{"success":true,"code":200,"da');
  else if (failure === 'success-false') {
    sendJson(response, 200, { success: false, code: 200, errors: [{ message: 'could not process' }] });
  } else if (failure === 'wrong-types') {
    sendJson(response, 200, { success: 'yes', code: '200', data: 'none', errors: { message: 1 } });
  } else if (failure === 'huge') sendHuge(response, switches.hugeBytes);
  else if (failure === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
    response.write('{"success":true,"code":200,"data":', () => response.destroy());
  } else if (failure === 'reset') response.destroy();
  // `hang` is to stay silent.
}

export function sendRefusal(
  response: ServerResponse,
  refusal: AiqRefusal,
  headers: Record<string, string> = {},
): void {
  sendJson(response, refusal.status, failureEnvelope(refusal), headers);
}

function sendRaw(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** A JSON text of that many bytes, as fast as the reader takes it. */
function sendHuge(response: ServerResponse, bytes: number): void {
  const piece = Buffer.alloc(64 * 1024, 'x');
  let left = bytes;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"success":true,"code":200,"data":"');
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

function drip(response: ServerResponse, answer: { status: number; body: Envelope }, everyMs: number): void {
  const bytes = Buffer.from(JSON.stringify(answer.body));
  response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    if (response.destroyed || sent >= bytes.length) {
      clearInterval(timer);
      response.end();
    } else response.write(bytes.subarray(sent, ++sent));
  }, everyMs);
  response.once('close', () => clearInterval(timer));
}
