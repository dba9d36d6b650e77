import { randomUUID } from 'node:crypto';
import type { SandboxClock, StoreEvent } from '../contract.ts';
import type { BlockList } from './block-list.ts';
import type { DeliveryLog, DeliveryOutcome } from './delivery-log.ts';
import { exceptionScope, type Hook } from './hook.ts';
import type { HookRegistry } from './hook-registry.ts';
import { buildPayload, signDelivery } from './payload.ts';
import { Poster, type PostResult } from './post.ts';
import type { HookSwitches } from './switches.ts';

/** Seconds between attempts: eleven retries, 48 hours in all. */
export const retryDelays = [60, 180, 300, 600, 900, 1800, 3600, 7200, 21600, 50400, 86400] as const;

/** At most one "will retry" exception per destination in this time. */
const exceptionPauseMs = 10 * 60_000;

export interface Delivery {
  messageId: string;
  hookId: number;
  body: string;
  scope: string;
  storeHash: string;
  /** Retries so far. */
  retry: number;
  firstAt: number;
  /** When it is sent, or was. */
  due: number;
}

export interface DeliveriesDeps {
  registry: HookRegistry;
  blockList: BlockList;
  log: DeliveryLog;
  clock: SandboxClock;
  switches: () => Readonly<HookSwitches>;
  /** 0 to 1, from the seed. */
  draw: () => number;
  secretOf: (clientId: string) => string;
  /** Milliseconds since 1970 as the app's own clock has it; of the signatures. */
  signedNow: () => number;
}

/** Sends events to hooks: at least once, in no promised order, again after failures. */
export class Deliveries {
  /** Waiting for their time: retries, duplicates, held back ones. */
  private readonly waiting = new Set<Delivery>();
  private queue: Delivery[] = [];
  private next = 0;
  private inFlight = 0;
  private idle: (() => void)[] = [];
  private readonly lastException = new Map<string, number>();
  private readonly poster = new Poster();
  private readonly deps: DeliveriesDeps;

  constructor(deps: DeliveriesDeps) {
    this.deps = deps;
  }

  publish(storeHash: string, event: StoreEvent): void {
    const hooks = this.deps.registry.hearing(storeHash, event.scope);
    if (hooks.length === 0) return;
    const body = buildPayload(storeHash, event, this.deps.clock.now());
    for (const hook of hooks) this.start(hook, event.scope, body);
  }

  /** Sends a body of the caller's choice, signed, to a hook: what a test wants to be sure of. */
  sendRaw(hook: Hook, body: string, scope = hook.scope): void {
    this.enqueue(this.build(hook, scope, body));
  }

  /** Nothing is queued or under way, and nothing but retries waits. */
  isSettled(): boolean {
    return this.isIdle() && ![...this.waiting].some((delivery) => delivery.retry === 0);
  }

