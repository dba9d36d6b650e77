import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { RouteName, RouteResponse } from '../shared/api.ts';
import type { Status } from '../shared/views/status.ts';
import type { RouteInput } from './api.ts';
import { isPassing } from './api-error.ts';
import { usePanel } from './panel-context.ts';

/** Asks again twice when a fault may pass by itself; everything else is shown at once. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 2_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

interface RouteQueryOptions<N extends RouteName> {
  enabled?: boolean;
  /** Milliseconds between two looks; stops while the window is hidden. */
  pollEvery?: number | ((data: RouteResponse<N> | undefined) => number | false);
  /** Show the previous answer while the one for a changed input is on its way. */
  keepPrevious?: boolean;
}

/** A route read by a screen. */
export function useRouteQuery<N extends RouteName>(
  name: N,
  input: RouteInput<N>,
  { enabled = true, pollEvery, keepPrevious = false }: RouteQueryOptions<N> = {},
): UseQueryResult<RouteResponse<N>> {
  const { call } = usePanel();
  return useQuery<RouteResponse<N>>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, signal),
    enabled,
    refetchInterval: (query) =>
      typeof pollEvery === 'function' ? pollEvery(query.state.data) : (pollEvery ?? false),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** A route that changes something. `onDone` runs before the mutation counts as finished. */
export function useRouteAction<N extends RouteName>(
  name: N,
  onDone?: (answer: RouteResponse<N>, input: RouteInput<N>) => void | Promise<void>,
): UseMutationResult<RouteResponse<N>, unknown, RouteInput<N>> {
  const { call } = usePanel();
  return useMutation<RouteResponse<N>, unknown, RouteInput<N>>({
    mutationFn: (input) => call(name, input),
    onSuccess: async (answer, input) => {
      await onDone?.(answer, input);
    },
  });
}

/** The store's status, which every screen shares. */
export function useStatus(): UseQueryResult<Status> {
  return useRouteQuery('getStatus', {});
}

/** Puts the status that a change answered with in place of the one on screen. */
export function useKeepStatus(): (status: Status) => void {
  const client = useQueryClient();
  return (status) => {
    client.setQueryData(['getStatus', {}], status);
  };
}
