import type { Aiq } from './aiq/index.ts';
import type { Bigcommerce } from './bigcommerce/index.ts';
import type { DeadTokenUse } from './bigcommerce/login/token-registry.ts';

export type Rule =
  /** One order or refund is in AIQ under two ids. */
  | 'double-sale'
  /** AIQ has a sale that no store knows. */
  | 'unknown-sale'
  /** An opt-in without the person's own YES. */
  | 'forced-opt-in'
  /** A request with a token that had been dead for longer than the grace. */
  | 'dead-token'
  /** A 429 that the app brought upon itself. */
  | 'quota'
  /** A call that works and should not be made, or that can never work. */
  | 'careless-call';

export interface Finding {
  rule: Rule;
  /** Store hash or AIQ account. */
  where: string;
  what: string;
  times: number;
}

export interface Verdict {
  isClean: boolean;
  findings: Finding[];
}

export interface JudgeOptions {
  /** How long a token may still be used after its death; 5 s by default. */
  graceMs?: number;
  /** Order and refund that a sale's id stands for; ids of others are unknown. */
  readSaleId?: (posId: string) => { storeHash: string; orderId: number; refundId: number | null } | null;
}

/** Whether what the app did to AIQ and BigCommerce keeps its promises; needs nothing of the app itself. */
export function judge(bigcommerce: Bigcommerce, aiq: Aiq, options: JudgeOptions = {}): Verdict {
  const findings = [
    ...judgeSales(bigcommerce, aiq, options.readSaleId ?? readSaleId),
    ...judgeOptIns(aiq),
    ...judgeTokens(bigcommerce, options.graceMs ?? 5_000),
    ...judgeCalls(bigcommerce, aiq),
  ];
  return { isClean: findings.length === 0, findings };
}

/** `bc-<store>-<order>` and `bc-<store>-<order>-refund-<refund>`. */
function readSaleId(posId: string): ReturnType<NonNullable<JudgeOptions['readSaleId']>> {
  const match = /^bc-([a-z0-9]+)-(\d+)(?:-refund-(\d+))?$/.exec(posId);
  if (!match?.[1]) return null;
  return {
    storeHash: match[1],
    orderId: Number(match[2]),
    refundId: match[3] === undefined ? null : Number(match[3]),
  };
}

function* judgeSales(
  bigcommerce: Bigcommerce,
  aiq: Aiq,
  read: NonNullable<JudgeOptions['readSaleId']>,
): Generator<Finding> {
  const stores = new Map(bigcommerce.stores().map((store) => [store.hash, store]));
  for (const { uid } of aiq.accounts()) {
    const seen = new Map<string, string>();
    for (const { pos_id: posId } of aiq.state(uid).sales()) {
      const source = read(posId);
      const order = source ? stores.get(source.storeHash)?.oracle.order(source.orderId) : undefined;
      const isKnown =
        order !== undefined &&
        (source?.refundId === null || order.refunds.some(({ id }) => id === source?.refundId));
      if (!source || !isKnown) {
        yield { rule: 'unknown-sale', where: uid, what: posId, times: 1 };
        continue;
      }
      const key = `${source.storeHash} ${source.orderId} ${source.refundId}`;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, posId);
      else yield { rule: 'double-sale', where: uid, what: `${first} and ${posId}`, times: 2 };
    }
  }
}

function* judgeOptIns(aiq: Aiq): Generator<Finding> {
  for (const { uid } of aiq.accounts()) {
    const times = aiq.totals(uid).forcedOptIns;
    if (times > 0) yield { rule: 'forced-opt-in', where: uid, what: 'opt-ins without a YES', times };
  }
}

function* judgeTokens(bigcommerce: Bigcommerce, graceMs: number): Generator<Finding> {
  const groups = new Map<string, DeadTokenUse[]>();
  for (const use of bigcommerce.login.tokens.deadUses()) {
    if (use.afterMs <= graceMs) continue;
    const key = `${use.storeHash ?? 'no store'} ${use.why}`;
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  for (const uses of groups.values()) {
    const [first] = uses;
    if (!first) continue;
    const seconds = Math.round(Math.max(...uses.map(({ afterMs }) => afterMs)) / 1000);
    const what = `token ${first.why}, used up to ${seconds} s later`;
    yield { rule: 'dead-token', where: first.storeHash ?? 'no store', what, times: uses.length };
  }
}

function* judgeCalls(bigcommerce: Bigcommerce, aiq: Aiq): Generator<Finding> {
  const { requests } = bigcommerce.api;
  for (const { hash } of bigcommerce.stores()) {
    const times = requests.quotaRefusals(hash);
    if (times > 0) yield { rule: 'quota', where: hash, what: '429 of BigCommerce', times };
  }
  for (const { store, route, what, times } of requests.carelessCalls()) {
    yield { rule: 'careless-call', where: store, what: `${route}: ${what}`, times };
  }
  for (const { endpoint, status, account, requests: times } of aiq.requests.list()) {
    const where = account ?? 'no account';
    if (status === 429) yield { rule: 'quota', where, what: `429 of AIQ at ${endpoint}`, times };
    if (status === 404 && endpoint === 'unknown') {
      yield { rule: 'careless-call', where, what: 'an endpoint that AIQ does not have', times };
    }
  }
}
