import {
  addAddress,
  addCustomer,
  customersByEmail,
  patchCustomer,
  removeCustomer,
  type CustomerPatch,
} from '../../data/customer-writes.ts';
import { readPage, type ListWish } from '../../data/listing.ts';
import type { Customer } from '../../data/model.ts';
import { findCustomer } from '../../data/state.ts';
import { ApiRefusal, noContent, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { namingItem, readCustomerFields, readNames, requiredEmail, shareEmail } from '../customer-bodies.ts';
import { customerWish } from '../customer-list.ts';
import { isRecord, readBatch, requiredText, toWholeNumber } from '../fields.ts';
import { cursorPage } from '../paging.ts';
import { presentCustomer } from '../present-customer.ts';
import { readNewAddress } from './addresses.ts';

/* https://developer.bigcommerce.com/docs/rest-management/customers */

const includes = [
  'addresses',
  'storecredit',
  'attributes',
  'formfields',
  'shopper_profile_id',
  'segment_ids',
];
const sorts = ['date_created', 'date_modified', 'last_name'] as const;
const mostPerCall = 10;

export const customerEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v3/customers',
    scopes: scopes.customers,
    query: [
      'page',
      'limit',
      'before',
      'after',
      'include',
      'sort',
      'id:in',
      'company:in',
      'customer_group_id:in',
      'email:in',
      'name:in',
      'name:like',
      'phone:in',
      'registration_ip_address:in',
      'date_created',
      'date_created:min',
      'date_created:max',
      'date_modified',
      'date_modified:min',
      'date_modified:max',
    ],
    handle: listCustomers,
  },
  {
    method: 'POST',
    path: '/v3/customers',
    scopes: scopes.customersWrite,
    query: [],
    handle: createCustomers,
  },
  {
    method: 'PUT',
    path: '/v3/customers',
    scopes: scopes.customersWrite,
    query: [],
    atOnce: 3,
    handle: updateCustomers,
  },
  {
    method: 'DELETE',
    path: '/v3/customers',
    scopes: scopes.customersWrite,
    query: ['id:in'],
    handle: deleteCustomers,
  },
];

function listCustomers(call: ApiCall): Answer {
  const { query, state } = call;
  const include = new Set(query.list('include') ?? []);
  const unknown = [...include].find((name) => !includes.includes(name));
  if (unknown !== undefined) throw query.refuse('include', 'known include', unknown);
  const wish = customerWish(call);
  const sort = query.sort(sorts);
  const sorted: ListWish<Customer> = {
    ...wish,
    descending: sort?.descending ?? false,
    ...(sort?.field === 'date_created' ? { sort: 'created' } : {}),
    ...(sort?.field === 'date_modified' ? { sort: 'modified' } : {}),
    ...(sort?.field === 'last_name' ? { compare: byLastName } : {}),
  };
  const total = () => readPage(state.customers, wish, 0, 0).total;
  return cursorPage<Customer>(call, {
    idOf: (customer) => customer.id,
    present: (customer) => presentCustomer(customer, include),
    byPage: (offset, limit) => readPage(state.customers, sorted, offset, limit),
    after(id, limit) {
      const later = { ...wish, minId: id + 1 };
      const { items, total: left } = readPage(state.customers, later, 0, limit);
      return { items, hasMore: left > items.length };
    },
    before(id, limit) {
      const earlier = { ...wish, maxId: id - 1, descending: true };
      const { items, total: left } = readPage(state.customers, earlier, 0, limit);
      return { items: items.reverse(), hasMore: left > items.length && total() > 0 };
    },
  });
}

function byLastName(a: Customer, b: Customer): number {
  return a.lastName < b.lastName ? -1 : a.lastName > b.lastName ? 1 : a.id - b.id;
}

/** One bad item fails the whole call. */
function createCustomers(call: ApiCall): Answer {
  const batch = readBatch(call.body, mostPerCall);
  if (batch.length === 0)
    throw new ApiRefusal(422, 'Create customers failed.', { '.customer_create': 'Error creating customers' });
  const wishes = batch.map((fields, place) =>
    namingItem(place, () => ({
      customer: {
        email: requiredEmail(fields),
        firstName: requiredText(fields, 'first_name', { max: 100 }),
        lastName: requiredText(fields, 'last_name', { max: 100 }),
        ...readCustomerFields(fields),
      },
      addresses: Array.isArray(fields['addresses'])
        ? fields['addresses'].filter(isRecord).map(readNewAddress)
        : [],
    })),
  );
  wishes.forEach(({ customer }, place) => {
    const inBatch = wishes.some((other, at) => at < place && shareEmail(other.customer, customer));
    const isTaken = customersByEmail(call.state, customer.email).some((other) => shareEmail(other, customer));
    if (inBatch || isTaken) {
      throw new ApiRefusal(422, 'Create customers failed.', {
        '.customer_create': `Error creating customers: email ${customer.email} already in use`,
      });
    }
  });
  const made = wishes.map(({ customer, addresses }) => {
    const { id } = addCustomer(call.state, customer);
    for (const address of addresses) addAddress(call.state, { ...address, customerId: id });
    return id;
  });
  return ok({ data: present(call, made, new Set(['addresses', 'formfields', 'storecredit'])), meta: {} });
}

function updateCustomers(call: ApiCall): Answer {
  const batch = readBatch(call.body, mostPerCall);
  const wishes = batch.map((fields, place) =>
    namingItem(place, () => {
      const id = toWholeNumber(fields['id']);
      if (id === undefined || !findCustomer(call.state, id)) {
        throw new ApiRefusal(422, 'Update customers failed.', {
          [`${place}.id`]: `customer ${String(fields['id'])} not found`,
        });
      }
      const wrong = ['registration_ip_address', 'date_created', 'date_modified', 'origin_channel_id'].find(
        (name) => name in fields,
      );
      if (wrong !== undefined) call.careless(`read-only field ${wrong} in an update`);
      const patch: CustomerPatch = { ...readCustomerFields(fields), ...readNames(fields) };
      return { id, patch };
    }),
  );
  for (const { id, patch } of wishes) {
    const customer = findCustomer(call.state, id);
    const wanted = { email: customer?.email ?? '', channelIds: customer?.channelIds ?? null, ...patch };
    const isTaken = customersByEmail(call.state, wanted.email).some(
      (other) => other.id !== id && shareEmail(other, wanted),
    );
    if (patch.email !== undefined && isTaken) {
      throw new ApiRefusal(422, 'Update customers failed.', {
        '.customer_update': `email ${wanted.email} already in use`,
      });
    }
  }
  for (const { id, patch } of wishes) patchCustomer(call.state, id, patch);
  const ids = wishes.map(({ id }) => id);
  return ok({ data: present(call, ids, new Set()), meta: {} });
}

/** 204 whatever happens; without a filter nothing happens. */
function deleteCustomers(call: ApiCall): Answer {
  const ids = call.query.ints('id:in');
  if (!ids) call.careless('deletion without a filter');
  for (const id of new Set(ids)) if (findCustomer(call.state, id)) removeCustomer(call.state, id);
  return noContent();
}

function present(call: ApiCall, ids: readonly number[], include: ReadonlySet<string>): unknown[] {
  return ids.flatMap((id) => {
    const customer = findCustomer(call.state, id);
    return customer ? [presentCustomer(customer, include)] : [];
  });
}
