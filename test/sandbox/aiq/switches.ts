import type { PoisonRule } from './poison.ts';
import { isPlainObject } from './plain-object.ts';

/** Ways an answer can go wrong; the comment says whether the request was carried out before it went wrong. */
export const failures = [
  /** 500 in the envelope; not carried out. */
  '500',
  /** 503 in the envelope; not carried out. */
  '503',
  /** 429 in the envelope; not carried out. */
  '429',
  /** 200 with an HTML page; not carried out. */
  'html',
  /** 502 with an HTML page, as a gateway sends it; not carried out. */
  'html-502',
  /** 200 with half a JSON document; not carried out. */
  'truncated',
  /** 200 with `success: false`; not carried out. */
  'success-false',
  /** 200 whose envelope has the wrong types; not carried out. */
  'wrong-types',
  /** 200 with `success: true` and `data: null`; carried out. */
  'data-null',
  /** 200 with a body of `hugeBytes`; not carried out. */
  'huge',
  /** The true answer, one byte per `dripMs`; carried out. */
  'drip',
  /** Headers and half a body, then the connection is cut; not carried out. */
  'cut',
  /** The connection is cut before any answer; not carried out. */
  'reset',
  /** The connection is cut before any answer; carried out. */
  'cut-after-accept',
  /** No answer at all; carried out. */
  'timeout-after-accept',
  /** No answer at all; not carried out. */
  'hang',
] as const;

export type Failure = (typeof failures)[number];

/**
 * Everything about AIQ that is uncertain, and every fault it can play. Set for all accounts, or for one
 * account, which then wins. Times on the wire (latency, drip) are real milliseconds, because the caller's
 * time-outs are real; times inside AIQ (visibility, merging) are the sandbox clock's.
 */
export interface AiqSwitches {
  /** How long until bulk and `createUpdate*` writes show; AIQ says up to 24 h. */
  bulkDelayMs: number;
  /** Answer to a good key with another account's UID; undocumented. */
  wrongUidStatus: number;
  /** Largest array of the bulk calls, `null` for none; undocumented. */
  maxArray: number | null;
  /** Answer to a larger array. */
  maxArrayStatus: number;
  /** Largest request body in bytes; undocumented. */
  maxBodyBytes: number;
  /** Rate limits per account, `null` for none. The unverified figures are 5, 120 and 2,000. */
  perSecond: number | null;
  perMinute: number | null;
  perHour: number | null;
  /** Whether a 429 says `Retry-After` (seconds); undocumented. */
  retryAfterHeader: boolean;
  /**
   * What a bulk call does with a bad record: refuse all, keep the rest and say so, or keep the rest and say
   * nothing. Undocumented.
   */
  bulkFailure: 'whole-batch' | 'partial' | 'silent';
  /** Whether the refusal of a whole batch names the bad record; undocumented. */
  bulkErrorNamesRecord: boolean;
  /** Whether a string `favoriteStoreID` is refused with 400; a plugin's cast only suggests it. */
  rejectStringStoreId: boolean;
  /** Whether `POST /api/v2/loyalty` takes the source id that came with it; undocumented. */
  loyaltySrcId: 'honoured' | 'ignored';
  /** Merging of personas by phone, then e-mail: on demand only, at once, or `mergeDelayMs` after a change. */
  merge: 'on-demand' | 'at-once' | 'delayed';
  mergeDelayMs: number;
  /** Answer to an opt-in for an unknown contact: AIQ creates none; its status is undocumented. */
  unknownOptInStatus: number;
  /** Opt-in requests per person that AIQ sends at most; its default is 2. */
  maxOptInRequests: number;
  /** Account setting of AIQ: the wallet then shows 0 points. */
  hidePointsInWallet: boolean;
  /** Whether events with a timestamp in milliseconds are refused. */
  rejectMillisecondTimestamps: boolean;
  /** Whether a non-reusable discount can be redeemed only once per persona. */
  redeemOnce: boolean;
  /** Whether a body without `Content-Type: application/json` is refused. */
  requireJsonContentType: boolean;
  /** Records that match a rule are always refused. */
  poison: PoisonRule[];
  /** Waited before every answer, in real milliseconds. */
  latencyMs: number;
  failWith: Failure | null;
  /** Share of the requests that fail, 0 to 1, drawn from the seed. */
  failShare: number;
  /** Stop failing after that many failures; `null` for never. */
  failTimes: number | null;
  /** Names of the endpoints that fail (`createUpdateSales`, `loyalty`, …); `null` for all. */
  failEndpoints: string[] | null;
  hugeBytes: number;
  dripMs: number;
}

