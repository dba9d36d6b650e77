import type { PanelDeps, PanelRequestSession } from './deps.ts';
import type { OverviewFeed } from './overview-feed.ts';

/** How often it is seen that the server is about to end. */
const stoppingMs = 500;
/** How often it is seen that the user or the store is gone, however much there is to tell. */
const stillOpenMs = 4_000;

/**
 * The overview as server-sent events. Ends with the token that opened it (the panel comes again with a renewed one), when
 * the user or the store is gone, and when the server is about to end.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* watchOverview(
  deps: Pick<PanelDeps, 'db' | 'clock' | 'stopping'>,
  feed: OverviewFeed,
  call: { session: PanelRequestSession; signal: AbortSignal },
): AsyncGenerator<string> {
  const { store, user, expiresAt } = call.session;
  const end = new AbortController();
  const stop = () => end.abort();
  call.signal.addEventListener('abort', stop);
  const expiry = setTimeout(stop, Math.max(0, expiresAt.getTime() - deps.clock.now().getTime()));
  const watch = setInterval(() => {
    if (deps.stopping()) stop();
  }, stoppingMs);
  try {
    if (call.signal.aborted || deps.stopping()) stop();
    let seenAt = performance.now();
    for await (const overview of feed.watch(store.hash, end.signal)) {
      if (overview === null || performance.now() - seenAt >= stillOpenMs) {
        if (!(await isStillOpen(deps, store.hash, user.userId))) return;
        seenAt = performance.now();
      }
      // A comment, so that nothing on the way takes the connection for a dead one.
      yield overview === null ? ': quiet\n\n' : `event: overview\ndata: ${overview}\n\n`;
    }
  } finally {
    call.signal.removeEventListener('abort', stop);
    clearTimeout(expiry);
    clearInterval(watch);
  }
}

async function isStillOpen({ db }: Pick<PanelDeps, 'db'>, hash: string, userId: number): Promise<boolean> {
  const [store, user] = await Promise.all([db.stores.get(hash), db.users.get(hash, userId)]);
  return store?.state === 'installed' && user !== null;
}
