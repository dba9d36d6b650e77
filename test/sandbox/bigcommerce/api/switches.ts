/** Ways an answer can go wrong; the comment says whether the request was carried out before it went wrong. */
export const failures = [
  /** 401 as for a token that is gone; not carried out. */
  '401',
  /** 403 as for a scope that is gone; not carried out. */
  '403',
  /** 429 of an overloaded platform: no quota headers; not carried out. */
  '429',
  /** 500 in the version's error form; not carried out. */
  '500',
  /** 502 with a gateway's HTML page; not carried out. */
  'html-502',
  /** 503 with an empty body, as for a suspended store; not carried out. */
  'empty-503',
  /** 504 with an HTML page; not carried out. */
  'html-504',
  /** 507, the plan's limit is reached; not carried out. */
  '507',
  /** 200 with an HTML page; not carried out. */
  'html-200',
  /** 200 with bytes that are no text; not carried out. */
  'garbage',
  /** 200 with the JSON `null`; not carried out. */
  'null',
  /** 200 with an empty body; not carried out. */
  'empty-200',
  /** 302 to another host; not carried out. */
  'redirect',
  /** The true answer, cut in the middle of its JSON, with a length that fits; carried out. */
  'truncated',
  /** Headers and half the true answer, then the connection is cut; carried out. */
  'cut',
  /** The connection is cut before any answer; not carried out. */
  'reset',
  /** The connection is cut before any answer; carried out. */
  'cut-after-accept',
  /** No answer at all; not carried out. */
  'hang',
  /** A body of `hugeBytes`; not carried out. */
  'huge',
] as const;

export type Failure = (typeof failures)[number];

/**
 * Everything about BigCommerce's API that is uncertain, and every fault it can play. Set for all stores, or for one
 * store, which then wins. Times on the wire (latency) are real milliseconds, because the caller's time-outs are real;
 * times inside BigCommerce (quota window, stale reads) are the sandbox clock's.
 */
export interface BigcommerceSwitches {
  /** Requests per window that all apps of the store share: 150 for Standard and Plus, 450 for Pro. */
  quota: number;
  windowMs: number;
  /** Requests per second that the store's other apps take out of the quota. */
  otherAppsPerSecond: number;
  /** A 429 over the quota: as documented, without the quota headers, or without a body. */
  quotaAnswer: 'documented' | 'no-headers' | 'empty-body';
  /** Whether a 429 over the quota also says `X-Retry-After` (seconds). */
  retryAfterHeader: boolean;
  /** Whether the documented limits of requests at once are kept. */
  limitConcurrency: boolean;
  /** What a `limit` above 250 does; undocumented. */
  limitAbove250: 'clamp' | '413' | '422';
  /** Longest request target in bytes; undocumented. */
  maxUrlBytes: number;
  /** The body of a 401: as V3 documents it, or the bare string that the category trees document. */
  unauthorizedBody: 'object' | 'string';
  /** What an empty V2 list answers. */
  emptyV2List: '204' | '[]';
  /** Whether lists name archived orders; undocumented. */
  listArchived: boolean;
  /** Whether a refund says what was asked for of PRODUCT items; the documents' examples have null. */
  refundProductAmounts: 'null' | 'amount';
  /** The form of included consignments. */
  consignments: 'object' | 'array';
  /** At most this many lines of an order come with an include; `null` for all. Undocumented. */
  includeMaxLines: number | null;
  /** Answers have fields that no document names. */
  extraFields: boolean;
  /** Numbers are written as strings. */
  numbersAsStrings: boolean;
  /** How long a reader may see the state from before a write. */
  staleMs: number;
  /** Share of the reads that are stale, 0 to 1. */
  staleShare: number;
  /** Waited before every answer, in real milliseconds; up to `latencyJitterMs` more, drawn. */
  latencyMs: number;
  latencyJitterMs: number;
  failWith: Failure | null;
  /** Share of the requests that fail, 0 to 1, drawn from the seed. */
  failShare: number;
  /** Stop failing after that many failures; `null` for never. */
  failTimes: number | null;
  /** Routes that fail, such as `GET /v2/orders`; `null` for all. */
  failRoutes: string[] | null;
  /**
   * Orders whose line items cannot be had: answers that would hold one of them fail with `failWith`, each time, and no
   * others do. `null` for none.
   */
  failOrders: number[] | null;
  hugeBytes: number;
}

