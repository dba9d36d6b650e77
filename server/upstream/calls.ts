import type { Circuits } from './circuit.ts';
import { UpstreamError, wasNotCarriedOut, type UpstreamFailure, type UpstreamService } from './errors.ts';
import { isTrouble } from './failure.ts';
import type { HttpMethod } from './http-client.ts';
import { decideRetry } from './retry.ts';
import { sleep } from './sleep.ts';

/** One attempt, for metrics: no id, no personal data. */
export interface CallReport {
  service: UpstreamService;
  store: string;
  lane: string | null;
  method: HttpMethod;
  route: string;
  attempt: number;
  status: number | null;
  failure: UpstreamFailure | null;
  durationMs: number;
}

/** What to do with one attempt's end: `status` of an answer, and the failure if it was one. */
export interface Attempt<T> {
  status: number;
  value: T;
}

export interface CallPlan<T> {
  service: UpstreamService;
  method: HttpMethod;
  route: string;
  idempotent: boolean;
  store: string;
  /** Key of the circuit breaker. */
  circuitKey: string;
  lane: string | null;
  signal: AbortSignal | undefined;
  /** Waits for a turn; gives what returns the turn, with the error of the attempt or null. */
  enter(signal: AbortSignal | undefined): Promise<(error: UpstreamError | null) => void>;
  /** Sends once; throws UpstreamError for every failure. */
  attempt(): Promise<Attempt<T>>;
}

export interface CallDeps {
  circuits: Circuits;
  now: () => number;
  random: () => number;
  onCall?: ((report: CallReport) => void) | undefined;
}

/**
 * Carries out a call under its circuit breaker and limiter, retrying where `decideRetry` says so.
 * @throws UpstreamError
 */
export async function runCall<T>(deps: CallDeps, plan: CallPlan<T>): Promise<T> {
  let leftOpen = false;
  for (let attempt = 1; ; attempt += 1) {
    const outcome: Attempt<T> | UpstreamError = await runOnce(deps, plan, attempt, leftOpen);
    if (!(outcome instanceof UpstreamError)) return outcome.value;
    const decision = decideRetry({
      idempotent: plan.idempotent,
      failure: outcome.failure,
      status: outcome.status,
      attempt,
      retryAfterMs: outcome.retryAfterMs,
      jitter: deps.random(),
    });
    outcome.leftOpenBefore = leftOpen;
    if (!decision.retry) throw outcome;
    leftOpen ||= !wasNotCarriedOut(outcome);
    await orAborted(plan, attempt + 1, sleep(decision.delayMs, plan.signal));
  }
}

/** @param leftOpen an attempt before this one may have been carried out */
async function runOnce<T>(
  deps: CallDeps,
  plan: CallPlan<T>,
  attempt: number,
  leftOpen: boolean,
): Promise<Attempt<T> | UpstreamError> {
  const leave = await orAborted(plan, attempt, plan.enter(plan.signal));
  const waitMs = deps.circuits.refuse(plan.circuitKey);
  if (waitMs !== null) {
    leave(null);
    throw new UpstreamError({
      service: plan.service,
      failure: 'unavailable',
      message: `${plan.method} ${plan.route} was not sent: ${plan.service} has been failing`,
      method: plan.method,
      path: plan.route,
      retryAfterMs: waitMs,
      unsent: !leftOpen,
    });
  }
  const startedAt = deps.now();
  let result: Attempt<T> | UpstreamError;
  try {
    result = await plan.attempt();
  } catch (error) {
    if (!(error instanceof UpstreamError)) {
      leave(null);
      throw error;
    }
    result = error;
  }
  const error = result instanceof UpstreamError ? result : null;
  deps.circuits.record(plan.circuitKey, outcomeOf(error));
  leave(error);
  deps.onCall?.({
    service: plan.service,
    store: plan.store,
    lane: plan.lane,
    method: plan.method,
    route: plan.route,
    attempt,
    status: result.status,
    failure: error?.failure ?? null,
    durationMs: deps.now() - startedAt,
  });
  return result;
}

function outcomeOf(error: UpstreamError | null): 'good' | 'bad' | 'neutral' {
  if (error === null) return 'good';
  if (error.failure === 'throttled' || error.failure === 'aborted') return 'neutral';
  return isTrouble(error.failure) ? 'bad' : 'good';
}

/**
 * Turns the rejection of an aborted wait into our own error.
 * @param attempt that is waited for; those before it were refused where the call is not idempotent
 */
async function orAborted<T>(
  plan: Pick<CallPlan<unknown>, 'service' | 'method' | 'route' | 'idempotent' | 'signal'>,
  attempt: number,
  wait: Promise<T>,
): Promise<T> {
  try {
    return await wait;
  } catch (error) {
    if (error instanceof UpstreamError || !plan.signal?.aborted) throw error;
    throw new UpstreamError({
      service: plan.service,
      failure: 'aborted',
      message: `${plan.method} ${plan.route} was stopped while waiting`,
      method: plan.method,
      path: plan.route,
      unsent: attempt === 1 || !plan.idempotent,
    });
  }
}
