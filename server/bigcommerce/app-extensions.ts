import { z } from 'zod';
import { UpstreamError } from '../upstream/errors.ts';
import type { ApiRequest, StoreApi } from './store-api.ts';
import type { BigcommerceClient } from './types.ts';

type ExtensionCalls = Pick<BigcommerceClient, 'listAppExtensions' | 'createAppExtension'>;

const listQuery = 'query { store { appExtensions { edges { node { id url model } } } } }';
const createQuery = `mutation ($input: CreateAppExtensionInput!) {
  appExtension { createAppExtension(input: $input) { appExtension { id } } }
}`;

const listSchema = z.object({
  store: z.object({
    appExtensions: z.object({
      edges: z.array(z.object({ node: z.object({ id: z.string(), url: z.string(), model: z.string() }) })),
    }),
  }),
});
const createSchema = z.object({
  appExtension: z.object({ createAppExtension: z.object({ appExtension: z.object({ id: z.string() }) }) }),
});
/** GraphQL tells of a refusal in the body of a 200. */
const answerSchema = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
});

/** GraphQL Admin. https://developer.bigcommerce.com/docs/integrations/apps/app-extensions/guide */
export function createExtensionCalls(api: StoreApi): ExtensionCalls {
  async function ask<S extends z.ZodType>(
    body: { query: string; variables?: Record<string, unknown> },
    schema: S,
    idempotent: boolean,
  ): Promise<z.output<S>> {
    const request: ApiRequest = { method: 'POST', route: '/graphql', body, idempotent };
    const { data, errors } = api.read(request, answerSchema, await api.send(request));
    const message = errors?.[0]?.message;
    if (message !== undefined) {
      throw new UpstreamError({
        service: 'bigcommerce',
        failure: 'rejected',
        message: `BigCommerce refused POST /graphql: ${message.slice(0, 200)}`,
        method: 'POST',
        path: '/graphql',
      });
    }
    return api.read(request, schema, data);
  }

  return {
    async listAppExtensions() {
      const { store } = await ask({ query: listQuery }, listSchema, true);
      return store.appExtensions.edges.map(({ node }) => node);
    },

    async createAppExtension(input) {
      const answer = await ask({ query: createQuery, variables: { input } }, createSchema, false);
      return answer.appExtension.createAppExtension.appExtension.id;
    },
  };
}
