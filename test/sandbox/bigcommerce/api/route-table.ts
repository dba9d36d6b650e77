import type { Endpoint } from './call.ts';

export interface RouteMatch {
  /** Such as `GET /v2/orders/:order_id`; `unknown` when there is no such path. */
  route: string;
  endpoint: Endpoint | undefined;
  /** Whether the path exists with another method. */
  isKnownPath: boolean;
  params: Record<string, string>;
}

interface Compiled {
  endpoint: Endpoint;
  segments: string[];
}

/** Finds endpoints by method and path; fixed words win over parameters. */
export function createRouteTable(endpoints: readonly Endpoint[]) {
  const byLength = new Map<number, Compiled[]>();
  for (const endpoint of endpoints) {
    const segments = endpoint.path.split('/').slice(1);
    const compiled = byLength.get(segments.length) ?? [];
    compiled.push({ endpoint, segments });
    byLength.set(segments.length, compiled);
  }
  for (const compiled of byLength.values()) compiled.sort((a, b) => countParams(a) - countParams(b));

  return {
    find(method: string, path: string): RouteMatch {
      const asked = path
        .replace(/\/+$/, '')
        .replace(/\.json$/, '')
        .split('/')
        .slice(1);
      let known: Compiled | undefined;
      for (const compiled of byLength.get(asked.length) ?? []) {
        const params = match(compiled.segments, asked);
        if (!params) continue;
        known ??= compiled;
        const { endpoint } = compiled;
        if (endpoint.method !== method) continue;
        return { route: `${method} ${endpoint.path}`, endpoint, isKnownPath: true, params };
      }
      const route = known ? `${method} ${known.endpoint.path}` : 'unknown';
      return { route, endpoint: undefined, isKnownPath: known !== undefined, params: {} };
    },
  };
}

const number = /^\d{1,15}$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function countParams({ segments }: Compiled): number {
  return segments.filter((segment) => segment.startsWith(':')).length;
}

function match(segments: readonly string[], asked: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [place, segment] of segments.entries()) {
    const value = asked[place] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== value) return null;
      continue;
    }
    if (!(segment === ':uuid' ? uuid : number).test(value)) return null;
    params[segment.slice(1)] = value;
  }
  return params;
}
