import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../index.ts';

const storeHash = 'demo123';
const create =
  'mutation ($input: CreateAppExtensionInput!) { appExtension { createAppExtension(input: $input) { x } } }';
const update =
  'mutation ($input: UpdateAppExtensionInput!) { appExtension { updateAppExtension(input: $input) { x } } }';
const remove =
  'mutation ($input: DeleteAppExtensionInput!) { appExtension { deleteAppExtension(input: $input) { x } } }';
const list = 'query { store { appExtensions { edges { node { id url model } } } } }';
const input = {
  context: 'PANEL',
  model: 'ORDERS',
  url: '/records/order/${id}',
  label: { defaultValue: 'Where is it?', locales: [] },
};

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({
    stores: [{ hash: storeHash, size: { orders: 1, customers: 1, products: 1 } }],
  });
});
afterEach(() => sandbox.close());

async function ask(
  query: string,
  variables: unknown,
  scopes = ['store_app_extensions_manage'],
  clientId = 'app-one',
) {
  const { token } = sandbox.bigcommerce.login.tokens.grant({ clientId, storeHash, scopes });
  const response = await fetch(`${sandbox.urls.api}/stores/${storeHash}/graphql`, {
    method: 'POST',
    headers: {
      'x-auth-token': token,
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'test',
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: await response.json() };
}

it('needs the scope', async () => {
  expect((await ask(list, {}, ['store_v2_orders'])).status).toBe(403);
});

it('creates, lists, changes and deletes, for each app its own', async () => {
  const made = await ask(create, { input });
  const { id } = made.body.data.appExtension.createAppExtension.appExtension;
  expect(id).toMatch(/^bc\/store\/appExtension\/\d+$/);
  await ask(update, { input: { id, data: { url: '/x/${id}' } } });
  const listed = await ask(list, {});
  expect(listed.body.data.store.appExtensions.edges).toMatchObject([
    { node: { id, url: '/x/${id}', model: 'ORDERS' } },
  ]);
  expect((await ask(list, {}, undefined, 'app-two')).body.data.store.appExtensions.edges).toEqual([]);
  const gone = await ask(remove, { input: { id } });
  expect(gone.body.data.appExtension.deleteAppExtension.deletedAppExtensionId).toBe(id);
  expect(sandbox.bigcommerce.extensions.ofStore(storeHash)).toEqual([]);
});

it('has room for two of a model, and tells of a refusal in the body of a 200', async () => {
  await ask(create, { input });
  await ask(create, { input });
  const third = await ask(create, { input });
  expect(third.status).toBe(200);
  expect(third.body.errors).toMatchObject([{ message: expect.stringContaining('at most 2') }]);
  expect((await ask(create, { input: { ...input, model: 'CUSTOMERS' } })).body.errors).toBeUndefined();
  expect(
    (await ask(create, { input: { ...input, url: 'https://elsewhere.example' } })).body.errors,
  ).toHaveLength(1);
});
