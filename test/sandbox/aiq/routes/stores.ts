import { AiqRefusal } from '../envelope.ts';
import type { AiqCall, AiqEndpoint } from '../gate.ts';
import { isPlainObject } from '../plain-object.ts';

/** Retail stores (docs.alpineiq.com, Store locations). */
export const storeEndpoints: readonly AiqEndpoint[] = [
  { name: 'stores', method: 'GET', path: '/api/v1.1/stores/:uid', handle: listStores },
  { name: 'updateStore', method: 'PUT', path: '/api/v1.1/stores/:uid/:storeID', handle: updateStore },
];

function listStores(call: AiqCall): unknown {
  const { account } = call;
  const stores = account.stores.map((store) => ({
    ...store,
    userID: account.uid,
    avatar: '',
    phone: '',
    onlineShopURL: '',
    reviewLinks: {},
  }));
  return { stores: stores.length > 0 ? stores : null };
}

function updateStore(call: AiqCall): unknown {
  const store = call.account.stores.find((one) => String(one.id) === call.params['storeID']);
  if (!store) throw new AiqRefusal(404);
  if (!isPlainObject(call.body)) throw new AiqRefusal(400, 'an object is expected');
  const { name, nickname, sourceMapping } = call.body;
  if (typeof name === 'string' && name !== '') store.name = name;
  if (typeof nickname === 'string') store.nickname = nickname;
  if (isPlainObject(sourceMapping)) {
    for (const [source, place] of Object.entries(sourceMapping)) store.sourceMapping[source] = String(place);
  }
  return store;
}
