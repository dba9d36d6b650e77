import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  const size = { orders: 5, customers: 3, products: 2 };
  world = await openWorld({
    stores: [
      { hash: 'demo123', size },
      { hash: 'plain1', size },
      { hash: 'full1', size },
    ],
  });
  await world.startInside();
});
afterAll(() => world.close());

const present = (hash: string) =>
  world.sandbox.bigcommerce.extensions
    .ofStore(hash)
    .map(({ model, url, context }) => ({ model, url, context }));
/** Where the panel opens for each entry of the store's Action menus, chosen at the record with this id. */
const routesOfMenus = (storeHash: string, id: string) =>
  Promise.all(
    present(storeHash).map(async ({ url }) => {
      const load = world.sandbox.loadUrl({ storeHash, url: url.replace('${id}', id) });
      const response = await fetch(load, { redirect: 'manual' });
      const { hash } = new URL(response.headers.get('location') ?? '');
      return new URLSearchParams(hash.slice(1)).get('route');
    }),
  );
const wanted = [
  { model: 'ORDERS', url: '/records/order/${id}', context: 'PANEL' },
  { model: 'CUSTOMERS', url: '/activity?why=${id}', context: 'PANEL' },
];

it('an installation adds the two questions to the Action menus, once however often it happens', async () => {
  const merchant = world.merchant('demo123');
  await merchant.install();
  expect(present('demo123')).toEqual(wanted);
  await merchant.install();
  expect(present('demo123')).toEqual(wanted);
  const audit = await world.db.audit.list('demo123', { limit: 10, before: null });
  const added = audit.filter(({ action }) => action === 'actions-added');
  expect(added.map(({ details }) => details)).toEqual([
    { ids: world.sandbox.bigcommerce.extensions.ofStore('demo123').map(({ id }) => id) },
  ]);
});

it('each question opens the panel at its record', async () => {
  expect(await routesOfMenus('demo123', '106')).toEqual(['/records/order/106', '/activity?why=106']);
});

it('a refusal by BigCommerce does not fail the installation', async () => {
  const { extensions, login } = world.sandbox.bigcommerce;
  const [app] = login.apps.list();
  const owner = { clientId: app?.clientId ?? '', storeHash: 'full1' };
  const other = {
    context: 'LINK',
    model: 'ORDERS',
    url: '/old',
    label: { defaultValue: 'Old', locales: [] },
  };
  extensions.create(owner, other);
  extensions.create(owner, other);
  await world.merchant('full1').install();
  await world.merchant('full1').open();
  expect(present('full1').map(({ url }) => url)).toEqual(['/old', '/old']);
});

describe('without the scope', () => {
  const registerWith = (scopes: readonly string[]) => {
    world.sandbox.registerApp(world.appUrl, { scopes: [...scopes] });
  };
  const auditedAdditions = async () => {
    const audit = await world.db.audit.list('plain1', { limit: 10, before: null });
    return audit.filter(({ action }) => action === 'actions-added').length;
  };
  let all: readonly string[];
  beforeAll(() => {
    all = world.sandbox.bigcommerce.login.apps.list()[0]?.scopes ?? [];
  });

  it('the app installs, asks for nothing, and works', async () => {
    registerWith(all.filter((scope) => scope !== 'store_app_extensions_manage'));
    const merchant = world.merchant('plain1');
    await merchant.install();
    await merchant.open();
    expect(present('plain1')).toEqual([]);
    expect((await merchant.call('getStatus')).store.bigcommerceState).toBe('ok');
    expect(world.output()).not.toMatch(/"store":"plain1".*could not be added/);
  });

  it('the questions come when it is granted later, and are not doubled when the app is authorised again', async () => {
    registerWith(all);
    const merchant = world.merchant('plain1');
    await merchant.install();
    expect(present('plain1')).toEqual(wanted);
    expect(await routesOfMenus('plain1', '107')).toEqual(['/records/order/107', '/activity?why=107']);
    await merchant.install();
    expect(present('plain1')).toEqual(wanted);
    expect(await auditedAdditions()).toBe(1);
  });
});