export const defaultSwitches: Readonly<BigcommerceSwitches> = {
  quota: 450,
  windowMs: 30_000,
  otherAppsPerSecond: 0,
  quotaAnswer: 'documented',
  retryAfterHeader: false,
  limitConcurrency: true,
  limitAbove250: 'clamp',
  maxUrlBytes: 8192,
  unauthorizedBody: 'object',
  emptyV2List: '204',
  listArchived: true,
  refundProductAmounts: 'null',
  consignments: 'object',
  includeMaxLines: 250,
  extraFields: false,
  numbersAsStrings: false,
  staleMs: 0,
  staleShare: 1,
  latencyMs: 0,
  latencyJitterMs: 0,
  failWith: null,
  failShare: 1,
  failTimes: null,
  failRoutes: null,
  failOrders: null,
  hugeBytes: 300_000_000,
};

const count = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const atLeastOne = (value: unknown) => Number.isInteger(value) && Number(value) >= 1;
const share = (value: unknown) => count(value) && Number(value) <= 1;
const countOrNull = (value: unknown) => value === null || count(value);
const flag = (value: unknown) => typeof value === 'boolean';
const oneOf = (words: readonly string[]) => (value: unknown) =>
  typeof value === 'string' && words.includes(value);

const checks: Record<keyof BigcommerceSwitches, (value: unknown) => boolean> = {
  quota: count,
  windowMs: atLeastOne,
  otherAppsPerSecond: count,
  quotaAnswer: oneOf(['documented', 'no-headers', 'empty-body']),
  retryAfterHeader: flag,
  limitConcurrency: flag,
  limitAbove250: oneOf(['clamp', '413', '422']),
  maxUrlBytes: atLeastOne,
  unauthorizedBody: oneOf(['object', 'string']),
  emptyV2List: oneOf(['204', '[]']),
  listArchived: flag,
  refundProductAmounts: oneOf(['null', 'amount']),
  consignments: oneOf(['object', 'array']),
  includeMaxLines: countOrNull,
  extraFields: flag,
  numbersAsStrings: flag,
  staleMs: count,
  staleShare: share,
  latencyMs: count,
  latencyJitterMs: count,
  failWith: (value) => value === null || oneOf(failures)(value),
  failShare: share,
  failTimes: countOrNull,
  failRoutes: (value) =>
    value === null || (Array.isArray(value) && value.every((route) => typeof route === 'string')),
  failOrders: (value) => value === null || (Array.isArray(value) && value.every(Number.isInteger)),
  hugeBytes: count,
};

/**
 * Checks a change of switches that came from outside.
 *
 * @throws Error that names the first unknown switch or bad value.
 */
export function parseSwitches(patch: unknown): Partial<BigcommerceSwitches> {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    throw new Error('switches must be an object');
  }
  for (const [name, value] of Object.entries(patch)) {
    // hasOwn proves the key
    const check = Object.hasOwn(checks, name) ? checks[name as keyof BigcommerceSwitches] : undefined;
    if (!check) throw new Error(`unknown switch "${name}"`);
    if (!check(value)) throw new Error(`switch "${name}" cannot be ${JSON.stringify(value)}`);
  }
  return structuredClone(patch); // every key and value was checked above
}

/** The switches for all stores and those of single stores, which win. */
export class Switchboard {
  private common: BigcommerceSwitches = { ...defaultSwitches };
  private readonly own = new Map<string, Partial<BigcommerceSwitches>>();
  private readonly inForce = new Map<string, BigcommerceSwitches>();

  /** In force for a store, or for requests of no known store. */
  get(hash?: string): BigcommerceSwitches {
    return (hash !== undefined && this.inForce.get(hash)) || this.common;
  }

  set(patch: Partial<BigcommerceSwitches>, hash?: string): void {
    if (hash === undefined) this.common = { ...this.common, ...patch };
    else this.own.set(hash, { ...this.own.get(hash), ...patch });
    for (const [store, own] of this.own) this.inForce.set(store, { ...this.common, ...own });
  }

  /** Back to the defaults: of one store, or of all. */
  reset(hash?: string): void {
    if (hash === undefined) {
      this.common = { ...defaultSwitches };
      this.own.clear();
      this.inForce.clear();
    } else {
      this.own.delete(hash);
      this.inForce.delete(hash);
    }
  }
}
