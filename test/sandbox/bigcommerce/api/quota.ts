/** A store's quota as one answer tells it. */
export interface QuotaState {
  quota: number;
  left: number;
  windowMs: number;
  resetMs: number;
  /** Number of the window since the first request. */
  window: number;
  allowed: boolean;
}

/** The quota of one store: fixed windows on the sandbox clock, shared by all apps. */
export class Quota {
  private startedAt = -Infinity;
  private used = 0;
  private window = 0;

  /** Counts a request; over the quota it is refused. */
  take(now: number, limits: { quota: number; windowMs: number; otherAppsPerSecond: number }): QuotaState {
    const { quota, windowMs, otherAppsPerSecond } = limits;
    // A clock that was set back begins a window as well.
    if (now >= this.startedAt + windowMs || now < this.startedAt) {
      this.startedAt = now;
      this.used = 0;
      this.window += 1;
    }
    const byOthers = Math.floor(((now - this.startedAt) / 1000) * otherAppsPerSecond);
    const allowed = this.used + byOthers < quota;
    if (allowed) this.used += 1;
    return {
      quota,
      left: Math.max(0, quota - this.used - byOthers),
      windowMs,
      resetMs: Math.max(0, Math.ceil(this.startedAt + windowMs - now)),
      window: this.window,
      allowed,
    };
  }
}

export function quotaHeaders(state: QuotaState): Record<string, string> {
  return {
    'x-rate-limit-time-window-ms': String(state.windowMs),
    'x-rate-limit-time-reset-ms': String(state.resetMs),
    'x-rate-limit-requests-quota': String(state.quota),
    'x-rate-limit-requests-left': String(state.left),
  };
}
