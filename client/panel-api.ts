import type { RouteName, RouteResponse, StreamRouteName } from '../shared/api.ts';
import type { OpenStream, Request, RouteInput } from './api.ts';
import { ApiError, isSessionError } from './api-error.ts';
import type { SessionKeeper } from './session.ts';

/** Calls a route with the session's token. @throws ApiError */
export type Call = <N extends RouteName>(
  name: N,
  input: RouteInput<N>,
  signal?: AbortSignal,
) => Promise<RouteResponse<N>>;

/** Opens a streamed route with the session's token. @throws ApiError */
export type Open = <N extends StreamRouteName>(
  name: N,
  input: RouteInput<N>,
  signal?: AbortSignal,
) => Promise<Response>;

/** Joins `request` and the session: a refused token ends the session, whatever screen asked. */
export function createCall(request: Request, keeper: Pick<SessionKeeper, 'token' | 'end'>): Call {
  return (name, input, signal) => withToken(keeper, (token) => request(name, input, { token, signal }));
}

/** The same for streamed routes. */
export function createOpen(open: OpenStream, keeper: Pick<SessionKeeper, 'token' | 'end'>): Open {
  return (name, input, signal) => withToken(keeper, (token) => open(name, input, { token, signal }));
}

async function withToken<T>(
  keeper: Pick<SessionKeeper, 'token' | 'end'>,
  ask: (token: string) => Promise<T>,
): Promise<T> {
  const token = await keeper.token();
  if (token === null) throw new ApiError({ code: 'session-expired', status: 401 });
  try {
    return await ask(token);
  } catch (error) {
    if (isSessionError(error)) keeper.end();
    throw error;
  }
}