  /** Resolves once nothing is queued or under way; what waits for its time is not waited for. */
  async drained(): Promise<void> {
    while (!this.isIdle()) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** Retries, duplicates and held back deliveries that wait for their time. */
  pending(): Delivery[] {
    return [...this.waiting];
  }

  save(): Delivery[] {
    return structuredClone([...this.waiting, ...this.queue.slice(this.next)]);
  }

  restore(deliveries: readonly Delivery[]): void {
    this.waiting.clear();
    this.queue = [];
    this.next = 0;
    this.lastException.clear();
    const now = this.deps.clock.now();
    for (const delivery of structuredClone(deliveries)) this.wait(delivery, Math.max(0, delivery.due - now));
  }

  close(): void {
    this.waiting.clear();
    this.queue = [];
    this.next = 0;
    this.poster.close();
  }

  private start(hook: Hook, scope: string, body: string): void {
    const { lossShare, duplicateShare, duplicateDelayMs, reorderShare, reorderDelayMs } =
      this.deps.switches();
    const { draw } = this.deps;
    const delivery = this.build(hook, scope, body);
    if (draw() < duplicateShare) this.wait({ ...delivery }, Math.ceil(draw() * duplicateDelayMs));
    if (draw() < lossShare) this.note(delivery, hook, 'lost', 0, 0);
    else if (draw() < reorderShare) this.wait(delivery, Math.ceil(draw() * reorderDelayMs));
    else this.enqueue(delivery);
  }

  private build(hook: Hook, scope: string, body: string): Delivery {
    const now = this.deps.clock.now();
    const messageId = `msg_${randomUUID().replaceAll('-', '')}`;
    const { id, storeHash } = hook;
    return { messageId, hookId: id, body, scope, storeHash, retry: 0, firstAt: now, due: now };
  }

  private wait(delivery: Delivery, ms: number): void {
    delivery.due = this.deps.clock.now() + ms;
    this.waiting.add(delivery);
    this.deps.clock.after(ms, () => {
      // A restored snapshot or the end has taken it away in the meantime.
      if (this.waiting.delete(delivery)) this.enqueue(delivery);
    });
  }

  private enqueue(delivery: Delivery): void {
    this.queue.push(delivery);
    this.pump();
  }

  private pump(): void {
    while (this.inFlight < this.deps.switches().concurrency) {
      const delivery = this.queue[this.next];
      if (!delivery) break;
      this.next += 1;
      if (this.next > 1_000 && this.next * 2 > this.queue.length) {
        this.queue = this.queue.slice(this.next);
        this.next = 0;
      }
      this.inFlight += 1;
      void this.attempt(delivery).finally(() => {
        this.inFlight -= 1;
        this.pump();
      });
    }
    if (!this.isIdle()) return;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const { registry, blockList } = this.deps;
    const hook = registry.find(delivery.hookId);
    if (!hook?.isActive) return;
    const url = new URL(hook.destination);
    hook.activeAt = this.deps.clock.now();
    if (blockList.isBlocked(hook.clientId, url.host)) {
      this.note(delivery, hook, 'blocked', 0, 0);
      this.retryLater(delivery, hook);
      return;
    }
    const from = performance.now();
    const headers = this.headersFor(delivery, hook);
    const result = await this.poster.post(url, headers, delivery.body, this.deps.switches().timeoutMs);
    const outcome = outcomeOf(result);
    const status = result.kind === 'answer' ? result.status : 0;
    this.note(delivery, hook, outcome, status, performance.now() - from);
    const isGood = outcome === 'delivered';
    if (blockList.note(hook.clientId, url.host, isGood)) this.announce(hook, 90003, 'domain is blocked');
    if (!isGood) this.retryLater(delivery, hook);
  }

  private headersFor(delivery: Delivery, hook: Hook): Record<string, string> {
    const { signature, staleTimestampOnRetry } = this.deps.switches();
    const headers = { ...hook.headers, 'content-type': 'application/json', accept: '*/*' };
    if (signature === 'none') return headers;
    const age = staleTimestampOnRetry ? this.deps.clock.now() - delivery.firstAt : 0;
    const secret = this.deps.secretOf(hook.clientId) + (signature === 'wrong' ? 'x' : '');
    return {
      ...headers,
      ...signDelivery(secret, delivery.messageId, this.deps.signedNow() - age, delivery.body),
    };
  }

  private retryLater(delivery: Delivery, hook: Hook): void {
    const delay = retryDelays[delivery.retry];
    if (delay === undefined) {
      this.announce(hook, 90002, 'retries are exhausted, the webhook is being disabled');
      this.deps.registry.deactivate(hook);
      return;
    }
    this.wait({ ...delivery, retry: delivery.retry + 1 }, delay * 1000);
    const now = this.deps.clock.now();
    const key = `${hook.clientId} ${hook.storeHash} ${hook.destination}`;
    if (now - (this.lastException.get(key) ?? -Infinity) < exceptionPauseMs) return;
    this.lastException.set(key, now);
    this.announce(hook, 90001, 'delivery failed and will be retried');
  }

  private announce(failing: Hook, code: 90001 | 90002 | 90003, message: string): void {
    const hook = this.deps.registry.exceptionHook(failing);
    if (!hook || failing.scope === exceptionScope) return;
    const data = { type: 'webhook', id: failing.id, error_code: code, message };
    const event = { scope: exceptionScope, data };
    this.enqueue(
      this.build(hook, exceptionScope, buildPayload(hook.storeHash, event, this.deps.clock.now())),
    );
  }

  private note(
    delivery: Delivery,
    hook: Hook,
    outcome: DeliveryOutcome,
    status: number,
    tookMs: number,
  ): void {
    const { messageId, storeHash, hookId, scope, body, retry } = delivery;
    const at = this.deps.clock.now();
    const { destination } = hook;
    this.deps.log.add({
      ...{ at, messageId, storeHash, hookId, scope, destination },
      ...{ body, retry, outcome, status, tookMs },
    });
  }

  private isIdle(): boolean {
    return this.inFlight === 0 && this.next >= this.queue.length;
  }
}

function outcomeOf(result: PostResult): DeliveryOutcome {
  if (result.kind !== 'answer') return result.kind;
  return result.status >= 200 && result.status <= 299 ? 'delivered' : 'refused';
}
