import { LeaseLostError } from '../errors.ts';
import type { Lease, LeaseRepository } from '../db/types/leases.ts';
import { createSending, type Sending } from './sending.ts';

export interface LeaseTimes {
  ttlMs: number;
  /** Short, because a revoked lease (uninstall on another instance) is noticed by a renewal. */
  renewEveryMs: number;
  /** Work ends this long before the lease could run out unnoticed. */
  marginMs: number;
}

export const leaseTimes: LeaseTimes = { ttlMs: 30_000, renewEveryMs: 3_000, marginMs: 5_000 };

export interface LeaseHold {
  /** Fencing token for every write. */
  token: number;
  /** Fires when the lease was lost or given back, or the work was ended; its reason is an Error. */
  signal: AbortSignal;
  /** What goes to AIQ under this lease. */
  sending: Sending;
  /**
   * Throws the signal's reason once the lease is not surely held any more. Asked before every step, because timers
   * of a process that was asleep fire late.
   */
  check(): void;
  end(reason: Error): void;
  release(): Promise<void>;
}

/**
 * Takes the lease of a store and keeps it alive until it is released or lost.
 * @param now monotonic milliseconds
 * @returns null while somebody else holds it
 */
export async function holdLease(
  leases: LeaseRepository,
  store: string,
  owner: string,
  times: LeaseTimes = leaseTimes,
  now: () => number = () => performance.now(),
): Promise<LeaseHold | null> {
  const controller = new AbortController();
  const { signal } = controller;
  // Taken before the call: the lease may have begun the moment it was sent.
  let confirmedAt = now();
  const acquired = await leases.acquire(store, owner, times.ttlMs);
  if (acquired === null) return null;
  const lease: Lease = acquired;
  const sending = createSending(leases, lease);

  let renewing = false;
  let watchdog = setTimeout(giveUp, times.ttlMs - times.marginMs);
  const renewals = setInterval(() => void renew(), times.renewEveryMs);

  function end(reason: Error): void {
    clearInterval(renewals);
    clearTimeout(watchdog);
    controller.abort(reason);
  }

  function giveUp(): void {
    end(new LeaseLostError(`The lease of ${store} was not renewed in time.`));
  }

  async function renew(): Promise<void> {
    if (renewing || signal.aborted) return;
    renewing = true;
    const askedAt = now();
    try {
      const held = await leases.renew(lease, times.ttlMs);
      if (!held) {
        end(new LeaseLostError(`The lease of ${store} went to somebody else.`));
        return;
      }
      confirmedAt = askedAt;
      clearTimeout(watchdog);
      watchdog = setTimeout(giveUp, Math.max(0, askedAt + times.ttlMs - times.marginMs - now()));
    } catch {
      // A database in trouble is asked again at the next turn; the watchdog ends the work when that takes too long.
    } finally {
      renewing = false;
    }
  }

  return {
    token: lease.token,
    signal,
    sending,
    check() {
      if (!signal.aborted && now() - confirmedAt > times.ttlMs - times.marginMs) giveUp();
      signal.throwIfAborted();
    },
    end,
    async release() {
      // What was read ahead and nobody waits for any more must not go out later, when the store may not be worked on.
      end(new LeaseLostError(`The lease of ${store} was given back.`));
      await leases.release(lease, sending.isSettled());
    },
  };
}
