import type { Metafield } from '../../data/model.ts';
import { findCustomer, findOrder, findProduct, type StoreState } from '../../data/state.ts';
import { stockLocations } from '../../data/profile.ts';
import { ApiRefusal, data, noContent, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoOffset } from '../dates.ts';
import { isRecord, readBatch, readFields, requiredText, textField, toWholeNumber } from '../fields.ts';
import { cursorPageOf } from '../paging.ts';

/* https://developer.bigcommerce.com/docs/rest-management/customers/metafields and its siblings */

interface Kind {
  /** As in `resource_type`. */
  resource: string;
  /** Collection, such as `/v3/customers`. */
  path: string;
  read: readonly string[];
  write: readonly string[];
  exists(state: StoreState, id: number): boolean;
}

const kinds: readonly Kind[] = [
  {
    resource: 'customer',
    path: '/v3/customers',
    read: scopes.customers,
    write: scopes.customersWrite,
    exists: (state, id) => findCustomer(state, id) !== undefined,
  },
  {
    resource: 'order',
    path: '/v3/orders',
    read: scopes.orders,
    write: scopes.ordersWrite,
    exists: (state, id) => findOrder(state, id) !== undefined,
  },
  {
    resource: 'product',
    path: '/v3/catalog/products',
    read: scopes.products,
    write: scopes.productsWrite,
    exists: (state, id) => findProduct(state, id) !== undefined,
  },
  {
    resource: 'channel',
    path: '/v3/channels',
    read: scopes.channels,
    write: ['store_channel_settings'],
    exists: (state, id) => state.channels.has(id),
  },
  {
    resource: 'location',
    path: '/v3/inventory/locations',
    read: scopes.locations,
    write: ['store_locations'],
    exists: (_state, id) => stockLocations.some((location) => location.id === id),
  },
];

const filters = [
  'key',
  'key:in',
  'namespace',
  'namespace:in',
  'date_created',
  'date_created:min',
  'date_created:max',
  'date_modified',
  'date_modified:min',
  'date_modified:max',
  'direction',
  'include_fields',
  'page',
  'limit',
  'before',
  'after',
];
const permissionSets = ['app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access'];
const mostPerResource = 250;
const mostPerCall = 250;

export const metafieldEndpoints: readonly Endpoint[] = kinds.flatMap(endpointsOf);

function endpointsOf(kind: Kind): Endpoint[] {
  const bulk = `${kind.path}/metafields`;
  const own = `${kind.path}/:resource_id/metafields`;
  const one = `${own}/:metafield_id`;
  return [
    { method: 'GET', path: bulk, scopes: kind.read, query: filters, handle: (call) => list(call, kind) },
    {
      method: 'POST',
      path: bulk,
      scopes: kind.write,
      query: [],
      handle: (call) => writeMany(call, kind, createFrom),
    },
    {
      method: 'PUT',
      path: bulk,
      scopes: kind.write,
      query: [],
      handle: (call) => writeMany(call, kind, updateFrom),
    },
    { method: 'DELETE', path: bulk, scopes: kind.write, query: [], handle: (call) => deleteMany(call, kind) },
    {
      method: 'GET',
      path: own,
      scopes: kind.read,
      query: filters,
      handle: (call) => list(call, kind, resourceOf(call, kind)),
    },
    {
      method: 'POST',
      path: own,
      scopes: kind.write,
      query: [],
      handle: (call) => data(present(create(call, kind, resourceOf(call, kind), readFields(call.body)))),
    },
    {
      method: 'GET',
      path: one,
      scopes: kind.read,
      query: [],
      handle: (call) => data(present(find(call, kind))),
    },
    {
      method: 'PUT',
      path: one,
      scopes: kind.write,
      query: [],
      handle: (call) => data(present(update(call, find(call, kind), readFields(call.body)))),
    },
    {
      method: 'DELETE',
      path: one,
      scopes: kind.write,
      query: [],
      handle(call) {
        call.state.metafields.delete(find(call, kind).id);
        return noContent();
      },
    },
  ];
}

function resourceOf(call: ApiCall, kind: Kind): number {
  const id = Number(call.params['resource_id']);
  if (!kind.exists(call.state, id)) throw new ApiRefusal(404, `The ${kind.resource} was not found.`);
  return id;
}

/** `app_only` ones are nobody else's business. */
function mayRead(call: ApiCall, metafield: Metafield): boolean {
  return metafield.permissionSet !== 'app_only' || metafield.clientId === call.token.clientId;
}

function find(call: ApiCall, kind: Kind): Metafield {
  const metafield = call.state.metafields.get(Number(call.params['metafield_id']));
  const isHere =
    metafield?.resource === kind.resource && metafield.resourceId === Number(call.params['resource_id']);
  if (!metafield || !isHere || !mayRead(call, metafield))
    throw new ApiRefusal(404, 'The metafield was not found.');
  return metafield;
}

function list(call: ApiCall, kind: Kind, resourceId?: number): Answer {
  const { query } = call;
  const keys = query.list('key:in') ?? query.list('key');
  const namespaces = query.list('namespace:in') ?? query.list('namespace');
  const within = (name: string, time: number) =>
    time >= (query.time(`${name}:min`) ?? -Infinity) && time < (query.time(`${name}:max`) ?? Infinity) + 1000;
  const found = [...call.state.metafields.values()]
    .filter(
      (one) =>
        one.resource === kind.resource &&
        (resourceId === undefined || one.resourceId === resourceId) &&
        mayRead(call, one) &&
        (!keys || keys.includes(one.key)) &&
        (!namespaces || namespaces.includes(one.namespace)) &&
        within('date_created', one.createdAt) &&
        within('date_modified', one.modifiedAt),
    )
    .sort((a, b) => a.id - b.id);
  if (query.text('direction') === 'desc') found.reverse();
  return cursorPageOf(call, found, ({ id }) => id, present);
}

