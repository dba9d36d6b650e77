import type { Session } from '../shared/views/session.ts';
import type { Request } from './api.ts';
import { isPassing, isSessionError } from './api-error.ts';

export type SessionState =
  | { phase: 'opening' }
  | { phase: 'open'; session: Session }
  /** `session` is the one that ended; null when there never was one. */
  | { phase: 'ended'; session: Session | null }
  | { phase: 'failed'; error: unknown };

export interface SessionKeeper {
  /** Swaps the code of the address for a session, or takes up the one of this tab. Never rejects. */
  open: () => Promise<void>;
  /** The bearer token, renewed when it is about to end; null when there is no session. */
  token: () => Promise<string | null>;
  /** The server no longer accepts the token. */
  end: () => void;
  state: () => SessionState;
  subscribe: (listener: () => void) => () => void;
  close: () => void;
}

export interface SessionDeps {
  request: Request;
  /** What stood in the address when the page was opened. */
  arrival: Arrival;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Windows of the same origin under the same control panel: a session opened there revives an ended one here. */
  channel: Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'> | null;
  now: () => number;
}

export interface Arrival {
  code: string | null;
  route: string | null;
}

const storageKey = 'aiq-session';
/** Renew when less than this is left of the ten minutes. */
const renewBeforeMs = 60_000;

/**
 * Takes code and route out of the fragment and clears it, so that the code is in no history, referrer or message to
 * the surrounding control panel. Call it before anything else of the page runs.
 */
export function takeArrival(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: History,
): Arrival {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, ''));
  const code = fragment.get('code');
  const route = fragment.get('route');
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  return { code, route: route !== null && isPanelRoute(route) ? route : null };
}

/** The session that is open, or that has ended; null when there is none or not yet. */
export function stateToSession(state: SessionState): Session | null {
  return state.phase === 'open' || state.phase === 'ended' ? state.session : null;
}

/** A path inside the panel; never another origin. */
export function isPanelRoute(route: string): boolean {
  return /^\/(?![/\\])/.test(route);
}

/** Keeps the panel's session: in memory and `sessionStorage`, without any cookie (they are third-party in the frame). */
export function createSessionKeeper({ request, arrival, storage, channel, now }: SessionDeps): SessionKeeper {
  let state: SessionState = { phase: 'opening' };
  let renewal: Promise<string | null> | null = null;
  const listeners = new Set<() => void>();

  function set(next: SessionState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function keep(session: Session): void {
    storage.setItem(storageKey, JSON.stringify(session));
    set({ phase: 'open', session });
  }

  function end(): void {
    storage.removeItem(storageKey);
    if (state.phase !== 'ended')
      set({ phase: 'ended', session: state.phase === 'open' ? state.session : null });
  }

  async function renew(session: Session): Promise<string | null> {
    try {
      const renewed = await request('renewSession', {}, { token: session.token });
      keep({ ...renewed, route: session.route });
      return renewed.token;
    } catch (error) {
      if (isSessionError(error)) {
        end();
        return null;
      }
      // The old token may still have some seconds; the call that wanted it tells the user what is wrong.
      return session.token;
    }
  }

  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (state.phase !== 'ended' || state.session === null || !isSession(data)) return;
      if (data.storeHash === state.session.storeHash && data.user.id === state.session.user.id) keep(data);
    };
  }

  return {
    async open() {
      set({ phase: 'opening' });
      const kept = parseSession(storage.getItem(storageKey));
      if (arrival.code === null) {
        if (kept && Date.parse(kept.expiresAt) > now()) set({ phase: 'open', session: kept });
        else end();
        return;
      }
      try {
        const session = await request('openSession', { body: { code: arrival.code } }, { token: null });
        const route = isPanelRoute(session.route) ? session.route : '/';
        keep({ ...session, route: route === '/' && arrival.route !== null ? arrival.route : route });
        channel?.postMessage(session);
        arrival.code = null;
      } catch (error) {
        // A reload of the frame repeats the page without its fragment; only a code that was never used counts here.
        if (isPassing(error)) set({ phase: 'failed', error });
        else end();
      }
    },
    async token() {
      if (state.phase !== 'open') return null;
      const { session } = state;
      if (Date.parse(session.expiresAt) - now() > renewBeforeMs) return session.token;
      renewal ??= renew(session).finally(() => {
        renewal = null;
      });
      return renewal;
    },
    end,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      channel?.close();
      listeners.clear();
    },
  };
}

function parseSession(text: string | null): Session | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isSession(value) ? value : null;
  } catch {
    return null;
  }
}

function isSession(value: unknown): value is Session {
  if (typeof value !== 'object' || value === null) return false;
  const { token, expiresAt, storeHash, user, route } = value as Partial<Session>; // each part is checked below
  return (
    typeof token === 'string' &&
    typeof expiresAt === 'string' &&
    typeof storeHash === 'string' &&
    typeof route === 'string' &&
    typeof user?.id === 'number'
  );
}
