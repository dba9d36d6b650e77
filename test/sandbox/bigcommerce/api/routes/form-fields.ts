import { changeQuietly, setFormField } from '../../data/customer-writes.ts';
import { readAll, readPage } from '../../data/listing.ts';
import type { Customer, FormField } from '../../data/model.ts';
import { findCustomer } from '../../data/state.ts';
import { ApiRefusal, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { readBatch, requiredText, toWholeNumber } from '../fields.ts';
import { cursorPage } from '../paging.ts';

/* https://developer.bigcommerce.com/docs/rest-management/customers/customer-form-fields */

const path = '/v3/customers/form-field-values';
/** Places in a customer's list of fields; a value's number is made of both. */
const fieldsPerCustomer = 100;

interface OwnedField {
  id: number;
  customerId: number;
  field: FormField;
}

export const formFieldEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    scopes: scopes.customers,
    query: ['page', 'limit', 'customer_id', 'address_id', 'field_name', 'field_type', 'before', 'after'],
    handle: listValues,
  },
  { method: 'PUT', path, scopes: scopes.customersWrite, query: [], atOnce: 10, handle: upsertValues },
];

function typeOf(field: FormField): string {
  if (field.name === 'Birthday') return 'date';
  return Array.isArray(field.value) ? 'checkboxes' : 'text';
}

function listValues(call: ApiCall): Answer {
  const { query, state } = call;
  const customerId = query.int('customer_id');
  const [name, type] = [query.text('field_name'), query.text('field_type')];
  // The generated addresses have no fields of their own.
  const isEmpty = query.int('address_id') !== undefined;
  const fieldsOf = (customer: Customer): OwnedField[] =>
    customer.formFields
      .map((field, place) => ({
        id: customer.id * fieldsPerCustomer + place,
        customerId: customer.id,
        field,
      }))
      .filter(
        ({ field }) =>
          (name === undefined || field.name === name) && (type === undefined || typeOf(field) === type),
      );
  const ids = isEmpty ? [] : customerId === undefined ? undefined : [customerId];
  const wish = { asOf: call.asOf, ...(ids ? { ids } : {}) };

  function take(
    items: Iterable<Customer>,
    accept: (field: OwnedField) => boolean,
    most: number,
  ): OwnedField[] {
    const taken: OwnedField[] = [];
    for (const customer of items) {
      taken.push(...fieldsOf(customer).filter(accept));
      if (taken.length >= most) break;
    }
    return taken;
  }

  return cursorPage<OwnedField>(call, {
    idOf: ({ id }) => id,
    present: ({ customerId: owner, field }) => ({ customer_id: owner, name: field.name, value: field.value }),
    byPage(offset, limit) {
      const items = take(customersOf(call, wish), () => true, offset + limit);
      return { items: items.slice(offset, offset + limit), total: totalOf(call, wish, fieldsOf) };
    },
    after(id, limit) {
      const from = { ...wish, minId: Math.floor(id / fieldsPerCustomer) };
      const items = take(customersOf(call, from), (field) => field.id > id, limit + 1);
      return { items: items.slice(0, limit), hasMore: items.length > limit };
    },
    before(id, limit) {
      const to = { ...wish, maxId: Math.floor(id / fieldsPerCustomer), descending: true };
      const backwards = readPage(state.customers, to, 0, limit + 1).items.reverse();
      const items = backwards.flatMap(fieldsOf).filter((field) => field.id < id);
      return { items: items.slice(-limit), hasMore: items.length > limit };
    },
  });
}

type Wish = Parameters<typeof readAll<Customer>>[1];

function customersOf(call: ApiCall, wish: Wish): Iterable<Customer> {
  return wish.ids
    ? readPage(call.state.customers, wish, 0, wish.ids.length).items
    : readAll(call.state.customers, wish);
}

/** Customers have one to three fields or none; of very many customers the number is told by their share. */
function totalOf(call: ApiCall, wish: Wish, fieldsOf: (customer: Customer) => OwnedField[]): number {
  const sampleSize = 2000;
  const sample = readPage(call.state.customers, wish, 0, sampleSize);
  const inSample = sample.items.reduce((sum, customer) => sum + fieldsOf(customer).length, 0);
  return sample.total <= sampleSize ? inSample : Math.round((inSample * sample.total) / sampleSize);
}

/** Deprecated, and still there. */
function upsertValues(call: ApiCall): Answer {
  call.careless('deprecated');
  const wishes = readBatch(call.body, 10).map((fields) => {
    const customerId = toWholeNumber(fields['customer_id']);
    if (customerId === undefined || !findCustomer(call.state, customerId)) {
      throw new ApiRefusal(422, 'The form field value is invalid.', {
        customer_id: 'The customer was not found.',
      });
    }
    const name = requiredText(fields, 'name', { max: 255 });
    const { value: given } = fields;
    const value = typeof given === 'number' || typeof given === 'string' ? given : '';
    return { customerId, field: { name, value } };
  });
  for (const { customerId, field } of wishes) {
    changeQuietly(call.state, customerId, (customer) => setFormField(customer, field));
  }
  return ok({
    data: wishes.map(({ customerId, field }) => ({ customer_id: customerId, ...field })),
    meta: {},
  });
}
