import { addAddress, removeAddress, replaceAddress } from '../../data/customer-writes.ts';
import { readPage } from '../../data/listing.ts';
import type { CustomerAddress } from '../../data/model.ts';
import { findCustomer } from '../../data/state.ts';
import { cities } from '../../data/words.ts';
import { ApiRefusal, noContent, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { readBatch, requiredText, textField, toWholeNumber } from '../fields.ts';
import { readPageWish, v3Page, v3PageOf } from '../paging.ts';
import { presentCustomerAddress } from '../present-customer.ts';

/* https://developer.bigcommerce.com/docs/rest-management/customers/addresses */

const path = '/v3/customers/addresses';

export const addressEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    scopes: scopes.customers,
    query: ['page', 'limit', 'include', 'id:in', 'customer_id:in', 'company:in', 'name:in'],
    choices: { include: ['formfields'] },
    handle: listAddresses,
  },
  { method: 'POST', path, scopes: scopes.customersWrite, query: [], atOnce: 10, handle: createAddresses },
  { method: 'PUT', path, scopes: scopes.customersWrite, query: [], atOnce: 3, handle: updateAddresses },
  {
    method: 'DELETE',
    path,
    scopes: scopes.customersWrite,
    query: ['id:in'],
    handle(call) {
      for (const id of new Set(call.query.ints('id:in'))) {
        const address = findAddress(call, id);
        if (address) removeAddress(call.state, address);
      }
      return noContent();
    },
  },
];

function listAddresses(call: ApiCall): Answer {
  const { query, state } = call;
  const withFormFields = query.list('include')?.includes('formfields') === true;
  const customerIds = query.ints('customer_id:in');
  const ids = query.ints('id:in');
  const companies = query.list('company:in');
  const names = query.list('name:in');
  const fits = (address: CustomerAddress) =>
    (!ids || ids.includes(address.id)) &&
    (!companies || companies.includes(address.company)) &&
    (!names || names.includes(`${address.firstName} ${address.lastName}`));
  const present = (address: CustomerAddress) => presentCustomerAddress(address, withFormFields);
  if (customerIds || ids) {
    const candidates = customerIds
      ? [...new Set(customerIds)].flatMap((id) => findCustomer(state, id, call.asOf)?.addresses ?? [])
      : (ids ?? []).flatMap((id) => findAddress(call, id) ?? []);
    return v3PageOf(
      call,
      candidates.filter(fits).sort((a, b) => a.id - b.id),
      present,
    );
  }
  return listByCustomer(call, fits, present);
}

/** All addresses: customers are read until the page is full, so its cost rises with its number. */
function listByCustomer(
  call: ApiCall,
  fits: (address: CustomerAddress) => boolean,
  present: (address: CustomerAddress) => unknown,
): Answer {
  const wish = readPageWish(call);
  const found: CustomerAddress[] = [];
  let total = 0;
  const batch = 500;
  for (let offset = 0; ; offset += batch) {
    const { items } = readPage(call.state.customers, { asOf: call.asOf }, offset, batch);
    for (const customer of items) {
      for (const address of customer.addresses.filter(fits)) {
        if (total >= wish.offset && found.length < wish.limit) found.push(address);
        total += 1;
      }
    }
    if (items.length < batch) break;
  }
  return v3Page(call, found.map(present), total, wish);
}

/** The number of a customer stands in those of their generated addresses. */
function findAddress(call: ApiCall, id: number): CustomerAddress | undefined {
  const { state, asOf } = call;
  const generated = findCustomer(state, Math.floor(id / 20), asOf)?.addresses.find(
    (address) => address.id === id,
  );
  if (generated) return generated;
  for (const [, customer] of state.customers.changes.entries(asOf)) {
    const address = customer?.addresses.find((one) => one.id === id);
    if (address) return address;
  }
  return undefined;
}

export function readNewAddress(fields: Record<string, unknown>): Omit<CustomerAddress, 'id' | 'customerId'> {
  const code = requiredText(fields, 'country_code', { min: 2, max: 2 });
  return {
    firstName: requiredText(fields, 'first_name', { max: 255 }),
    lastName: requiredText(fields, 'last_name', { max: 255 }),
    company: textField(fields, 'company', { max: 255 }) ?? '',
    street1: requiredText(fields, 'address1', { max: 255 }),
    street2: textField(fields, 'address2', { max: 255 }) ?? '',
    city: requiredText(fields, 'city', { max: 100 }),
    state: textField(fields, 'state_or_province', { max: 100 }) ?? '',
    zip: textField(fields, 'postal_code', { max: 30 }) ?? '',
    country: cities.find(({ iso2 }) => iso2 === code)?.country ?? '',
    countryIso2: code,
    phone: textField(fields, 'phone', { max: 50 }) ?? '',
    type: fields['address_type'] === 'commercial' ? 'commercial' : 'residential',
  };
}

/** An exact duplicate is answered with 200 and left out. */
function createAddresses(call: ApiCall): Answer {
  const batch = readBatch(call.body, 250);
  const wishes = batch.map((fields) => {
    const customerId = toWholeNumber(fields['customer_id']);
    if (customerId === undefined || !findCustomer(call.state, customerId)) {
      throw new ApiRefusal(422, 'Create addresses failed.', { customer_id: 'The customer was not found.' });
    }
    return { ...readNewAddress(fields), customerId };
  });
  const made = wishes.flatMap((address) => {
    const known = findCustomer(call.state, address.customerId)?.addresses ?? [];
    return known.some((one) => isSame(one, address)) ? [] : [addAddress(call.state, address)];
  });
  return ok({ data: made.map((address) => presentCustomerAddress(address, false)), meta: {} });
}

function updateAddresses(call: ApiCall): Answer {
  const wishes = readBatch(call.body, 250).map((fields) => {
    const known = findAddress(call, toWholeNumber(fields['id']) ?? 0);
    if (!known) throw new ApiRefusal(422, 'Update addresses failed.', { id: 'The address was not found.' });
    const merged = { ...presentCustomerAddress(known, false), ...fields };
    return { ...readNewAddress(merged), id: known.id, customerId: known.customerId };
  });
  const changed = wishes.filter((address) => {
    const known = findCustomer(call.state, address.customerId)?.addresses ?? [];
    return !known.some((one) => isSame(one, address));
  });
  for (const address of changed) replaceAddress(call.state, address);
  return ok({ data: changed.map((address) => presentCustomerAddress(address, false)), meta: {} });
}

function isSame(known: CustomerAddress, wanted: Omit<CustomerAddress, 'id'>): boolean {
  return (
    JSON.stringify({ ...known, id: 0, country: '' }, order) ===
    JSON.stringify({ ...wanted, id: 0, country: '' }, order)
  );
}

const order = [
  'customerId',
  'firstName',
  'lastName',
  'company',
  'phone',
  'type',
  'street1',
  'street2',
  'city',
  'countryIso2',
  'state',
  'zip',
];
