/** Sliding windows over the accepted requests of one account. */
export class RateLimit {
  private readonly windows = new Map<number, { times: Float64Array; next: number }>();

  /**
   * Counts a request against every limit, or against none when one is used up.
   *
   * @param limits pairs of window in ms and requests in it; `null` for no limit.
   * @returns milliseconds until the request would pass; 0 when it passed.
   */
  take(now: number, limits: readonly (readonly [windowMs: number, most: number | null])[]): number {
    let wait = 0;
    for (const [windowMs, most] of limits) {
      if (most === null) continue;
      const { times, next } = this.window(windowMs, most);
      const oldest = times[next] ?? -Infinity;
      wait = Math.max(wait, most === 0 ? windowMs : oldest + windowMs - now);
    }
    if (wait > 0) return wait;
    for (const [windowMs, most] of limits) {
      if (most === null || most === 0) continue;
      const window = this.window(windowMs, most);
      window.times[window.next] = now;
      window.next = (window.next + 1) % most;
    }
    return 0;
  }

  private window(windowMs: number, most: number): { times: Float64Array; next: number } {
    let window = this.windows.get(windowMs);
    if (window?.times.length !== most) {
      window = { times: new Float64Array(most).fill(-Infinity), next: 0 };
      this.windows.set(windowMs, window);
    }
    return window;
  }
}
