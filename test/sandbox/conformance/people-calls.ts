import { dataOf, idIn, type Session } from './session.ts';

const address = {
  first_name: 'Ada',
  last_name: 'Quill',
  address1: '1 Front Street',
  city: 'Austin',
  state_or_province: 'Texas',
  postal_code: '78751',
  country_code: 'US',
};

/** Every operation on customers, their parts and subscribers. */
export async function callPeople(session: Session): Promise<void> {
  const { ask } = session;
  const include = 'addresses,storecredit,attributes,formfields,shopper_profile_id,segment_ids';
  await ask('GET /v3/customers', { query: { limit: 250, include } });
  await ask('GET /v3/customers', { query: { limit: 100, page: 2 } });
  await ask('GET /v3/customers', { query: { after: Buffer.from('{"id":9}').toString('base64url') } });
  await ask('GET /v3/customers', { query: { include: 'everything' }, status: 422 });
  const made = dataOf(
    await ask('POST /v3/customers', {
      body: [{ email: 'ada.quill@example.com', first_name: 'Ada', last_name: 'Quill', addresses: [address] }],
    }),
  );
  const id = Number(made[0]?.['id']);
  await ask('POST /v3/customers', { body: [{ email: 'no-name@example.com' }], status: 422 });
  await ask('PUT /v3/customers', { body: [{ id, notes: 'met at the counter' }] });
  await ask('PUT /v3/customers', { body: [{ id: 999_999 }], status: 422 });

  await ask('GET /v3/customers/addresses', { query: { limit: 250, include: 'formfields' } });
  const addresses = dataOf(
    await ask('POST /v3/customers/addresses', {
      body: [{ ...address, customer_id: id, address1: '2 Front Street' }],
    }),
  );
  await ask('POST /v3/customers/addresses', { body: [{ ...address, customer_id: 999_999 }], status: 422 });
  await ask('PUT /v3/customers/addresses', { body: [{ id: addresses[0]?.['id'], city: 'Dallas' }] });
  await ask('PUT /v3/customers/addresses', { body: [{ id: 1, city: 'Dallas' }], status: 422 });
  await ask('DELETE /v3/customers/addresses', {
    query: { 'id:in': Number(addresses[0]?.['id']) },
    status: 204,
  });
  await callAttributes(session, id);
  await callSubscribers(session);
  await ask('DELETE /v3/customers', { query: { 'id:in': id }, status: 204 });
  await ask('GET /v2/customer_groups');
  await ask('GET /v2/customer_groups/count');
  await ask('GET /v2/customer_groups/{id}', { ids: [1] });
}

async function callAttributes({ ask }: Session, customerId: number): Promise<void> {
  await ask('GET /v3/customers/attributes');
  const [made] = dataOf(
    await ask('POST /v3/customers/attributes', { body: [{ name: 'Tier', type: 'string' }] }),
  );
  const id = made?.['id'];
  await ask('POST /v3/customers/attributes', { body: [{ name: 'Tier', type: 'colour' }], status: 422 });
  await ask('PUT /v3/customers/attributes', { body: [{ id, name: 'Loyalty tier' }] });
  await ask('GET /v3/customers/attribute-values', { query: { limit: 250 } });
  const value = { attribute_id: id, customer_id: customerId, value: 'gold' };
  const [written] = dataOf(await ask('PUT /v3/customers/attribute-values', { body: [value] }));
  await ask('PUT /v3/customers/attribute-values', { body: [{ ...value, attribute_id: 999 }], status: 422 });
  await ask('DELETE /v3/customers/attribute-values', {
    query: { 'id:in': Number(written?.['id']) },
    status: 204,
  });
  await ask('DELETE /v3/customers/attributes', { query: { 'id:in': Number(id) }, status: 204 });
  await ask('GET /v3/customers/form-field-values', { query: { limit: 250 } });
  await ask('PUT /v3/customers/form-field-values', {
    body: [{ customer_id: customerId, name: 'Birthday', value: '1990-04-01' }],
  });
}

async function callSubscribers({ ask }: Session): Promise<void> {
  await ask('GET /v3/customers/subscribers', { query: { limit: 250 } });
  const body = {
    email: 'reader@example.com',
    first_name: 'Ray',
    last_name: 'Reader',
    source: 'API',
    channel_id: 1,
  };
  const made = idIn(await ask('POST /v3/customers/subscribers', { body }));
  await ask('POST /v3/customers/subscribers', { body, status: 409 });
  await ask('POST /v3/customers/subscribers', { body: {}, status: 422 });
  const ids = [made];
  await ask('GET /v3/customers/subscribers/{id}', { ids });
  await ask('GET /v3/customers/subscribers/{id}', { ids: [99_999], status: 404 });
  await ask('PUT /v3/customers/subscribers/{id}', { ids, body: { consents: ['marketing_newsletter'] } });
  await ask('DELETE /v3/customers/subscribers/{id}', { ids, status: 204 });
  await ask('DELETE /v3/customers/subscribers', { query: { email: body.email }, status: 204 });
}
