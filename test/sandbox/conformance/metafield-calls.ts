import { dataOf, idIn, type Session } from './session.ts';

const field = {
  namespace: 'aiq',
  key: 'tier',
  value: 'gold',
  permission_set: 'app_only',
  description: 'tier of the programme',
};

/**
 * Every operation on metafields of one kind of thing.
 * @param kind paths of those of all things and of one; `ids` lead to that one, in the order of the path
 */
export async function callMetafields(
  session: Session,
  kind: { bulk: string; own: string; ids: readonly number[] },
): Promise<void> {
  const { ask } = session;
  const { bulk, own, ids } = kind;
  const made = idIn(await ask(`POST ${own}`, { ids, body: field }));
  await ask(`POST ${own}`, { ids, body: field, status: 409 });
  await ask(`POST ${own}`, { ids, body: { ...field, key: '' }, status: 422 });
  await ask(`GET ${own}`, { ids });
  await ask(`GET ${bulk}`);
  const wish = { ...field, resource_id: ids.at(-1) };
  await callMany(session, bulk, wish);
  const one = `${own}/{metafield}`;
  await ask(`GET ${one}`, { ids: [...ids, made] });
  await ask(`GET ${one}`, { ids: [...ids, 999], status: 404 });
  await ask(`PUT ${one}`, { ids: [...ids, made], body: { value: 'silver' } });
  await ask(`PUT ${one}`, { ids: [...ids, 999], body: { value: 'silver' }, status: 404 });
  await ask(`DELETE ${one}`, { ids: [...ids, made], status: 204 });
}

/** Every operation on the store's own, which are made in lists only. */
export async function callStoreMetafields(session: Session): Promise<void> {
  const { ask } = session;
  const path = '/v3/store/metafields';
  const [made] = dataOf(await ask(`POST ${path}`, { body: [field] }));
  const ids = [Number(made?.['id'])];
  await ask(`GET ${path}`);
  await ask(`GET ${path}/{id}`, { ids });
  await ask(`GET ${path}/{id}`, { ids: [999], status: 404 });
  await ask(`PUT ${path}/{id}`, { ids, body: { value: 'silver' } });
  await ask(`DELETE ${path}/{id}`, { ids, status: 204 });
  await callMany(session, path, field);
}

async function callMany({ ask }: Session, bulk: string, wish: object): Promise<void> {
  const [written] = dataOf(await ask(`POST ${bulk}`, { body: [{ ...wish, key: 'visits' }] }));
  const id = Number(written?.['id']);
  // One is written although the other is refused.
  await ask(`POST ${bulk}`, {
    body: [
      { ...wish, key: 'points' },
      { ...wish, key: '' },
    ],
    status: 422,
  });
  await ask(`PUT ${bulk}`, { body: [{ id, value: '3' }] });
  await ask(`PUT ${bulk}`, { body: [{ id: 999, value: '3' }], status: 422 });
  await ask(`DELETE ${bulk}`, { body: [id] });
  await ask(`DELETE ${bulk}`, { body: [999], status: 422 });
}
