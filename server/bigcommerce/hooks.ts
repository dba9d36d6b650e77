import { z } from 'zod';
import { nullWhenNotFound } from './orders.ts';
import { readAllV3, strictly } from './pages.ts';
import { hookSchema } from './store.ts';
import type { ApiRequest, StoreApi } from './store-api.ts';
import type { BigcommerceClient } from './types.ts';

type HookCalls = Pick<BigcommerceClient, 'listHooks' | 'createHook' | 'updateHook' | 'deleteHook'>;

/** Real answers are `{ data, meta }`; one page of the documentation shows the bare hook. */
const answerSchema = z.union([z.object({ data: hookSchema }).transform(({ data }) => data), hookSchema]);

/** https://developer.bigcommerce.com/docs/rest-management/webhooks */
export function createHookCalls(api: StoreApi): HookCalls {
  return {
    listHooks() {
      const request: ApiRequest = { method: 'GET', route: '/v3/hooks' };
      return readAllV3(api, request, strictly(api, request, hookSchema));
    },

    async createHook({ scope, destination, headers }) {
      const request: ApiRequest = {
        method: 'POST',
        route: '/v3/hooks',
        body: { scope, destination, headers, is_active: true },
      };
      return api.read(request, answerSchema, await api.send(request));
    },

    async updateHook(id, { isActive, destination, headers }) {
      const request: ApiRequest = {
        method: 'PUT',
        route: '/v3/hooks/{id}',
        params: { id },
        body: { is_active: isActive, destination, headers },
      };
      return api.read(request, answerSchema, await api.send(request));
    },

    async deleteHook(id) {
      await api.send({ method: 'DELETE', route: '/v3/hooks/{id}', params: { id } }).catch(nullWhenNotFound);
    },
  };
}
