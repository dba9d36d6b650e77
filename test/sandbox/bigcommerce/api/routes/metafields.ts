import type { Metafield } from '../../data/model.ts';
import { ApiRefusal, data, noContent, type Answer } from '../answer.ts';
import type { ApiCall, Endpoint } from '../call.ts';
import { isoOffset } from '../dates.ts';
import { readFields } from '../fields.ts';
import { timeTest } from '../list-tests.ts';
import { createMetafield, mayRead, updateMetafield } from '../metafield-writes.ts';
import { cursorPageOf } from '../paging.ts';
import { createMany, deleteMany, updateMany } from './metafield-batches.ts';
import { metafieldKinds, type MetafieldKind } from './metafield-kinds.ts';

/* https://developer.bigcommerce.com/docs/rest-management/customers/metafields and its siblings */

const filters = [
  'key',
  'key:in',
  'namespace',
  'namespace:in',
  'date_created:min',
  'date_created:max',
  'date_modified:min',
  'date_modified:max',
  'direction',
  'include_fields',
  'page',
  'limit',
  'before',
  'after',
];

export const metafieldEndpoints: readonly Endpoint[] = metafieldKinds.flatMap((kind) => [
  ...bulkEndpoints(kind),
  ...(kind.own === undefined ? [] : ownEndpoints(kind, kind.own)),
  ...oneEndpoints(kind, `${kind.own ?? kind.bulk}/:metafield_id`),
]);

function bulkEndpoints(kind: MetafieldKind): Endpoint[] {
  const { bulk: path, read, write } = kind;
  return [
    { method: 'GET', path, scopes: read, query: filters, handle: (call) => list(call, kind) },
    {
      method: 'POST',
      path,
      scopes: write,
      query: [],
      handle: (call) => createMany(call, kind, presentFor(kind)),
    },
    {
      method: 'PUT',
      path,
      scopes: write,
      query: [],
      handle: (call) => updateMany(call, kind, presentFor(kind)),
    },
    { method: 'DELETE', path, scopes: write, query: [], handle: (call) => deleteMany(call, kind) },
  ];
}

function ownEndpoints(kind: MetafieldKind, path: string): Endpoint[] {
  return [
    {
      method: 'GET',
      path,
      scopes: kind.read,
      query: filters,
      handle: (call) => list(call, kind, resourceOf(call, kind)),
    },
    {
      method: 'POST',
      path,
      scopes: kind.write,
      query: [],
      handle(call) {
        const made = createMetafield(call, kind.resource, resourceOf(call, kind), readFields(call.body));
        return data(presentFor(kind)(made));
      },
    },
  ];
}

function oneEndpoints(kind: MetafieldKind, path: string): Endpoint[] {
  return [
    {
      method: 'GET',
      path,
      scopes: kind.read,
      query: [],
      handle: (call) => data(presentFor(kind)(find(call, kind))),
    },
    {
      method: 'PUT',
      path,
      scopes: kind.write,
      query: [],
      handle(call) {
        return data(presentFor(kind)(updateMetafield(call, find(call, kind), readFields(call.body))));
      },
    },
    {
      method: 'DELETE',
      path,
      scopes: kind.write,
      query: [],
      handle(call) {
        call.state.metafields.delete(find(call, kind).id);
        return noContent();
      },
    },
  ];
}

function resourceOf(call: ApiCall, kind: MetafieldKind): number {
  const id = kind.idOf(call);
  if (!kind.exists(call.state, id)) throw new ApiRefusal(404, `The ${kind.resource} was not found.`);
  return id;
}

function find(call: ApiCall, kind: MetafieldKind): Metafield {
  const metafield = call.state.metafields.get(Number(call.params['metafield_id']));
  const isHere = metafield?.resource === kind.resource && metafield.resourceId === kind.idOf(call);
  if (!metafield || !isHere || !mayRead(call, metafield))
    throw new ApiRefusal(404, 'The metafield was not found.');
  return metafield;
}

function list(call: ApiCall, kind: MetafieldKind, resourceId?: number): Answer {
  const { query } = call;
  const keys = query.list('key:in') ?? query.list('key');
  const namespaces = query.list('namespace:in') ?? query.list('namespace');
  const [wasCreated, wasModified] = [timeTest(query, 'date_created'), timeTest(query, 'date_modified')];
  const found = [...call.state.metafields.values()]
    .filter(
      (one) =>
        one.resource === kind.resource &&
        (resourceId === undefined || one.resourceId === resourceId) &&
        mayRead(call, one) &&
        (!keys || keys.includes(one.key)) &&
        (!namespaces || namespaces.includes(one.namespace)) &&
        wasCreated(one.createdAt) &&
        wasModified(one.modifiedAt),
    )
    .sort((a, b) => a.id - b.id);
  if (query.text('direction') === 'desc') found.reverse();
  return cursorPageOf(call, found, ({ id }) => id, presentFor(kind));
}

/** The store's own have text where the others have numbers. */
function presentFor(kind: MetafieldKind): (metafield: Metafield) => Record<string, unknown> {
  if (kind.resource !== 'store') return present;
  return (metafield) => ({
    ...present(metafield),
    id: String(metafield.id),
    resource_id: String(metafield.resourceId),
  });
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
