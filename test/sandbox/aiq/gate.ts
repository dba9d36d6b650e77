import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { Account } from './account.ts';
import type { AiqClock } from './clock.ts';
import { AiqRefusal, failureEnvelope, sendJson, successEnvelope, type Envelope } from './envelope.ts';
import { FaultPicker } from '../fault-picker.ts';
import { answerAfterwards, answerInstead, isCarriedOut, sendRefusal } from './faults.ts';
import { RateLimit } from './rate-limit.ts';
import type { RequestLog } from './request-log.ts';
import type { AiqSwitches, Failure } from './switches.ts';

/** An authorised request on its way to a handler. */
export interface AiqCall {
  account: Account;
  switches: AiqSwitches;
  endpoint: string;
  /** Path parameters, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  /** Origin that the caller reached us by, for URLs in answers. */
  origin: string;
}

/** Gives the envelope's `data`, or throws `AiqRefusal`. */
export type AiqHandler = (call: AiqCall) => unknown;

export interface AiqEndpoint {
  /** Name in counters and in `failEndpoints`. */
  name: string;
  method: 'GET' | 'POST' | 'PUT';
  /** Express path; a `:uid` in it must belong to the key. */
  path: string;
  handle: AiqHandler;
}

export interface GateDeps {
  endpoints: readonly AiqEndpoint[];
  clock: AiqClock;
  draw: () => number;
  log: RequestLog;
  switches: (uid?: string) => AiqSwitches;
  accountByKey: (key: string) => Account | undefined;
}

export interface Gate {
  router: express.Router;
  /** Counts towards `failTimes` anew. */
  restartFaults(): void;
}

/**
 * Everything a request passes before its handler: latency, faults, key, UID, rate limits, body. The order of
 * AIQ's own checks is not documented; a missing path or method is answered before the key is looked at.
 */
export function createGate(deps: GateDeps): Gate {
  const router = express.Router();
  const faults = new FaultPicker<Failure>(deps.draw);
  const limits = new Map<Account, RateLimit>();
  const readBody = createBodyReader();

  for (const [path, endpoints] of groupByPath(deps.endpoints)) {
    router.all(path, (request, response, next) => {
      const endpoint = endpoints.find((one) => one.method === request.method);
      if (!endpoint) {
        note(request, response, { endpoint: 'unknown' });
        sendRefusal(response, new AiqRefusal(405));
        return;
      }
      serve(request, response, endpoint).catch(next);
    });
  }
  router.use('/api', (request, response) => {
    note(request, response, { endpoint: 'unknown' });
    sendRefusal(response, new AiqRefusal(404));
  });

  function note(request: Request, response: Response, about: { endpoint: string; account?: Account }): void {
    const at = deps.clock.now();
    const account = about.account?.uid ?? null;
    deps.log.begin(account);
    response.once('close', () => {
      const body: unknown = request.body;
      deps.log.end({
        at,
        endpoint: about.endpoint,
        method: request.method,
        status: response.headersSent && response.writableFinished ? response.statusCode : 0,
        account,
        key: request.get('x-apikey') ?? null,
        records: Array.isArray(body) ? body.length : 1,
      });
    });
  }

  async function serve(request: Request, response: Response, endpoint: AiqEndpoint): Promise<void> {
    const account = deps.accountByKey(request.get('x-apikey') ?? '');
    const switches = deps.switches(account?.uid);
    note(request, response, account ? { endpoint: endpoint.name, account } : { endpoint: endpoint.name });
    if (switches.latencyMs > 0) await realDelay(switches.latencyMs);
    const failure = faults.pick({ ...switches, failAt: switches.failEndpoints }, endpoint.name);
    if (failure && !isCarriedOut(failure)) {
      answerInstead(response, failure, switches);
      return;
    }
    const wait = account ? takeTurn(account, switches) : 0;
    const answer =
      wait > 0
        ? refused(new AiqRefusal(429))
        : await carryOut(request, response, endpoint, account, switches);
    if (failure) answerAfterwards(response, failure, answer, switches);
    else {
      const headers: Record<string, string> =
        wait > 0 && switches.retryAfterHeader ? { 'retry-after': String(Math.ceil(wait / 1000)) } : {};
      sendJson(response, answer.status, answer.body, headers);
    }
  }

  function takeTurn(account: Account, switches: AiqSwitches): number {
    let limit = limits.get(account);
    if (!limit) {
      limit = new RateLimit();
      limits.set(account, limit);
    }
    return limit.take(deps.clock.now(), [
      [1000, switches.perSecond],
      [60_000, switches.perMinute],
      [3_600_000, switches.perHour],
    ]);
  }

  async function carryOut(
    request: Request,
    response: Response,
    endpoint: AiqEndpoint,
    account: Account | undefined,
    switches: AiqSwitches,
  ): Promise<{ status: number; body: Envelope }> {
    try {
      // Bearer tokens and a hyphenated X-API-Key are not looked at, so they fail like no key at all.
      if (!account) throw new AiqRefusal(403, 'Please provide a valid API key');
      const params: Record<string, string> = {};
      for (const [name, value] of Object.entries(request.params)) params[name] = String(value);
      if (params['uid'] !== undefined && params['uid'] !== account.uid) {
        throw new AiqRefusal(switches.wrongUidStatus);
      }
      const body = endpoint.method === 'GET' ? undefined : await readBody(request, response, switches);
      const origin = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
      const query = new URL(request.originalUrl, origin).searchParams;
      const data = endpoint.handle({
        account,
        switches,
        endpoint: endpoint.name,
        params,
        query,
        body,
        origin,
      });
      return { status: 200, body: successEnvelope(data) };
    } catch (error) {
      if (error instanceof AiqRefusal) return refused(error);
      throw error;
    }
  }

  return { router, restartFaults: () => faults.restart(null) };
}

function refused(refusal: AiqRefusal): { status: number; body: Envelope } {
  return { status: refusal.status, body: failureEnvelope(refusal) };
}

type BodyReader = (request: Request, response: Response, switches: AiqSwitches) => Promise<unknown>;

function createBodyReader(): BodyReader {
  const parsers = new Map<number, RequestHandler>();
  return async (request, response, switches) => {
    if (Number(request.get('content-length') ?? 0) === 0 && !request.get('transfer-encoding'))
      return undefined;
    if (switches.requireJsonContentType && !request.is('application/json')) {
      throw new AiqRefusal(400, 'Content-Type must be application/json');
    }
    let parser = parsers.get(switches.maxBodyBytes);
    if (!parser) {
      parser = express.json({ limit: switches.maxBodyBytes, strict: false, type: () => true });
      parsers.set(switches.maxBodyBytes, parser);
    }
    const parse = parser;
    await new Promise<void>((resolve, reject) => {
      void parse(request, response, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(isTooLarge(error) ? new AiqRefusal(413) : new AiqRefusal(400));
      });
    });
    return request.body as unknown; // Express types it as any
  };
}

function isTooLarge(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 413;
}

function groupByPath(endpoints: readonly AiqEndpoint[]): Map<string, AiqEndpoint[]> {
  const groups = new Map<string, AiqEndpoint[]>();
  for (const endpoint of endpoints) {
    groups.set(endpoint.path, [...(groups.get(endpoint.path) ?? []), endpoint]);
  }
  return groups;
}

function realDelay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
