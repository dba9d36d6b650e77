import type { SandboxClock } from '../contract.ts';

const windowSeconds = 120;
const blockMs = 3 * 60_000;
const floor = 100;
const lowestShare = 0.9;

interface Destination {
  clientId: string;
  host: string;
  /** Counts by second, so that a flood costs no memory. */
  seconds: Map<number, { good: number; all: number }>;
  blockedUntil: number;
  failures: number;
}

/** A destination as JSON. */
export interface SavedDestination extends Omit<Destination, 'seconds'> {
  seconds: [second: number, count: { good: number; all: number }][];
}

/**
 * Below 90 % success in two minutes, from 100 deliveries on, a host is blocked for three minutes: for all stores and
 * paths of one client. https://developer.bigcommerce.com/docs/integrations/webhooks/overview
 */
export class BlockList {
  private readonly destinations = new Map<string, Destination>();
  private readonly clock: SandboxClock;

  constructor(clock: SandboxClock) {
    this.clock = clock;
  }

  isBlocked(clientId: string, host: string): boolean {
    return this.of(clientId, host).blockedUntil > this.clock.now();
  }

  /** Counts a delivery. @returns whether it led to a block */
  note(clientId: string, host: string, isGood: boolean): boolean {
    const destination = this.of(clientId, host);
    const now = this.clock.now();
    if (destination.blockedUntil > now) return false;
    const second = Math.floor(now / 1000);
    const { seconds } = destination;
    const count = seconds.get(second) ?? { good: 0, all: 0 };
    seconds.set(second, count);
    count.all += 1;
    if (isGood) count.good += 1;
    const { good, all } = this.sum(seconds, second);
    if (all < floor || good / all >= lowestShare) return false;
    destination.blockedUntil = now + blockMs;
    destination.failures = all - good;
    seconds.clear();
    return true;
  }

  /** In the form of `GET /v3/hooks/admin`. */
  blocked(clientId: string): { destination: string; time_left: number; reasons: object[] }[] {
    const now = this.clock.now();
    return [...this.destinations.values()]
      .filter((one) => one.clientId === clientId && one.blockedUntil > now)
      .map((one) => ({
        destination: one.host,
        time_left: Math.ceil((one.blockedUntil - now) / 1000),
        reasons: [
          {
            failure_description: 'Success ratio below 90 %',
            count: one.failures,
            timestamp: Math.floor((one.blockedUntil - blockMs) / 1000),
          },
        ],
      }));
  }

  /** Success of the last two minutes; `null` without a delivery. */
  ratio(clientId: string, host: string): number | null {
    const { good, all } = this.sum(this.of(clientId, host).seconds, Math.floor(this.clock.now() / 1000));
    return all === 0 ? null : good / all;
  }

  save(): SavedDestination[] {
    return [...this.destinations.values()].map(({ seconds, ...rest }) => ({
      ...rest,
      seconds: [...seconds],
    }));
  }

  restore(saved: readonly SavedDestination[]): void {
    this.destinations.clear();
    for (const one of structuredClone(saved)) {
      this.destinations.set(`${one.clientId} ${one.host}`, { ...one, seconds: new Map(one.seconds) });
    }
  }

  private sum(seconds: Destination['seconds'], now: number): { good: number; all: number } {
    const sum = { good: 0, all: 0 };
    for (const [second, count] of seconds) {
      if (second <= now - windowSeconds) seconds.delete(second);
      else {
        sum.good += count.good;
        sum.all += count.all;
      }
    }
    return sum;
  }

  private of(clientId: string, host: string): Destination {
    const key = `${clientId} ${host}`;
    const found = this.destinations.get(key);
    if (found) return found;
    const fresh = { clientId, host, seconds: new Map(), blockedUntil: 0, failures: 0 };
    this.destinations.set(key, fresh);
    return fresh;
  }
}