export const defaultSwitches: Readonly<AiqSwitches> = {
  bulkDelayMs: 10,
  wrongUidStatus: 403,
  maxArray: null,
  maxArrayStatus: 400,
  maxBodyBytes: 20_000_000,
  perSecond: null,
  perMinute: null,
  perHour: null,
  retryAfterHeader: false,
  bulkFailure: 'whole-batch',
  bulkErrorNamesRecord: false,
  rejectStringStoreId: true,
  loyaltySrcId: 'honoured',
  merge: 'on-demand',
  mergeDelayMs: 24 * 3600 * 1000,
  unknownOptInStatus: 404,
  maxOptInRequests: 2,
  hidePointsInWallet: false,
  rejectMillisecondTimestamps: true,
  redeemOnce: true,
  requireJsonContentType: true,
  poison: [],
  latencyMs: 0,
  failWith: null,
  failShare: 1,
  failTimes: null,
  failEndpoints: null,
  hugeBytes: 300_000_000,
  dripMs: 1000,
};

const count = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const countOrNull = (value: unknown) => value === null || count(value);
const flag = (value: unknown) => typeof value === 'boolean';
const oneOf = (words: readonly string[]) => (value: unknown) =>
  typeof value === 'string' && words.includes(value);
const httpStatus = (value: unknown) =>
  Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599;

const poisonRule = (value: unknown) =>
  isPlainObject(value) &&
  typeof value['field'] === 'string' &&
  ['equals', 'contains'].some((test) => typeof value[test] === 'string');

const checks: Record<keyof AiqSwitches, (value: unknown) => boolean> = {
  bulkDelayMs: count,
  wrongUidStatus: httpStatus,
  maxArray: countOrNull,
  maxArrayStatus: httpStatus,
  maxBodyBytes: count,
  perSecond: countOrNull,
  perMinute: countOrNull,
  perHour: countOrNull,
  retryAfterHeader: flag,
  bulkFailure: oneOf(['whole-batch', 'partial', 'silent']),
  bulkErrorNamesRecord: flag,
  rejectStringStoreId: flag,
  loyaltySrcId: oneOf(['honoured', 'ignored']),
  merge: oneOf(['on-demand', 'at-once', 'delayed']),
  mergeDelayMs: count,
  unknownOptInStatus: httpStatus,
  maxOptInRequests: count,
  hidePointsInWallet: flag,
  rejectMillisecondTimestamps: flag,
  redeemOnce: flag,
  requireJsonContentType: flag,
  poison: (value) => Array.isArray(value) && value.every(poisonRule),
  latencyMs: count,
  failWith: (value) => value === null || oneOf(failures)(value),
  failShare: (value) => count(value) && Number(value) <= 1,
  failTimes: countOrNull,
  failEndpoints: (value) =>
    value === null || (Array.isArray(value) && value.every((name) => typeof name === 'string')),
  hugeBytes: count,
  dripMs: count,
};

/**
 * Checks a change of switches that came from outside.
 *
 * @throws Error that names the first unknown switch or bad value.
 */
export function parseSwitches(patch: unknown): Partial<AiqSwitches> {
  if (!isPlainObject(patch)) throw new Error('switches must be an object');
  for (const [name, value] of Object.entries(patch)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof AiqSwitches] : undefined; // hasOwn proves the key
    if (!check) throw new Error(`unknown switch "${name}"`);
    if (!check(value)) throw new Error(`switch "${name}" cannot be ${JSON.stringify(value)}`);
  }
  return structuredClone(patch);
}
