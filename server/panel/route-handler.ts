import type { z } from 'zod';
import type { RouteName, RouteResponse, routes } from '../../shared/api.ts';
import type { PanelRequestSession } from './deps.ts';

type Table = typeof routes;
type Parsed<R, K extends string> = R extends Record<K, infer S extends z.ZodType> ? z.output<S> : undefined;

/** A request after its checks: each part is what the route's schema made of it. */
export interface RouteCall<N extends RouteName> {
  params: Parsed<Table[N], 'params'>;
  query: Parsed<Table[N], 'query'>;
  body: Parsed<Table[N], 'body'>;
  /** Who asks, and for which store; never taken from the request itself. */
  session: Table[N] extends { public: true } ? null : PanelRequestSession;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** The bits of a streamed answer; the first is awaited before the answer begins, so that a refusal is still possible. */
type Answer<N extends RouteName> = Table[N] extends { stream: string }
  ? AsyncIterable<string>
  : Promise<RouteResponse<N>>;

export type RouteHandler<N extends RouteName> = (call: RouteCall<N>) => Answer<N>;

/** One handler for each route of the table; one that is missing does not compile. */
export type RouteHandlers = { [N in RouteName]: RouteHandler<N> };
