import { idsForEmail, idsForPhone } from './base-customer.ts';
import type { Customer, CustomerAddress, FormField } from './model.ts';
import { channelIds } from './profile.ts';
import { findCustomer, type StoreState } from './state.ts';

/** Everything that changes customers, with the events that the platform fires for it. */

export type NewCustomer = Partial<
  Omit<Customer, 'id' | 'email' | 'firstName' | 'lastName' | 'createdAt' | 'modifiedAt' | 'addresses'>
> & { email: string; firstName: string; lastName: string };

export function requireCustomer(state: StoreState, id: number): Customer {
  const customer = findCustomer(state, id);
  if (!customer) throw new Error(`the store has no customer ${id}`);
  return customer;
}

export function addCustomer(state: StoreState, input: NewCustomer): Customer {
  const now = state.clock.now();
  const customer: Customer = {
    company: '',
    phone: '',
    notes: '',
    taxExemptCategory: '',
    groupId: 0,
    // Only the storefront knows an address to register.
    registrationIp: '',
    forcePasswordReset: false,
    acceptsReviewEmails: false,
    originChannelId: channelIds.web,
    channelIds: null,
    storeCredit: 0,
    formFields: [],
    attributes: [],
    ...input,
    id: state.next.customer++,
    addresses: [],
    createdAt: now,
    modifiedAt: now,
  };
  state.customers.changes.set(customer.id, customer, now);
  fire(state, customer, 'created');
  return customer;
}

export type CustomerPatch = Partial<Omit<NewCustomer, 'formFields' | 'attributes'>> & {
  formFields?: FormField[];
};

export function patchCustomer(state: StoreState, id: number, patch: CustomerPatch): Customer {
  const { formFields, ...rest } = patch;
  const customer = structuredClone(requireCustomer(state, id));
  Object.assign(customer, rest);
  for (const field of formFields ?? []) setFormField(customer, field);
  save(state, customer);
  fire(state, customer, 'updated');
  return customer;
}

export function setFormField(customer: Customer, field: FormField): void {
  const known = customer.formFields.find(({ name }) => name === field.name);
  if (known) known.value = field.value;
  else customer.formFields.push({ ...field });
}

export function removeCustomer(state: StoreState, id: number): void {
  const customer = requireCustomer(state, id);
  state.customers.changes.set(id, null, state.clock.now());
  fire(state, customer, 'deleted');
}

/** Changes of addresses and attributes do not fire `store/customer/updated`. */
export function changeQuietly(state: StoreState, id: number, change: (customer: Customer) => void): Customer {
  const customer = structuredClone(requireCustomer(state, id));
  change(customer);
  save(state, customer);
  return customer;
}

export function addAddress(state: StoreState, address: Omit<CustomerAddress, 'id'>): CustomerAddress {
  const stored: CustomerAddress = { ...address, id: state.next.address++ };
  changeQuietly(state, address.customerId, (customer) => customer.addresses.push(stored));
  fireAddress(state, stored, 'created');
  return stored;
}

export function replaceAddress(state: StoreState, address: CustomerAddress): void {
  changeQuietly(state, address.customerId, (customer) => {
    customer.addresses = customer.addresses.map((one) => (one.id === address.id ? address : one));
  });
  fireAddress(state, address, 'updated');
}

export function removeAddress(state: StoreState, address: CustomerAddress): void {
  changeQuietly(state, address.customerId, (customer) => {
    customer.addresses = customer.addresses.filter(({ id }) => id !== address.id);
  });
  fireAddress(state, address, 'deleted');
}

/** Customers with this e-mail, whatever its case. */
export function customersByEmail(state: StoreState, email: string): Customer[] {
  const wanted = email.trim().toLowerCase();
  const ids = new Set([...idsForEmail(state.world, wanted), ...changedIds(state)]);
  return pick(state, ids, (customer) => customer.email.toLowerCase() === wanted);
}

/** Numbers of the customers whose phone may be one of these, spelled alike. */
export function idsByPhone(state: StoreState, phones: readonly string[]): number[] {
  return [...phones.flatMap((phone) => idsForPhone(state.world, phone)), ...changedIds(state)];
}

export function idsByEmail(state: StoreState, emails: readonly string[]): number[] {
  return [...emails.flatMap((email) => idsForEmail(state.world, email.toLowerCase())), ...changedIds(state)];
}

function changedIds(state: StoreState): number[] {
  return [...state.customers.changes.entries()].map(([id]) => id);
}

function pick(state: StoreState, ids: Iterable<number>, accept: (customer: Customer) => boolean): Customer[] {
  const found: Customer[] = [];
  for (const id of ids) {
    const customer = findCustomer(state, id);
    if (customer && accept(customer)) found.push(customer);
  }
  return found;
}

function save(state: StoreState, customer: Customer): void {
  const now = state.clock.now();
  customer.modifiedAt = now;
  state.customers.changes.set(customer.id, customer, now);
}

function fire(state: StoreState, customer: Customer, what: 'created' | 'updated' | 'deleted'): void {
  const channels =
    what === 'updated'
      ? { origin_channel_id: customer.originChannelId, channel_ids: customer.channelIds }
      : {};
  state.emit({
    scope: `store/customer/${what}`,
    data: { type: 'customer', id: customer.id, ...channels },
  });
}

function fireAddress(state: StoreState, address: CustomerAddress, what: string): void {
  state.emit({
    scope: `store/customer/address/${what}`,
    // The number is the address's, though the type says customer.
    data: { type: 'customer', id: address.id, address: { customer_id: address.customerId } },
  });
}
