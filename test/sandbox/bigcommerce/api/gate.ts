import type { Socket } from 'node:net';
import type { Request, Response } from 'express';
import type { GrantedToken, SandboxClock, Tokens } from '../contract.ts';
import type { GeneratedStore } from '../data/store.ts';
import { Draws, hash } from '../data/random.ts';
import { ApiRefusal, refusalToAnswer, sendAnswer, sendText, type Answer, type ApiVersion } from './answer.ts';
import { FaultPicker } from '../../fault-picker.ts';
import { answerInstead, isCarriedOut } from './faults.ts';
import { Quota, quotaHeaders } from './quota.ts';
import type { RequestLog } from './request-log.ts';
import type { BigcommerceSwitches, Failure, Switchboard } from './switches.ts';

export interface GateDeps {
  stores: (hash: string) => GeneratedStore | undefined;
  tokens: Tokens;
  clock: SandboxClock;
  seed: number;
  log: RequestLog;
  switchboard: Switchboard;
}

/** A request that may go on. */
export interface Admission {
  store: GeneratedStore;
  token: GrantedToken;
  switches: BigcommerceSwitches;
  version: ApiVersion;
  /** The four headers of the quota. */
  headers: Record<string, string>;
  /** To be played after the work. */
  failure: Failure | null;
  asOf: number | undefined;
}

export interface AdmissionWish {
  /** Such as `GET /v2/orders`. */
  route: string;
  atOnce?: number | undefined;
}

/** Everything kept per store below the endpoints. */
interface StoreTraffic {
  quota: Quota;
  faults: FaultPicker<Failure>;
  draws: Draws;
  atOnce: Map<string, number>;
  /** When the last refusal over the quota ends; for telling the impatient. */
  pausedUntil: number;
  /** The first refusal of that pause, and where it was sent. */
  refusedAt: number;
  refusedOn: Socket | null;
}

/** A request that comes so soon after a refusal, on another connection, may have been sent before that was read. */
const onTheWayMs = 250;

export interface Gate {
  /** Lets a request in, or answers it and gives null. */
  enter(request: Request, response: Response, wish: AdmissionWish): Promise<Admission | null>;
  /** Refuses a caller whose token lacks all of the scopes; none means the default scope. */
  requireScopes(token: GrantedToken, scopes: readonly string[]): void;
  restartFaults(hash?: string): void;
}

/**
 * What stands before every endpoint: length of the URL, store and token, quota, requests at once, latency, faults,
 * the Accept header. Whether the path exists is not told to strangers.
 */
