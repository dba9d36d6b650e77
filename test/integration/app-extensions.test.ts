import { afterAll, beforeAll, expect, it } from 'vitest';
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
  const routeOf = async (url: string) => {
    const response = await fetch(world.sandbox.loadUrl({ storeHash: 'demo123', url }), {
      redirect: 'manual',
    });
    const { hash } = new URL(response.headers.get('location') ?? '');
    return new URLSearchParams(hash.slice(1)).get('route');
  };
  expect(await routeOf('/records/order/106')).toBe('/records/order/106');
  expect(await routeOf('/activity?why=12')).toBe('/activity?why=12');
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

it('without the scope the app installs and asks for nothing', async () => {
  const [app] = world.sandbox.bigcommerce.login.apps.list();
  world.sandbox.registerApp(world.appUrl, {
    scopes: (app?.scopes ?? []).filter((scope) => scope !== 'store_app_extensions_manage'),
  });
  await world.merchant('plain1').install();
  await world.merchant('plain1').open();
  expect(present('plain1')).toEqual([]);
});
