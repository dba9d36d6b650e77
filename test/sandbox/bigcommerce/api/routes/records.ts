import type { PlainRecord } from '../../data/model.ts';
import { addRecord, changeRecord, listRecords } from '../../data/plain-records.ts';
import { ApiRefusal, data, noContent } from '../answer.ts';
import type { ApiCall, Endpoint } from '../call.ts';
import { v3PageOf } from '../paging.ts';
import { shaped } from '../present-product.ts';
import { readRecord } from '../record-body.ts';
import { recordKinds, type RecordKind } from './record-kinds.ts';

/** List, create, read, change and delete of everything that the store only keeps. */
export const recordEndpoints: readonly Endpoint[] = recordKinds.flatMap((kind) => [
  ...listEndpoints(kind),
  ...oneEndpoints(kind, `${kind.path}/:${kind.idParam}`),
]);

function listEndpoints(kind: RecordKind): Endpoint[] {
  const { path, read, write } = kind;
  return [
    {
      method: 'GET',
      path,
      scopes: read,
      query: kind.filters,
      choices: kind.choices,
      handle(call) {
        const found = kind.select(call, visibleRecords(call, kind, kind.ownerOf(call)));
        if (found.length === 0 && kind.noneIs204) return noContent();
        return v3PageOf(call, found, (record) => shaped(call, kind.present(record)));
      },
    },
    {
      method: 'POST',
      path,
      scopes: write,
      query: [],
      handle(call) {
        const ownerId = kind.ownerOf(call);
        const fields = { ...kind.presets(call), ...readRecord(call, kind.create) };
        kind.check(visibleRecords(call, kind, ownerId), fields);
        const { clientId } = call.token;
        const made = addRecord(call.state, { kind: kind.name, ownerId, clientId, fields });
        kind.wasWritten(call, ownerId);
        return data(kind.present(made));
      },
    },
  ];
}

function oneEndpoints(kind: RecordKind, path: string): Endpoint[] {
  const { read, write } = kind;
  return [
    {
      method: 'GET',
      path,
      scopes: read,
      query: kind.shape,
      handle: (call) => data(shaped(call, kind.present(find(call, kind)))),
    },
    {
      method: 'PUT',
      path,
      scopes: write,
      query: [],
      handle(call) {
        const record = find(call, kind);
        const fields = readRecord(call, kind.update);
        const others = visibleRecords(call, kind, record.ownerId).filter(({ id }) => id !== record.id);
        kind.check(others, { ...record.fields, ...fields });
        const changed = changeRecord(call.state, record, fields);
        kind.wasWritten(call, record.ownerId);
        return data(kind.present(changed));
      },
    },
    {
      method: 'DELETE',
      path,
      scopes: write,
      query: [],
      handle(call) {
        const record = find(call, kind);
        call.state.records.delete(record.id);
        kind.wasWritten(call, record.ownerId);
        return noContent();
      },
    },
  ];
}

function visibleRecords(call: ApiCall, kind: RecordKind, ownerId: number): PlainRecord[] {
  const all = listRecords(call.state, kind.name, ownerId);
  return kind.isPrivate ? all.filter(({ clientId }) => clientId === call.token.clientId) : all;
}

function find(call: ApiCall, kind: RecordKind): PlainRecord {
  const asked = call.params[kind.idParam];
  const found = visibleRecords(call, kind, kind.ownerOf(call)).find(
    ({ id, uuid }) => asked === String(id) || asked?.toLowerCase() === uuid,
  );
  if (!found) throw new ApiRefusal(404, `The ${kind.name} was not found.`);
  return found;
}
