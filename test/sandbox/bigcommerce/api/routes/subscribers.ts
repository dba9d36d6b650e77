import { firstCustomerId } from '../../data/world.ts';
import type { Subscriber } from '../../data/model.ts';
import { idsForEmail } from '../../data/base-customer.ts';
import { findSubscriber, type StoreState } from '../../data/state.ts';
import { addSubscriber, changeSubscriber, subscriberWithEmail } from '../../data/subscriber-writes.ts';
import { ApiRefusal, data, noContent, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoZ } from '../dates.ts';
import { readFields, requiredText, textField, toWholeNumber } from '../fields.ts';
import { readPageWish, v3Page, v3PageOf } from '../paging.ts';

/* https://developer.bigcommerce.com/docs/rest-management/subscribers */

const path = '/v3/customers/subscribers';
const filters = [
  'email',
  'first_name',
  'last_name',
  'source',
  'order_id',
  'id',
  'id:in',
  'date_created',
  'date_created:min',
  'date_created:max',
  'date_modified',
  'date_modified:min',
  'date_modified:max',
];
const consents = ['marketing_newsletter', 'abandoned_cart'];

export const subscriberEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    scopes: scopes.customers,
    query: ['page', 'limit', ...filters],
    handle: listSubscribers,
  },
  { method: 'POST', path, scopes: scopes.customersWrite, query: [], handle: createSubscriber },
  {
    method: 'DELETE',
    path,
    scopes: scopes.customersWrite,
    // Ids and ranges are documented for the list alone.
    query: filters.filter((name) => !name.includes(':') && name !== 'id'),
    handle: deleteSubscribers,
  },
  {
    method: 'GET',
    path: `${path}/:subscriber_id`,
    scopes: scopes.customers,
    query: [],
    handle: (call) => data(presentSubscriber(requireSubscriber(call))),
  },
  {
    method: 'PUT',
    path: `${path}/:subscriber_id`,
    scopes: scopes.customersWrite,
    query: [],
    handle: updateSubscriber,
  },
  {
    method: 'DELETE',
    path: `${path}/:subscriber_id`,
    scopes: scopes.customersWrite,
    query: [],
    handle(call) {
      const id = Number(call.params['subscriber_id']);
      if (findSubscriber(call.state, id)) remove(call, id);
      return noContent();
    },
  },
];

function requireSubscriber(call: ApiCall): Subscriber {
  const subscriber = findSubscriber(call.state, Number(call.params['subscriber_id']), call.asOf);
  if (!subscriber) throw new ApiRefusal(404, 'The subscriber was not found.');
  return subscriber;
}

function presentSubscriber(subscriber: Subscriber) {
  return {
    id: subscriber.id,
    email: subscriber.email,
    first_name: subscriber.firstName,
    last_name: subscriber.lastName,
    source: subscriber.source,
    order_id: subscriber.orderId,
    channel_id: subscriber.channelId,
    consents: subscriber.consents,
    date_created: isoZ(subscriber.createdAt),
    date_modified: isoZ(subscriber.modifiedAt),
  };
}

function testOf(call: ApiCall): ((subscriber: Subscriber) => boolean) | undefined {
  const { query } = call;
  const tests: ((subscriber: Subscriber) => boolean)[] = [];
  const add = (name: string, fits: (subscriber: Subscriber, value: string) => boolean) => {
    const value = query.text(name);
    if (value !== undefined) tests.push((subscriber) => fits(subscriber, value));
  };
  add('email', ({ email }, value) => email.toLowerCase() === value.toLowerCase());
  add('first_name', ({ firstName }, value) => firstName === value);
  add('last_name', ({ lastName }, value) => lastName === value);
  add('source', ({ source }, value) => source === value);
  add('order_id', ({ orderId }, value) => orderId === Number(value));
  for (const [name, timeOf] of [
    ['date_created', ({ createdAt }: Subscriber) => createdAt],
    ['date_modified', ({ modifiedAt }: Subscriber) => modifiedAt],
  ] as const) {
    const min = query.time(`${name}:min`) ?? query.time(name);
    const max = query.time(`${name}:max`) ?? query.time(name);
    if (min !== undefined) tests.push((subscriber) => timeOf(subscriber) >= min);
    if (max !== undefined) tests.push((subscriber) => timeOf(subscriber) < max + 1000);
  }
  return tests.length === 0 ? undefined : (subscriber) => tests.every((test) => test(subscriber));
}

