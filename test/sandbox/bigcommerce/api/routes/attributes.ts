import { changeQuietly } from '../../data/customer-writes.ts';
import { readAll } from '../../data/listing.ts';
import type { AttributeDefinition, AttributeValue, Customer } from '../../data/model.ts';
import { findCustomer } from '../../data/state.ts';
import { ApiRefusal, noContent, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoZ } from '../dates.ts';
import { readBatch, requiredText, textField, toWholeNumber } from '../fields.ts';
import { v3PageOf } from '../paging.ts';
import { presentAttributeValue } from '../present-customer.ts';

/* https://developer.bigcommerce.com/docs/rest-management/customers/customer-attributes */

const definitions = '/v3/customers/attributes';
const values = '/v3/customers/attribute-values';
const dates = ['date_created', 'date_modified'].flatMap((name) => [name, `${name}:min`, `${name}:max`]);
const mostDefinitions = 50;
const types = ['string', 'number', 'date'] as const;

export const attributeEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: definitions,
    scopes: scopes.customers,
    query: ['page', 'limit', 'name', 'name:like', 'type', ...dates],
    handle: listDefinitions,
  },
  {
    method: 'POST',
    path: definitions,
    scopes: scopes.customersWrite,
    query: [],
    atOnce: 3,
    handle: createDefinitions,
  },
  {
    method: 'PUT',
    path: definitions,
    scopes: scopes.customersWrite,
    query: [],
    atOnce: 3,
    handle: renameDefinitions,
  },
  {
    method: 'DELETE',
    path: definitions,
    scopes: scopes.customersWrite,
    query: ['id:in'],
    handle(call) {
      for (const id of call.query.ints('id:in') ?? []) call.state.attributes.delete(id);
      return noContent();
    },
  },
  {
    method: 'GET',
    path: values,
    scopes: scopes.customers,
    query: ['page', 'limit', 'customer_id:in', 'attribute_id:in', 'name', ...dates],
    handle: listValues,
  },
  { method: 'PUT', path: values, scopes: scopes.customersWrite, query: [], atOnce: 3, handle: upsertValues },
  { method: 'DELETE', path: values, scopes: scopes.customersWrite, query: ['id:in'], handle: deleteValues },
];

/** Whether a thing's times are within the filters. */
function inTime(call: ApiCall, thing: { createdAt: number; modifiedAt: number }): boolean {
  const within = (name: string, time: number) => {
    const min = call.query.time(`${name}:min`) ?? call.query.time(name) ?? -Infinity;
    const max = call.query.time(`${name}:max`) ?? call.query.time(name) ?? Infinity;
    return time >= min && time < max + 1000;
  };
  return within('date_created', thing.createdAt) && within('date_modified', thing.modifiedAt);
}

function presentDefinition(definition: AttributeDefinition) {
  return {
    id: definition.id,
    name: definition.name,
    type: definition.type,
    date_created: isoZ(definition.createdAt),
    date_modified: isoZ(definition.modifiedAt),
  };
}

function listDefinitions(call: ApiCall): Answer {
  const { query, state } = call;
  const [name, like, type] = [query.text('name'), query.text('name:like')?.toLowerCase(), query.text('type')];
  const found = [...state.attributes.values()].filter(
    (one) =>
      (name === undefined || one.name === name) &&
      (like === undefined || one.name.toLowerCase().includes(like)) &&
      (type === undefined || one.type === type) &&
      inTime(call, one),
  );
  return v3PageOf(call, found, presentDefinition);
}

function createDefinitions(call: ApiCall): Answer {
  const { attributes, next } = call.state;
  const wishes = readBatch(call.body, mostDefinitions).map((fields) => {
    const name = requiredText(fields, 'name', { max: 255 });
    const type = types.find((known) => known === fields['type']);
    if (!type) throw new ApiRefusal(422, 'The attribute is invalid.', { type: 'Please provide a type.' });
    if ([...attributes.values()].some((known) => known.name === name)) {
      throw new ApiRefusal(422, 'The attribute is invalid.', { name: 'The name is in use.' });
    }
    return { name, type };
  });
  if (attributes.size + wishes.length > mostDefinitions) {
    throw new ApiRefusal(422, `A store cannot have more than ${mostDefinitions} customer attributes.`);
  }
  const made = wishes.map((wish): AttributeDefinition => {
    const definition = { ...wish, id: next.attribute++, createdAt: call.now, modifiedAt: call.now };
    attributes.set(definition.id, definition);
    return definition;
  });
  return ok({ data: made.map(presentDefinition), meta: {} });
}

