import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { RequireScope, SandboxClock, Tokens } from '../contract.ts';
import type { GeneratedStore } from '../data/store.ts';
import { ApiRefusal, refusalToAnswer, sendAnswer, type Answer } from './answer.ts';
import { createBodyReader } from './body.ts';
import type { ApiCall, Endpoint } from './call.ts';
import { answerAfterwards, answerInstead, disguise, isCarriedOut } from './faults.ts';
import { createGate, type Admission } from './gate.ts';
import { isNotServed, notServedRefusal } from './not-served.ts';
import { Query } from './query.ts';
import { checkValues, ignoredFilter } from './query-values.ts';
import { RequestLog } from './request-log.ts';
import { createRouteTable } from './route-table.ts';
import { attributeEndpoints } from './routes/attributes.ts';
import { addressEndpoints } from './routes/addresses.ts';
import { brandAndCategoryEndpoints } from './routes/brands-and-categories.ts';
import { channelEndpoints } from './routes/channels.ts';
import { channelWriteEndpoints } from './routes/channel-writes.ts';
import { customerEndpoints } from './routes/customers.ts';
import { customerGroupEndpoints } from './routes/customer-groups.ts';
import { formFieldEndpoints } from './routes/form-fields.ts';
import { inventoryEndpoints } from './routes/inventory.ts';
import { listingEndpoints } from './routes/listings.ts';
import { metafieldEndpoints } from './routes/metafields.ts';
import { orderEndpoints } from './routes/orders.ts';
import { orderPartEndpoints } from './routes/order-parts.ts';
import { productEndpoints } from './routes/products.ts';
import { recordEndpoints } from './routes/records.ts';
import { refundEndpoints } from './routes/refunds.ts';
import { storeEndpoints } from './routes/store.ts';
import { subscriberEndpoints } from './routes/subscribers.ts';
import { transactionEndpoints } from './routes/transactions.ts';
import { variantEndpoints } from './routes/variants.ts';
import { parseSwitches, Switchboard, type BigcommerceSwitches } from './switches.ts';

export type { CarelessCall, QuotaWindow, RequestCount, RequestNote } from './request-log.ts';
export { RequestLog } from './request-log.ts';
export { defaultSwitches, failures, parseSwitches } from './switches.ts';
export type { BigcommerceSwitches, Failure } from './switches.ts';

export interface RestApiOptions {
  stores: (hash: string) => GeneratedStore | undefined;
  tokens: Tokens;
  clock: SandboxClock;
  seed: number;
}

/** BigCommerce's REST API, V2 and V3, with everything that judges its callers. */
export interface RestApi {
  /** To be mounted at `/stores/:hash`; leaves `/v3/hooks` to whoever comes after. */
  router: express.Router;
  requireScope: RequireScope;
  requests: RequestLog;
  /** In force for the store, or for all. */
  switches(hash?: string): Readonly<BigcommerceSwitches>;
  /** Changes some switches, of one store or of all; a store's own win. Throws on unknown ones. */
  setSwitches(patch: Partial<BigcommerceSwitches>, hash?: string): void;
  /** Back to the defaults. */
  resetSwitches(hash?: string): void;
}

/** Everything that this router serves; the hooks beside it are not among them. */
export const restEndpoints: readonly Endpoint[] = [
  ...storeEndpoints,
  ...orderEndpoints,
  ...orderPartEndpoints,
  ...refundEndpoints,
  ...transactionEndpoints,
  ...customerEndpoints,
  ...customerGroupEndpoints,
  ...addressEndpoints,
  ...attributeEndpoints,
  ...formFieldEndpoints,
  ...subscriberEndpoints,
  ...metafieldEndpoints,
  ...productEndpoints,
  ...variantEndpoints,
  ...brandAndCategoryEndpoints,
  ...inventoryEndpoints,
  ...channelEndpoints,
  ...channelWriteEndpoints,
  ...listingEndpoints,
  ...recordEndpoints,
];

