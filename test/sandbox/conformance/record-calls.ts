import { idIn, thingIn, type Session } from './session.ts';

/** Every operation on what the store only keeps, and on channels and their listings. */
export async function callRecords(session: Session, productId: number): Promise<void> {
  const below = '/v3/catalog/products/{id}';
  await callBelowProduct(session, `${below}/custom-fields`, productId, [
    { name: 'Origin', value: 'Oregon' },
    { value: 'Texas' },
  ]);
  const rule = { quantity_min: 10, quantity_max: 49, type: 'percent', amount: 5 };
  await callBelowProduct(session, `${below}/bulk-pricing-rules`, productId, [rule, { ...rule, amount: 7 }]);
  await callBelowProduct(session, `${below}/videos`, productId, [
    { title: 'How to', video_id: 'z3fRu9pkuXE', type: 'youtube' },
    { title: 'How not to' },
  ]);
  const review = {
    title: 'Good',
    text: 'As described.',
    rating: 5,
    date_reviewed: '2026-01-05T10:00:00+00:00',
  };
  await session.ask(`GET ${below}/reviews`, { ids: [productId], status: 204 });
  await callBelowProduct(session, `${below}/reviews`, productId, [review, { ...review, rating: 4 }]);
  await callScripts(session);
  await callChannels(session, productId);
}

async function callBelowProduct(
  { ask }: Session,
  path: string,
  productId: number,
  [body, change]: [Record<string, unknown>, Record<string, unknown>],
): Promise<void> {
  const made = idIn(await ask(`POST ${path}`, { ids: [productId], body }));
  const ids = [productId, made];
  await ask(`GET ${path}`, { ids: [productId] });
  await ask(`GET ${path}/{one}`, { ids });
  await ask(`PUT ${path}/{one}`, { ids, body: { ...change, id: made } });
  await ask('GET /v3/catalog/products/{id}', {
    ids: [productId],
    query: { include: 'custom_fields,bulk_pricing_rules,videos,reviews' },
  });
  await ask(`DELETE ${path}/{one}`, { ids, status: 204 });
}

async function callScripts({ ask }: Session): Promise<void> {
  const body = { name: 'Chat', kind: 'src', src: 'https://cdn.example.com/chat.js', location: 'footer' };
  const made = await ask('POST /v3/content/scripts', { body });
  await ask('POST /v3/content/scripts', { body: { name: 'Nothing' }, status: 422 });
  const ids = [String(Reflect.get(thingIn(made), 'uuid'))];
  await ask('GET /v3/content/scripts');
  await ask('GET /v3/content/scripts/{uuid}', { ids });
  await ask('PUT /v3/content/scripts/{uuid}', { ids, body: { enabled: false } });
  await ask('DELETE /v3/content/scripts/{uuid}', { ids, status: 204 });
  await ask('GET /v3/content/scripts/{uuid}', { ids, status: 404 });
}

async function callChannels({ ask }: Session, productId: number): Promise<void> {
  const body = { name: 'Corner shop', type: 'pos', platform: 'square', status: 'connected' };
  const ids = [idIn(await ask('POST /v3/channels', { body }))];
  await ask('POST /v3/channels', { body, status: 422 });
  await ask('PUT /v3/channels/{id}', { ids, body: { is_visible: false } });
  await ask('PUT /v3/channels/{id}', { ids: [2], body: {}, status: 404 });
  const variants = [{ product_id: productId, variant_id: productId * 10, state: 'active' }];
  const listing = { product_id: productId, state: 'active', variants };
  const path = '/v3/channels/{id}/listings';
  const [made] = Object.values(thingIn(await ask(`POST ${path}`, { ids, body: [listing] }))) as object[]; // a list
  const listingId = Number(Reflect.get(Object(made), 'listing_id'));
  await ask(`POST ${path}`, { ids, body: [{ ...listing, product_id: 1 }], status: 422 });
  await ask(`PUT ${path}`, { ids, body: [{ ...listing, listing_id: listingId, state: 'disabled' }] });
  await ask(`GET ${path}`, { ids });
  await ask(`GET ${path}/{listing}`, { ids: [...ids, listingId] });
  await ask(`GET ${path}/{listing}`, { ids: [...ids, 1_000_000], status: 404 });
}