function present(metafield: Metafield): Record<string, unknown> {
  return {
    id: metafield.id,
    key: metafield.key,
    value: metafield.value,
    namespace: metafield.namespace,
    permission_set: metafield.permissionSet,
    resource_type: metafield.resource,
    resource_id: metafield.resourceId,
    description: metafield.description,
    date_created: isoOffset(metafield.createdAt),
    date_modified: isoOffset(metafield.modifiedAt),
    owner_client_id: metafield.clientId,
  };
}

function readPermission(fields: Record<string, unknown>): string | undefined {
  const value = fields['permission_set'];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && permissionSets.includes(value)) return value;
  throw new ApiRefusal(422, 'The permission set is invalid.', {
    permission_set: 'error.expected.validenumvalue',
  });
}

function create(call: ApiCall, kind: Kind, resourceId: number, fields: Record<string, unknown>): Metafield {
  const { state, now, token } = call;
  const permissionSet = readPermission(fields);
  const wish = {
    namespace: requiredText(fields, 'namespace', { max: 64 }),
    key: requiredText(fields, 'key', { max: 64 }),
    value: requiredText(fields, 'value', { max: 65_535 }),
    description: textField(fields, 'description', { max: 255 }) ?? '',
  };
  if (permissionSet === undefined) {
    throw new ApiRefusal(422, 'Missing Required Fields', {
      permission_set: 'Please provide a permission_set.',
    });
  }
  const siblings = [...state.metafields.values()].filter(
    (one) =>
      one.resource === kind.resource && one.resourceId === resourceId && one.clientId === token.clientId,
  );
  if (siblings.some((one) => one.namespace === wish.namespace && one.key === wish.key)) {
    throw new ApiRefusal(409, 'A metafield with this namespace and key exists already.');
  }
  if (siblings.length >= mostPerResource)
    throw new ApiRefusal(422, 'The limit of 250 metafields is reached.');
  const metafield: Metafield = {
    ...wish,
    id: state.next.metafield++,
    permissionSet,
    resource: kind.resource,
    resourceId,
    clientId: token.clientId,
    createdAt: now,
    modifiedAt: now,
  };
  state.metafields.set(metafield.id, metafield);
  return metafield;
}

function update(call: ApiCall, known: Metafield, fields: Record<string, unknown>): Metafield {
  const isOwner = known.clientId === call.token.clientId;
  if (!isOwner && !known.permissionSet.startsWith('write'))
    throw new ApiRefusal(403, 'The metafield belongs to another app.');
  const changed: Metafield = {
    ...known,
    value: textField(fields, 'value', { min: 1, max: 65_535 }) ?? known.value,
    description: textField(fields, 'description', { max: 255 }) ?? known.description,
    permissionSet: readPermission(fields) ?? known.permissionSet,
    modifiedAt: call.now,
  };
  call.state.metafields.set(known.id, changed);
  return changed;
}

type WriteOne = (call: ApiCall, kind: Kind, fields: Record<string, unknown>) => Metafield;

function createFrom(call: ApiCall, kind: Kind, fields: Record<string, unknown>): Metafield {
  const resourceId = toWholeNumber(fields['resource_id']);
  if (resourceId === undefined || !kind.exists(call.state, resourceId)) {
    throw new ApiRefusal(422, 'The resource was not found.', { resource_id: 'not found' });
  }
  return create(call, kind, resourceId, fields);
}

function updateFrom(call: ApiCall, kind: Kind, fields: Record<string, unknown>): Metafield {
  const known = call.state.metafields.get(toWholeNumber(fields['id']) ?? 0);
  if (known?.resource !== kind.resource)
    throw new ApiRefusal(422, 'The metafield was not found.', { id: 'not found' });
  return update(call, known, fields);
}

/** Some may be written although the status is 422. */
function writeMany(call: ApiCall, kind: Kind, writeOne: WriteOne): Answer {
  const written: unknown[] = [];
  const errors: unknown[] = [];
  for (const fields of readBatch(call.body, mostPerCall)) {
    try {
      written.push(present(writeOne(call, kind, fields)));
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      errors.push({ status: error.status, title: error.message, type: 'about:blank', errors: error.errors });
    }
  }
  return partial(written, errors);
}

function deleteMany(call: ApiCall, kind: Kind): Answer {
  const ids = Array.isArray(call.body) ? call.body.filter((id) => !isRecord(id)) : [];
  const deleted: number[] = [];
  const errors: unknown[] = [];
  for (const id of ids.map(Number)) {
    const known = call.state.metafields.get(id);
    if (known?.resource === kind.resource && mayRead(call, known)) {
      call.state.metafields.delete(id);
      deleted.push(id);
    } else
      errors.push({
        status: 422,
        title: 'The metafield was not found.',
        type: 'about:blank',
        errors: { id: String(id) },
      });
  }
  return partial(deleted, errors);
}

function partial(written: unknown[], errors: unknown[]): Answer {
  const meta = { total: written.length + errors.length, success: written.length, failed: errors.length };
  return errors.length === 0
    ? ok({ data: written, errors: [], meta })
    : { status: 422, body: { data: written, errors, meta } };
}
