import {
  addAddress,
  addCustomer,
  customersByEmail,
  idsByEmail,
  idsByPhone,
  patchCustomer,
  removeCustomer,
  type CustomerPatch,
} from '../../data/customer-writes.ts';
import { readPage, type ListWish } from '../../data/listing.ts';
import type { Customer, FormField } from '../../data/model.ts';
import { parseMoney } from '../../data/money.ts';
import { findCustomer } from '../../data/state.ts';
import { ApiRefusal, noContent, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isRecord, readBatch, requiredText, textField, toWholeNumber } from '../fields.ts';
import { cursorPage, readPageWish, v2List } from '../paging.ts';
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

const groups = [
  { id: 1, name: 'Wholesale', is_default: false, category_access: { type: 'all' }, discount_rules: [] },
  { id: 2, name: 'Retail', is_default: true, category_access: { type: 'all' }, discount_rules: [] },
];

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
  {
    method: 'GET',
    path: '/v2/customer_groups',
    scopes: scopes.customers,
    query: ['page', 'limit'],
    handle(call) {
      const { offset, limit } = readPageWish(call);
      return v2List(call, groups.slice(offset, offset + limit));
    },
  },
  {
    method: 'GET',
    path: '/v2/customer_groups/count',
    scopes: scopes.customers,
    query: [],
    handle: () => ok({ count: groups.length }),
  },
  {
    method: 'GET',
    path: '/v2/customer_groups/:group_id',
    scopes: scopes.customers,
    query: [],
    handle(call) {
      const group = groups.find(({ id }) => id === Number(call.params['group_id']));
      if (!group) throw new ApiRefusal(404, 'The requested resource was not found.');
      return ok(group);
    },
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

function customerWish(call: ApiCall): ListWish<Customer> {
  const { query, state } = call;
  const tests: ((customer: Customer) => boolean)[] = [];
  const lists = {
    email: query.list('email:in')?.map((email) => email.toLowerCase()),
    phone: query.list('phone:in'),
    company: query.list('company:in'),
    name: query.list('name:in')?.map((name) => name.toLowerCase()),
    like: query.list('name:like')?.map((name) => name.toLowerCase()),
    ip: query.list('registration_ip_address:in'),
    group: query.ints('customer_group_id:in'),
  };
  const nameOf = (customer: Customer) => `${customer.firstName} ${customer.lastName}`.toLowerCase();
  if (lists.email) tests.push(({ email }) => lists.email?.includes(email.toLowerCase()) === true);
  if (lists.phone) tests.push(({ phone }) => lists.phone?.includes(phone) === true);
  if (lists.company) tests.push(({ company }) => lists.company?.includes(company) === true);
  if (lists.name) tests.push((customer) => lists.name?.includes(nameOf(customer)) === true);
  if (lists.like)
    tests.push((customer) => lists.like?.some((part) => nameOf(customer).includes(part)) === true);
  if (lists.ip) tests.push(({ registrationIp }) => lists.ip?.includes(registrationIp) === true);
  if (lists.group) tests.push(({ groupId }) => lists.group?.includes(groupId) === true);
  const ids =
    query.ints('id:in') ??
    (lists.email ? idsByEmail(state, lists.email) : lists.phone ? idsByPhone(state, lists.phone) : undefined);
  const [created, modified] = [query.time('date_created'), query.time('date_modified')];
  return {
    minCreated: query.time('date_created:min') ?? created,
    maxCreated: query.time('date_created:max') ?? created,
    minModified: query.time('date_modified:min') ?? modified,
    maxModified: query.time('date_modified:max') ?? modified,
    asOf: call.asOf,
    ...(ids ? { ids } : {}),
    ...(tests.length > 0 ? { test: (customer: Customer) => tests.every((test) => test(customer)) } : {}),
  };
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

type MaybeShared = { email: string; channelIds?: number[] | null };

/** E-mails are unique per channel: two customers may share one when no channel has both. */
function shareEmail(a: MaybeShared, b: MaybeShared): boolean {
  if (a.email.toLowerCase() !== b.email.toLowerCase()) return false;
  const [ofA, ofB] = [a.channelIds ?? null, b.channelIds ?? null];
  return ofA === null || ofB === null || ofA.some((channel) => ofB.includes(channel));
}

function requiredEmail(fields: Record<string, unknown>): string {
  return checkEmail(requiredText(fields, 'email', { min: 3, max: 255 }));
}

function checkEmail(email: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw new ApiRefusal(422, 'The email address is invalid.', { email: 'error.email' });
}

function readNames(fields: Record<string, unknown>): CustomerPatch {
  const email = textField(fields, 'email', { min: 3, max: 255 });
  const firstName = textField(fields, 'first_name', { min: 1, max: 100 });
  const lastName = textField(fields, 'last_name', { min: 1, max: 100 });
  return {
    ...(email === undefined ? {} : { email: checkEmail(email) }),
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
  };
}

function readCustomerFields(fields: Record<string, unknown>) {
  const company = textField(fields, 'company', { max: 255 });
  const phone = textField(fields, 'phone', { max: 50 });
  const notes = textField(fields, 'notes', { max: 65_535 });
  const groupId = toWholeNumber(fields['customer_group_id']);
  const originChannelId = toWholeNumber(fields['origin_channel_id']);
  const channelIds = readChannelIds(fields['channel_ids']);
  const credit = Array.isArray(fields['store_credit_amounts'])
    ? fields['store_credit_amounts'].filter(isRecord)[0]
    : undefined;
  return {
    ...(company === undefined ? {} : { company }),
    ...(phone === undefined ? {} : { phone }),
    ...(notes === undefined ? {} : { notes }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(originChannelId === undefined ? {} : { originChannelId }),
    ...(channelIds === undefined ? {} : { channelIds }),
    ...(typeof credit?.['amount'] === 'number' ? { storeCredit: parseMoney(credit['amount']) } : {}),
    ...(Array.isArray(fields['form_fields']) ? { formFields: readFormFields(fields['form_fields']) } : {}),
  };
}

function readChannelIds(value: unknown): number[] | null | undefined {
  if (value === undefined || value === null) return value;
  const ids = Array.isArray(value) ? value.flatMap((id) => toWholeNumber(id) ?? []) : [];
  if (ids.length > 0) return ids;
  throw new ApiRefusal(422, 'The channel_ids are invalid.', { channel_ids: 'This array cannot be empty.' });
}

function readFormFields(list: readonly unknown[]): FormField[] {
  return list.filter(isRecord).map((field) => {
    const { name, value } = field;
    if (typeof name !== 'string')
      throw new ApiRefusal(422, 'The form field is invalid.', { name: 'error.path.missing' });
    if (typeof value === 'string' || typeof value === 'number') return { name, value };
    return { name, value: Array.isArray(value) ? value.map(String) : '' };
  });
}

/** A refusal that says which item of the batch it is about. */
function namingItem<T>(place: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    const errors = Object.entries(error.errors).map(([name, message]) => [
      `${place}.${name.replace(/^\d+\./, '')}`,
      message,
    ]);
    throw new ApiRefusal(error.status, error.message, Object.fromEntries(errors));
  }
}