/** Numbers of everybody who may be a subscriber; generated ones are the even customers. */
function* candidateIds(call: ApiCall): Generator<number> {
  const { query, state } = call;
  const ids = query.ints('id:in') ?? query.ints('id');
  const email = query.text('email');
  const changed = [...state.subscribers.entries(call.asOf)].map(([id]) => id);
  if (ids) yield* new Set(ids);
  else if (email !== undefined)
    yield* new Set([...idsForEmail(state.world, email.toLowerCase()), ...changed]);
  else {
    const end = firstCustomerId + state.world.size.customers;
    for (let id = firstCustomerId; id < end; id++) yield id;
    yield* changed.filter((id) => id >= end).sort((a, b) => a - b);
  }
}

function* matching(call: ApiCall): Generator<Subscriber> {
  const test = testOf(call);
  for (const id of candidateIds(call)) {
    const subscriber = findSubscriber(call.state, id, call.asOf);
    if (subscriber && (!test || test(subscriber))) yield subscriber;
  }
}

function listSubscribers(call: ApiCall): Answer {
  const isPlain = filters.every((name) => !call.query.has(name));
  if (!isPlain || call.state.subscribers.size > 0)
    return v3PageOf(call, [...matching(call)], presentSubscriber);
  // Unchanged and unfiltered, the nth subscriber is known by its number.
  const wish = readPageWish(call);
  const total = Math.floor(call.state.world.size.customers / 2);
  const count = Math.max(0, Math.min(wish.limit, total - wish.offset));
  const page = Array.from({ length: count }, (_, place) => (wish.offset + place + 1) * 2);
  const items = page.flatMap((id) => findSubscriber(call.state, id) ?? []);
  return v3Page(call, items.map(presentSubscriber), total, wish);
}

function readConsents(fields: Record<string, unknown>): string[] | undefined {
  const value = fields['consents'];
  if (value === undefined) return undefined;
  const list = Array.isArray(value) ? value.map(String) : ['?'];
  if (list.every((consent) => consents.includes(consent))) return list;
  throw new ApiRefusal(422, 'The consents are invalid.', { consents: 'error.expected.validenumvalue' });
}

function createSubscriber(call: ApiCall): Answer {
  const { state } = call;
  const fields = readFields(call.body);
  const email = requiredText(fields, 'email', { min: 3, max: 255 });
  refuseDuplicate(state, email);
  const subscriber = addSubscriber(state, {
    email,
    firstName: textField(fields, 'first_name', { max: 255 }) ?? '',
    lastName: textField(fields, 'last_name', { max: 255 }) ?? '',
    source: textField(fields, 'source', { max: 255 }) ?? '',
    orderId: toWholeNumber(fields['order_id']) ?? null,
    channelId: toWholeNumber(fields['channel_id']) ?? 1,
    consents: readConsents(fields) ?? [],
  });
  return data(presentSubscriber(subscriber));
}

function refuseDuplicate(state: StoreState, email: string, except?: number): void {
  const known = subscriberWithEmail(state, email);
  if (known && known.id !== except)
    throw new ApiRefusal(409, 'A subscriber with this email address exists already.');
}

function updateSubscriber(call: ApiCall): Answer {
  const known = requireSubscriber(call);
  const fields = readFields(call.body);
  const email = textField(fields, 'email', { min: 3, max: 255 });
  if (email !== undefined) refuseDuplicate(call.state, email, known.id);
  const changed = changeSubscriber(call.state, known, {
    email: email ?? known.email,
    firstName: textField(fields, 'first_name', { max: 255 }) ?? known.firstName,
    lastName: textField(fields, 'last_name', { max: 255 }) ?? known.lastName,
    consents: readConsents(fields) ?? known.consents,
  });
  return data(presentSubscriber(changed));
}

/** Takes filters; without any, everybody is gone. */
function deleteSubscribers(call: ApiCall): Answer {
  if (filters.every((name) => !call.query.has(name))) call.careless('deletion without a filter');
  for (const { id } of [...matching(call)]) remove(call, id);
  return noContent();
}

function remove(call: ApiCall, id: number): void {
  call.state.subscribers.set(id, null, call.now);
  call.state.emit({ scope: 'store/subscriber/deleted', data: { type: 'subscriber', id } });
}
