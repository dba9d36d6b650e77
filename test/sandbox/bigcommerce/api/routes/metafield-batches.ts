import type { Metafield } from '../../data/model.ts';
import { ApiRefusal, ok, type Answer } from '../answer.ts';
import type { ApiCall } from '../call.ts';
import { isRecord, readBatch, toWholeNumber } from '../fields.ts';
import { createMetafield, mayRead, updateMetafield } from '../metafield-writes.ts';
import type { MetafieldKind } from './metafield-kinds.ts';

/* Many at once: https://developer.bigcommerce.com/docs/rest-management/customers/metafields and its siblings */

const mostPerCall = 250;

type Present = (metafield: Metafield) => Record<string, unknown>;

export function createMany(call: ApiCall, kind: MetafieldKind, present: Present): Answer {
  return writeMany(call, present, (fields) => {
    const resourceId = kind.own === undefined ? kind.idOf(call) : toWholeNumber(fields['resource_id']);
    if (resourceId === undefined || !kind.exists(call.state, resourceId)) {
      throw new ApiRefusal(422, 'The resource was not found.', { resource_id: 'not found' });
    }
    return createMetafield(call, kind.resource, resourceId, fields);
  });
}

export function updateMany(call: ApiCall, kind: MetafieldKind, present: Present): Answer {
  return writeMany(call, present, (fields) => {
    const known = call.state.metafields.get(toWholeNumber(fields['id']) ?? 0);
    if (known?.resource !== kind.resource)
      throw new ApiRefusal(422, 'The metafield was not found.', { id: 'not found' });
    return updateMetafield(call, known, fields);
  });
}

/** Some may be written although the status is 422. */
function writeMany(
  call: ApiCall,
  present: Present,
  writeOne: (fields: Record<string, unknown>) => Metafield,
): Answer {
  const written: unknown[] = [];
  const errors: unknown[] = [];
  for (const fields of readBatch(call.body, mostPerCall)) {
    try {
      written.push(present(writeOne(fields)));
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      errors.push({ status: error.status, title: error.message, type: 'about:blank', errors: error.errors });
    }
  }
  return partial(written, errors);
}

export function deleteMany(call: ApiCall, kind: MetafieldKind): Answer {
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
