import type { RouteName, RouteResponse } from '../shared/api.ts';
import type { Request, RouteInput } from './api.ts';
import { ApiError, isSessionError } from './api-error.ts';
import type { SessionKeeper } from './session.ts';

/** Calls a route with the session's token. @throws ApiError */
export type Call = <N extends RouteName>(
  name: N,
  input: RouteInput<N>,
  signal?: AbortSignal,
) => Promise<RouteResponse<N>>;

/** Joins `request` and the session: a refused token ends the session, whatever screen asked. */
export function createCall(request: Request, keeper: Pick<SessionKeeper, 'token' | 'end'>): Call {
  return async (name, input, signal) => {
    const token = await keeper.token();
    if (token === null) throw new ApiError({ code: 'session-expired', status: 401 });
    try {
      return await request(name, input, { token, signal });
    } catch (error) {
      if (isSessionError(error)) keeper.end();
      throw error;
    }
  };
}