function renameDefinitions(call: ApiCall): Answer {
  const changed = readBatch(call.body, mostDefinitions).map((fields): AttributeDefinition => {
    const known = call.state.attributes.get(toWholeNumber(fields['id']) ?? 0);
    if (!known)
      throw new ApiRefusal(422, 'The attribute is invalid.', { id: 'The attribute was not found.' });
    if (fields['type'] !== undefined && fields['type'] !== known.type) {
      throw new ApiRefusal(422, 'The attribute is invalid.', { type: 'The type cannot be changed.' });
    }
    return {
      ...known,
      name: textField(fields, 'name', { min: 1, max: 255 }) ?? known.name,
      modifiedAt: call.now,
    };
  });
  for (const definition of changed) call.state.attributes.set(definition.id, definition);
  return ok({ data: changed.map(presentDefinition), meta: {} });
}

interface OwnedValue {
  customer: Customer;
  value: AttributeValue;
}

function listValues(call: ApiCall): Answer {
  const { query, state } = call;
  const customerIds = query.ints('customer_id:in');
  const attributeIds = query.ints('attribute_id:in');
  const name = query.text('name');
  const customers = customerIds
    ? [...new Set(customerIds)].flatMap((id) => findCustomer(state, id, call.asOf) ?? [])
    : readAll(state.customers, { asOf: call.asOf });
  const found: OwnedValue[] = [];
  for (const customer of customers) {
    for (const value of customer.attributes) {
      const isNamed = name === undefined || state.attributes.get(value.attributeId)?.name === name;
      if (isNamed && (!attributeIds || attributeIds.includes(value.attributeId)) && inTime(call, value)) {
        found.push({ customer, value });
      }
    }
  }
  return v3PageOf(call, found, presentOwned);
}

function presentOwned({ customer, value }: OwnedValue) {
  return presentAttributeValue(customer, value);
}

const mostCustomers = 10;

function upsertValues(call: ApiCall): Answer {
  const { state, now } = call;
  const wishes = readBatch(call.body, Infinity).map((fields) => {
    const customerId = toWholeNumber(fields['customer_id']);
    const attributeId = toWholeNumber(fields['attribute_id']);
    const value = requiredValue(fields);
    if (customerId === undefined || !findCustomer(state, customerId)) {
      throw new ApiRefusal(422, 'The attribute value is invalid.', {
        customer_id: 'The customer was not found.',
      });
    }
    if (attributeId === undefined || !state.attributes.has(attributeId)) {
      throw new ApiRefusal(422, 'The attribute value is invalid.', {
        attribute_id: 'The attribute was not found.',
      });
    }
    return { customerId, attributeId, value };
  });
  if (new Set(wishes.map(({ customerId }) => customerId)).size > mostCustomers) {
    throw new ApiRefusal(413, `The maximum number of customers allowed is ${mostCustomers}.`);
  }
  const written = wishes.map(({ customerId, attributeId, value }): OwnedValue => {
    const customer = changeQuietly(state, customerId, (owner) => {
      const known = owner.attributes.find((one) => one.attributeId === attributeId);
      if (known) Object.assign(known, { value, modifiedAt: now });
      else
        owner.attributes.push({
          id: state.next.attributeValue++,
          attributeId,
          value,
          createdAt: now,
          modifiedAt: now,
        });
    });
    const stored = customer.attributes.find((one) => one.attributeId === attributeId);
    return { customer, value: stored ?? { id: 0, attributeId, value, createdAt: now, modifiedAt: now } };
  });
  return ok({ data: written.map(presentOwned), meta: {} });
}

function requiredValue(fields: Record<string, unknown>): string {
  const value = textField(fields, 'value', { max: 255 });
  if (value === undefined)
    throw new ApiRefusal(422, 'The attribute value is invalid.', { value: 'error.path.missing' });
  return value;
}

function deleteValues(call: ApiCall): Answer {
  const ids = new Set(call.query.ints('id:in'));
  if (ids.size === 0) return noContent();
  for (const customer of readAll(call.state.customers, {})) {
    if (!customer.attributes.some(({ id }) => ids.has(id))) continue;
    changeQuietly(call.state, customer.id, (owner) => {
      owner.attributes = owner.attributes.filter(({ id }) => !ids.has(id));
    });
  }
  return noContent();
}
