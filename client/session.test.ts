import { describe, expect, it, vi } from 'vitest';
import type { Session } from '../shared/views/session.ts';
import type { Request } from './api.ts';
import { ApiError } from './api-error.ts';
import { openTabStorage } from './browser-storage.ts';
import { createSessionKeeper, isPanelRoute, takeArrival, type SessionDeps } from './session.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const minutes = (count: number) => new Date(start + count * 60_000).toISOString();

function buildSession(overrides: Partial<Session> = {}): Session {
  return {
    token: 'first-token',
    expiresAt: minutes(10),
    endsAt: minutes(720),
    storeHash: 'abc123',
    user: { id: 17, locale: 'en-US', isOwner: true },
    route: '/',
    ...overrides,
  };
}

function buildKeeper(overrides: Partial<SessionDeps> & { answer?: () => Promise<Session> } = {}) {
  const { answer = () => Promise.resolve(buildSession()), ...deps } = overrides;
  const memory = new Map<string, string>();
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
    removeItem: (key: string) => void memory.delete(key),
  };
  const request = vi.fn(answer);
  let now = start;
  const keeper = createSessionKeeper({
    // The keeper asks for two routes only, and both answer with a session.
    request: request as unknown as Request,
    arrival: { code: 'a-code-of-the-address', route: null },
    storage,
    channel: null,
    now: () => now,
    ...deps,
  });
  return { keeper, request, memory, storage, goTo: (minute: number) => (now = start + minute * 60_000) };
}

function buildChannel() {
  return { postMessage: vi.fn(), close: vi.fn(), onmessage: null as BroadcastChannel['onmessage'] };
}

describe('arriving from BigCommerce', () => {
  it('takes code and route out of the address and clears the fragment', () => {
    const replaceState = vi.fn();
    const arrival = takeArrival(
      { hash: '#code=secret&route=%2Foptions', pathname: '/', search: '?a=1' },
      { state: null, replaceState } as unknown as History, // only these two are used
    );
    expect(arrival).toEqual({ code: 'secret', route: '/options' });
    expect(replaceState).toHaveBeenCalledWith(null, '', '/?a=1');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', ''])(
    'never takes %j for a route',
    (route) => {
      expect(isPanelRoute(route)).toBe(false);
    },
  );

  it('swaps the code for a session once, and uses the route of the deep link', async () => {
    const { keeper, request } = buildKeeper({ arrival: { code: 'a-code', route: '/mapping' } });
    await keeper.open();
    expect(keeper.state()).toMatchObject({ phase: 'open', session: { route: '/mapping' } });
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('goes on with the session of the tab when the page is loaded again', async () => {
    const { keeper, storage, request } = buildKeeper({ arrival: { code: null, route: null } });
    storage.setItem('aiq-session', JSON.stringify(buildSession()));
    await keeper.open();
    expect(keeper.state().phase).toBe('open');
    expect(request).not.toHaveBeenCalled();
  });

  it('is over without a code and without a session of the tab', async () => {
    const { keeper } = buildKeeper({ arrival: { code: null, route: null } });
    await keeper.open();
    expect(keeper.state()).toEqual({ phase: 'ended', session: null });
  });

  it('can be tried again when the server did not answer', async () => {
    let fails = true;
    const { keeper } = buildKeeper({
      answer: () =>
        fails
          ? Promise.reject(new ApiError({ code: 'offline', status: 0 }))
          : Promise.resolve(buildSession()),
    });
    await keeper.open();
    expect(keeper.state().phase).toBe('failed');
    fails = false;
    await keeper.open();
    expect(keeper.state().phase).toBe('open');
  });
});

describe('an open session', () => {
  it('is renewed once, shortly before it ends, for all calls that wait', async () => {
    const { keeper, request, goTo } = buildKeeper();
    await keeper.open();
    expect(await keeper.token()).toBe('first-token');
    request.mockResolvedValue(buildSession({ token: 'second-token', expiresAt: minutes(19.5) }));
    goTo(9.5);
    expect(await Promise.all([keeper.token(), keeper.token()])).toEqual(['second-token', 'second-token']);
    expect(request).toHaveBeenCalledTimes(2);
  });

  it('ends when the server refuses to renew it, and still knows whose it was', async () => {
    const { keeper, request, goTo, memory } = buildKeeper();
    await keeper.open();
    request.mockRejectedValue(new ApiError({ code: 'session-expired', status: 401 }));
    goTo(9.5);
    expect(await keeper.token()).toBeNull();
    expect(keeper.state()).toMatchObject({ phase: 'ended', session: { storeHash: 'abc123' } });
    expect(memory.size).toBe(0);
  });

  it('is revived by the same user opening the app of the same store in another window', async () => {
    const channel = buildChannel();
    const { keeper } = buildKeeper({ channel });
    await keeper.open();
    keeper.end();
    const tell = (data: unknown) => channel.onmessage?.call(channel as never, { data } as MessageEvent);
    tell(buildSession({ storeHash: 'other', token: 'foreign' }));
    tell(buildSession({ user: { id: 99, locale: null, isOwner: false }, token: 'foreign' }));
    tell({ token: 'nonsense' });
    expect(keeper.state().phase).toBe('ended');
    tell(buildSession({ token: 'revived' }));
    expect(await keeper.token()).toBe('revived');
  });
});

describe('the storage of the tab', () => {
  it('falls back to memory when the browser refuses storage in a frame', () => {
    const storage = openTabStorage({
      get sessionStorage(): Storage {
        throw new Error('SecurityError');
      },
    });
    storage.setItem('key', 'value');
    expect(storage.getItem('key')).toBe('value');
    storage.removeItem('key');
    expect(storage.getItem('key')).toBeNull();
  });

  it('keeps the session in memory when storage is full', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
      removeItem: () => undefined,
    };
    const storage = openTabStorage({ sessionStorage: full });
    storage.setItem('key', 'value');
    expect(storage.getItem('key')).toBe('value');
  });
});
