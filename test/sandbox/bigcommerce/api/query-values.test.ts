import { afterAll, beforeAll, expect, test } from 'vitest';
import { restEndpoints } from './index.ts';
import { kindOf } from './query-values.ts';
import { startTestApi, type TestApi } from './testing.ts';

let server: TestApi;
beforeAll(async () => {
  server = await startTestApi({ size: { orders: 60, customers: 20, products: 30 } });
});
afterAll(() => server.close());

const reads = restEndpoints.filter(({ method }) => method === 'GET');

/** The path of something that is there. */
function pathOf(template: string): string {
  const things: [RegExp, string][] = [
    [/products\/:\w+/, 'products/90'],
    [/variants\/:\w+/, 'variants/900'],
    [/brands\/:\w+/, 'brands/35'],
    [/categories\/:\w+/, 'categories/18'],
    [/customers\/:\w+/, 'customers/5'],
    [/orders\/:\w+/, 'orders/105'],
    [/sites\/:\w+/, 'sites/1000'],
    [/:uuid/, '00000000-0000-4000-a000-000000000000'],
    [/:\w+/g, '1'],
  ];
  return things.reduce((path, [what, thing]) => path.replace(what, thing), template);
}

const ask = (template: string, name: string, value: string) =>
  server.call('GET', `${pathOf(template)}?${new URLSearchParams({ [name]: value }).toString()}`);

test('values that no document allows are refused by every operation', async () => {
  const nonsense = { count: ['0', '-1', 'many'], number: ['x'], time: ['yesterday'], flag: ['perhaps'] };
  const taken: string[] = [];
  for (const { path, query, choices } of reads) {
    for (const name of query) {
      const kind = kindOf(name);
      const isChoice =
        name in (choices ?? {}) || ['direction', 'consignment_structure', 'sort'].includes(name);
      const values = isChoice ? ['nonsense'] : kind ? nonsense[kind] : [];
      for (const value of values) {
        const { status } = await ask(path, name, value);
        if (status < 400) taken.push(`${path}?${name}=${value}`);
      }
    }
  }
  expect(taken).toEqual([]);
});

/** Documented, and of nothing that the sandbox has. */
const toldNotToBeServed = [
  '/v2/orders/:order_id/taxes details',
  '/v3/orders/payment_actions/refunds transaction_id',
  '/v3/orders/:order_id/payment_actions/refunds transaction_id',
  '/v3/catalog/products inventory_low',
  '/v3/catalog/products keyword_context',
  ...['', ':min', ':max', ':not'].map((how) => `/v3/catalog/products date_last_imported${how}`),
  '/v3/catalog/variants upc',
  '/v3/catalog/trees/:tree_id/categories depth',
  '/v3/channels include',
  '/v3/channels/:channel_id include',
  '/v3/sites url_type:in',
];

test('filters that the sandbox does not look at are told, never ignored', async () => {
  const good = { count: '1', number: '1', time: '2026-01-01T00:00:00Z', flag: 'true' };
  const untold: string[] = [];
  for (const { path, query, choices } of reads) {
    for (const name of query) {
      const kind = kindOf(name);
      const value = choices?.[name]?.[0] ?? (name === 'direction' ? 'asc' : kind ? good[kind] : 'text');
      const { status, body } = await ask(path, name, value);
      if (status === 501) untold.push(`${path} ${name}`);
      else expect(status, `${path}?${name}=${value}: ${JSON.stringify(body)}`).toBeLessThan(500);
    }
  }
  expect(untold).toEqual(toldNotToBeServed);
});