/** Builds the API; nothing is shared between two of them. */
export function createRestApi(options: RestApiOptions): RestApi {
  const { clock } = options;
  const switchboard = new Switchboard();
  const log = new RequestLog();
  const gate = createGate({ ...options, log, switchboard });
  const table = createRouteTable(restEndpoints);
  const readBody = createBodyReader();

  async function serve(request: Request, response: Response): Promise<void> {
    const match = table.find(request.method, request.path);
    const admission = await gate.enter(request, response, {
      route: match.route,
      atOnce: match.endpoint?.atOnce,
    });
    if (!admission) return;
    const answer = await carryOut(request, response, admission, match);
    const sent: Answer = {
      status: answer.status,
      headers: { ...admission.headers, ...answer.headers },
      ...(answer.body === undefined ? {} : { body: disguise(answer.body, admission.switches) }),
    };
    const { failure } = admission;
    if (failure === null) sendAnswer(response, sent);
    else if (isCarriedOut(failure)) answerAfterwards(response, failure, sent);
    else answerInstead(response, failure, admission);
  }

  async function carryOut(
    request: Request,
    response: Response,
    admission: Admission,
    match: ReturnType<typeof table.find>,
  ): Promise<Answer> {
    const { store, token, version } = admission;
    try {
      const { endpoint } = match;
      if (!endpoint) throw noEndpoint(request, match.isKnownPath);
      gate.requireScopes(token, endpoint.scopes);
      const { searchParams } = new URL(request.originalUrl, 'http://localhost');
      const query = new Query(searchParams, version);
      for (const name of query.names()) {
        if (!endpoint.query.includes(name))
          log.noteCareless(store.hash, match.route, `unknown parameter ${name}`);
      }
      checkValues(new Query(searchParams, version), endpoint);
      const body = endpoint.method === 'GET' ? undefined : await readBody(request, response);
      const call: ApiCall = {
        store,
        state: store.state,
        token,
        switches: admission.switches,
        params: match.params,
        query,
        body,
        storeUrl: `${request.protocol}://${request.get('host') ?? 'localhost'}/stores/${store.hash}`,
        now: clock.now(),
        // Whoever writes sees the newest state.
        asOf: endpoint.method === 'GET' ? admission.asOf : undefined,
        spoil() {
          admission.failure = admission.switches.failWith;
        },
        careless: (what) => log.noteCareless(store.hash, match.route, what),
      };
      const answer = endpoint.handle(call);
      const ignored = endpoint.method === 'GET' ? ignoredFilter(query, endpoint) : undefined;
      if (ignored !== undefined) throw notServedRefusal(request, `${ignored} of ${match.route}`);
      return answer;
    } catch (error) {
      if (error instanceof ApiRefusal) return refusalToAnswer(error, version);
      throw error;
    }
  }

  const router = express.Router({ mergeParams: true });
  router.use((request: Request, response: Response, next: NextFunction) => {
    if (request.path === '/v3/hooks' || request.path.startsWith('/v3/hooks/')) {
      next();
      return;
    }
    serve(request, response).catch(next);
  });

  return {
    router,
    requests: log,
    requireScope: (...scopes) => guard(gate, readBody, scopes),
    switches: (hash) => switchboard.get(hash),
    setSwitches(patch, hash) {
      switchboard.set(parseSwitches(patch), hash);
      if ('failWith' in patch || 'failTimes' in patch) gate.restartFaults(hash);
    },
    resetSwitches(hash) {
      switchboard.reset(hash);
      gate.restartFaults(hash);
    },
  };
}

/** Nobody shall take for BigCommerce's answer that the sandbox does not have something. */
function noEndpoint(request: Request, isKnownPath: boolean): ApiRefusal {
  const { method, path } = request;
  if (isNotServed(method, path)) return notServedRefusal(request, `${method} ${path}`);
  return isKnownPath ? new ApiRefusal(405) : new ApiRefusal(404, 'The requested resource was not found.');
}

/** What a guarded handler finds in `response.locals.bigcommerce`. */
export interface GuardedLocals {
  storeHash: string;
  clientId: string;
  scopes: readonly string[];
}

/** Admits a request to a handler outside of this router; its JSON body is read, its answer carries the quota. */
function guard(
  gate: ReturnType<typeof createGate>,
  readBody: ReturnType<typeof createBodyReader>,
  scopes: readonly string[],
): RequestHandler {
  return (request, response, next) => {
    const path = request.originalUrl
      .replace(/^\/stores\/[^/]+/, '')
      .replace(/\?.*$/, '')
      .replace(/\/\d+(?=\/|$)/g, '/:id');
    const admit = async () => {
      const admission = await gate.enter(request, response, { route: `${request.method} ${path}` });
      if (!admission) return;
      response.set(admission.headers);
      try {
        gate.requireScopes(admission.token, scopes);
        if (request.method !== 'GET') request.body = await readBody(request, response);
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        sendAnswer(response, refusalToAnswer(error, admission.version));
        return;
      }
      if (admission.failure) {
        // The handler's answer is not ours to cut, so the connection is cut instead.
        response.destroy();
        return;
      }
      const { clientId, storeHash } = admission.token;
      const locals: GuardedLocals = { clientId, storeHash, scopes: admission.token.scopes };
      response.locals['bigcommerce'] = locals;
      next();
    };
    admit().catch(next);
  };
}
