import express from 'express';
import type { Response, Router } from 'express';
import type { GuardedLocals } from '../api/index.ts';
import type { RequireScope } from '../contract.ts';
import { ExtensionRefusal, type AppExtension, type ExtensionRegistry } from './registry.ts';

type Owner = Pick<AppExtension, 'clientId' | 'storeHash'>;

/**
 * `POST /stores/{hash}/graphql`, as far as app extensions go: the operation is recognised by its field, and answers with
 * everything that may be selected.
 * https://developer.bigcommerce.com/docs/integrations/apps/app-extensions/guide
 */
export function createExtensionEndpoint(registry: ExtensionRegistry, requireScope: RequireScope): Router {
  const router = express.Router();
  router.post(
    '/stores/:storeHash/graphql',
    requireScope('store_app_extensions_manage'),
    (request, response) => {
      const { query, variables } = Object(request.body) as { query?: unknown; variables?: unknown }; // checked below
      const { input } = Object(variables) as { input?: unknown }; // checked by the registry
      try {
        response.json({ data: carryOut(registry, ownerOf(response), String(query), Object(input)) });
      } catch (error) {
        if (!(error instanceof ExtensionRefusal)) throw error;
        response.json({ data: null, errors: [{ message: error.message, path: [], locations: [] }] });
      }
    },
  );
  return router;
}

function ownerOf(response: Response): Owner {
  const { clientId, storeHash } = response.locals['bigcommerce'] as GuardedLocals; // set by the guard
  return { clientId, storeHash };
}

function carryOut(
  registry: ExtensionRegistry,
  owner: Owner,
  query: string,
  input: Partial<AppExtension> & { data?: unknown },
): unknown {
  if (/\bcreateAppExtension\b/.test(query))
    return { appExtension: { createAppExtension: { appExtension: present(registry.create(owner, input)) } } };
  if (/\bupdateAppExtension\b/.test(query)) {
    const updated = registry.update(owner, input.id, Object(input.data));
    return { appExtension: { updateAppExtension: { appExtension: present(updated) } } };
  }
  if (/\bdeleteAppExtension\b/.test(query)) {
    const deletedAppExtensionId = registry.remove(owner, input.id);
    return { appExtension: { deleteAppExtension: { deletedAppExtensionId } } };
  }
  if (/\bappExtensions\b/.test(query))
    return {
      store: { appExtensions: { edges: registry.list(owner).map((one) => ({ node: present(one) })) } },
    };
  throw new ExtensionRefusal('This query is not simulated');
}

function present({ id, context, model, url, label }: AppExtension) {
  return { id, context, model, url, label };
}
