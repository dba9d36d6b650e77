import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildRawCustomer } from '../../server/bigcommerce/fixtures.ts';
import { openBigcommerceBench, type BigcommerceBench } from './clients-bigcommerce-support.ts';
import { failureOf } from './clients-failure.ts';

describe('the BigCommerce client', () => {
  let bench: BigcommerceBench;
  beforeEach(async () => {
    bench = await openBigcommerceBench();
  });
  afterEach(() => bench.close());

  it('leaves out a customer without an id, and takes a page of nothing else for garbage', async () => {
    const page = { minModified: new Date(0), page: 1, limit: 250, formFields: false };
    bench.answerWith({ data: [{ email: 'x' }, buildRawCustomer()] });
    expect((await bench.open().listCustomersModified(page)).customers.map(({ id }) => id)).toEqual([32]);
    expect((await failureOf(bench.open().listCustomersById([31, 32], false))).failure).toBe('garbage');
    bench.answerWith({ data: [{ email: 'x' }, buildRawCustomer()], meta: { pagination: { total: 502 } } });
    const created = { maxCreated: new Date('2026-01-31T12:00:00Z'), page: 1 };
    expect(await bench.open().listCustomerIds(created)).toEqual({ ids: [32], pages: 3 });
    bench.answerWith({ data: [{ email: 'x' }] });
    expect((await failureOf(bench.open().listCustomersModified(page))).failure).toBe('garbage');
  });

  it('follows customers by cursor to the end', async () => {
    const full = Array.from({ length: 2 }, (_, id) => buildRawCustomer({ id: id + 1 }));
    bench.answerWith(
      {
        data: full,
        meta: {
          pagination: { total: 3 },
          cursor_pagination: { per_page: 2, end_cursor: 'c+1=', links: { next: '?after=c' } },
        },
      },
      { data: [buildRawCustomer({ id: 3 })], meta: { cursor_pagination: { end_cursor: 'c2', links: {} } } },
    );
    const client = bench.open();
    const one = await client.listCustomers({ after: null, limit: 2, formFields: true });
    expect(one).toMatchObject({ after: 'c+1=', customers: [{ id: 1 }, { id: 2 }] });
    const two = await client.listCustomers({ after: one.after, limit: 2, formFields: true });
    expect(two).toMatchObject({ after: null, customers: [{ id: 3 }] });
    expect(bench.server.seen.map(({ query }) => [query['after'] ?? null, query['include']])).toEqual([
      [null, 'addresses,formfields'],
      ['c+1=', 'addresses,formfields'],
    ]);
  });

  it('does not end the list of customers when the cursor of a full page is missing', async () => {
    bench.answerWith({
      data: [buildRawCustomer()],
      meta: { pagination: { total: 3, current_page: 1, total_pages: 3, per_page: 1 } },
    });
    const call = bench.open().listCustomers({ after: null, limit: 1, formFields: false });
    expect((await failureOf(call)).failure).toBe('garbage');
  });

  it('creates a customer once, however the call ends', async () => {
    const input = { email: 'a@b.co', firstName: 'A', lastName: 'B', phone: '' };
    bench.server.answer = (_, response) => response.socket?.destroy();
    expect((await failureOf(bench.open().createCustomer(input))).failure).toBe('network');
    expect(bench.server.seen).toHaveLength(1);
    bench.answerWith({ data: [buildRawCustomer({ id: 9 })], meta: {} });
    expect((await bench.open().createCustomer(input)).id).toBe(9);
    expect(JSON.parse(bench.server.seen[1]?.body ?? '')).toEqual([
      { email: 'a@b.co', first_name: 'A', last_name: 'B' },
    ]);
  });

  it('finds a customer by e-mail, or says that there is none', async () => {
    bench.answerWith({ data: [buildRawCustomer()], meta: {} }, { data: [], meta: {} });
    expect((await bench.open().findCustomerByEmail('a+b@example.com'))?.id).toBe(32);
    expect(bench.server.seen[0]?.query['email:in']).toBe('a+b@example.com');
    expect(await bench.open().findCustomerByPhone('5125550142')).toBeNull();
  });
});
