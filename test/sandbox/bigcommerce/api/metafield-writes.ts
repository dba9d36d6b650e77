import type { Metafield } from '../data/model.ts';
import { ApiRefusal } from './answer.ts';
import type { ApiCall } from './call.ts';
import { requiredText, textField } from './fields.ts';

const permissionSets = ['app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access'];
const mostPerResource = 250;

/** `app_only` ones are nobody else's business. */
export function mayRead(call: ApiCall, metafield: Metafield): boolean {
  return metafield.permissionSet !== 'app_only' || metafield.clientId === call.token.clientId;
}

function readPermission(fields: Record<string, unknown>): string | undefined {
  const value = fields['permission_set'];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && permissionSets.includes(value)) return value;
  throw new ApiRefusal(422, 'The permission set is invalid.', {
    permission_set: 'error.expected.validenumvalue',
  });
}

/** @throws ApiRefusal 409 for a namespace and key that the app has there already, 422 for bad fields */
export function createMetafield(
  call: ApiCall,
  resource: string,
  resourceId: number,
  fields: Record<string, unknown>,
): Metafield {
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
    (one) => one.resource === resource && one.resourceId === resourceId && one.clientId === token.clientId,
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
    resource,
    resourceId,
    clientId: token.clientId,
    createdAt: now,
    modifiedAt: now,
  };
  state.metafields.set(metafield.id, metafield);
  return metafield;
}

/** @throws ApiRefusal 403 for another app’s that others may not write, 422 for bad fields */
export function updateMetafield(call: ApiCall, known: Metafield, fields: Record<string, unknown>): Metafield {
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
