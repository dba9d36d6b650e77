/**
 * Loads something that is likely to be wanted soon, once the browser has nothing better to do. When that fails, whoever
 * wants it tries again and tells the user.
 * @returns takes the wish back
 */
export function whenIdle(load: () => Promise<unknown>): () => void {
  const run = () => {
    load().catch(() => undefined);
  };
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(run, 1_000);
    return () => {
      clearTimeout(timer);
    };
  }
  const handle = requestIdleCallback(run, { timeout: 5_000 });
  return () => {
    cancelIdleCallback(handle);
  };
}