export function createGate(deps: GateDeps): Gate {
  const { clock, log, switchboard } = deps;
  const traffic = new Map<string, StoreTraffic>();

  function trafficOf(store: string): StoreTraffic {
    const known = traffic.get(store);
    if (known) return known;
    const draws = new Draws(hash(deps.seed, traffic.size));
    const fresh: StoreTraffic = {
      quota: new Quota(),
      faults: new FaultPicker(() => draws.next()),
      draws,
      atOnce: new Map(),
      pausedUntil: -Infinity,
      refusedAt: -Infinity,
      refusedOn: null,
    };
    traffic.set(store, fresh);
    return fresh;
  }

  function note(
    request: Request,
    response: Response,
    route: string,
    store: string,
    token: GrantedToken | undefined,
  ) {
    const at = clock.now();
    log.begin(store);
    response.once('close', () => {
      log.end({
        at,
        route,
        status: response.headersSent && response.writableFinished ? response.statusCode : 0,
        store,
        clientId: token?.clientId ?? null,
        token: request.get('x-auth-token') ?? null,
        target: request.originalUrl,
      });
    });
  }

  function countAtOnce(response: Response, traffic: StoreTraffic, route: string): number {
    const open = (traffic.atOnce.get(route) ?? 0) + 1;
    traffic.atOnce.set(route, open);
    response.once('close', () => traffic.atOnce.set(route, (traffic.atOnce.get(route) ?? 1) - 1));
    return open;
  }

  /** The answer to a request over the quota; undefined when it is within. */
  function takeQuota(
    { socket }: Request,
    hash: string,
    switches: BigcommerceSwitches,
    version: ApiVersion,
    route: string,
  ) {
    const now = clock.now();
    const own = trafficOf(hash);
    const quota = own.quota.take(now, switches);
    log.noteQuota(hash, now, quota);
    const headers = quotaHeaders(quota);
    if (quota.allowed) return { headers, refused: undefined };
    const mayHaveBeenSentBefore = socket !== own.refusedOn && now - own.refusedAt < onTheWayMs;
    if (now < own.pausedUntil && !mayHaveBeenSentBefore) {
      log.noteCareless(hash, route, 'before the reset after a 429');
    }
    if (now >= own.pausedUntil) Object.assign(own, { refusedAt: now, refusedOn: socket });
    own.pausedUntil = now + quota.resetMs;
    const shown = switches.quotaAnswer === 'no-headers' ? {} : headers;
    const retryAfter: Record<string, string> = switches.retryAfterHeader
      ? { 'x-retry-after': String(Math.ceil(quota.resetMs / 1000)) }
      : {};
    const answer = refusalToAnswer(new ApiRefusal(429, 'Too many requests'), version);
    const refused: Answer = { ...answer, headers: { ...shown, ...retryAfter } };
    if (switches.quotaAnswer === 'empty-body') delete refused.body;
    return { headers, refused };
  }

  return {
    async enter(request, response, { route, atOnce }) {
      const hash = storeHashOf(request);
      const version = versionOf(request);
      const store = deps.stores(hash);
      const switches = switchboard.get(store?.hash);
      const presented = request.get('x-auth-token');
      const found = presented === undefined ? undefined : deps.tokens.find(presented);
      const token = found?.storeHash === hash ? found : undefined;
      note(request, response, route, hash, token);
      if (Buffer.byteLength(request.originalUrl) > switches.maxUrlBytes) {
        sendText(response, 414, 'text/html', '<html><body><h1>414 Request-URI Too Large</h1></body></html>');
        return null;
      }
      if (!store || !token) {
        sendAnswer(response, unauthorized(version, switches));
        return null;
      }
      if (request.get('user-agent') === undefined) log.noteCareless(hash, route, 'without a User-Agent');
      const own = trafficOf(hash);
      const open = countAtOnce(response, own, route);
      const { headers, refused } = takeQuota(request, hash, switches, version, route);
      if (refused) {
        sendAnswer(response, refused);
        return null;
      }
      if (atOnce !== undefined && open > atOnce && switches.limitConcurrency) {
        log.noteCareless(hash, route, `more than ${atOnce} at once`);
        const answer = refusalToAnswer(new ApiRefusal(429, 'Too many requests'), version);
        sendAnswer(response, { ...answer, headers });
        return null;
      }
      await waitFor(switches.latencyMs + switches.latencyJitterMs * own.draws.next());
      const failWith = switches.failOrders === null ? switches.failWith : null;
      const failure = own.faults.pick({ ...switches, failWith, failAt: switches.failRoutes }, route);
      if (failure && !isCarriedOut(failure)) {
        answerInstead(response, failure, { switches, version, headers });
        return null;
      }
      if (!request.accepts('application/json')) {
        const answer = refusalToAnswer(new ApiRefusal(406), version);
        sendAnswer(response, { ...answer, headers });
        return null;
      }
      const isStale = switches.staleMs > 0 && own.draws.next() < switches.staleShare;
      const asOf = isStale ? clock.now() - switches.staleMs : undefined;
      return { store, token, switches, version, headers, failure, asOf };
    },

    requireScopes(token, scopes) {
      if (scopes.length === 0 || scopes.some((scope) => token.scopes.includes(scope))) return;
      throw new ApiRefusal(403, "You don't have a required scope to access the endpoint");
    },

    restartFaults(hash) {
      for (const [store, { faults }] of traffic)
        if (hash === undefined || store === hash) faults.restart(null);
    },
  };
}

function unauthorized(version: ApiVersion, switches: BigcommerceSwitches): Answer {
  const title =
    version === 'v2'
      ? 'No credentials were supplied in the request, or they are not valid for this store.'
      : 'Unauthorized - the v3 Auth client ID or token in the request are not a valid combination for this store.';
  if (version === 'v3' && switches.unauthorizedBody === 'string') return { status: 401, body: title };
  return refusalToAnswer(new ApiRefusal(401, title), version);
}

function storeHashOf(request: Request): string {
  return /^\/stores\/([^/?]+)/.exec(request.originalUrl)?.[1] ?? '';
}

function versionOf(request: Request): ApiVersion {
  return /^\/stores\/[^/?]+\/v2(\/|\?|$)/.test(request.originalUrl) ? 'v2' : 'v3';
}

async function waitFor(ms: number): Promise<void> {
  if (ms >= 1) await new Promise((resolve) => setTimeout(resolve, ms));
}
