import { z } from 'zod';
import { findProduct } from '../../data/state.ts';
import type { PlainRecord } from '../../data/model.ts';
import { addRecord, changeRecord, listRecords } from '../../data/plain-records.ts';
import { ApiRefusal, data, ok } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoZ } from '../dates.ts';
import { timeTest } from '../list-tests.ts';
import { readPageWish } from '../paging.ts';
import { readRecords } from '../record-body.ts';
import { requireChannel } from './channels.ts';

/* https://developer.bigcommerce.com/docs/rest-management/channels/listings */

const path = '/v3/channels/:channel_id/listings';
const kind = 'listing';
const states = [
  'active',
  'disabled',
  'error',
  'pending',
  'pending_disable',
  'pending_delete',
  'queued',
  'rejected',
  'submitted',
  'deleted',
] as const;
const about = {
  product_id: z.int().min(1),
  external_id: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
};
const listing = z.object({
  ...about,
  state: z.enum([...states, 'partially_rejected']),
  variants: z.array(z.object({ ...about, variant_id: z.int().min(1), state: z.enum(states) })),
});
const change = listing.extend({ listing_id: z.int().min(1) });
/** Listings in one call; the document says none. */
const most = 50;
const dates = ['date_created', 'date_modified'].flatMap((name) => [name, `${name}:min`, `${name}:max`]);

export const listingEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    scopes: scopes.listings,
    query: ['limit', 'after', 'product_id:in', ...dates],
    handle(call) {
      const found = selected(call);
      // The one list of V3 that begins after a number: listings follow each other by theirs.
      const after = call.query.int('after') ?? 0;
      const { limit } = readPageWish(call);
      const page = found.filter(({ id }) => id > after).slice(0, limit);
      return list(page, found.length);
    },
  },
  {
    method: 'POST',
    path,
    scopes: scopes.listingsWrite,
    query: [],
    handle(call) {
      const { id: ownerId } = requireChannel(call);
      const wishes = readRecords(call, listing, most);
      for (const wish of wishes) requireListable(call, wish);
      const { clientId } = call.token;
      const made = wishes.map((fields) => addRecord(call.state, { kind, ownerId, clientId, fields }));
      return list(made, made.length);
    },
  },
  {
    method: 'PUT',
    path,
    scopes: scopes.listingsWrite,
    query: [],
    handle(call) {
      const channel = requireChannel(call);
      const known = new Map(listRecords(call.state, kind, channel.id).map((one) => [one.id, one]));
      const wishes = readRecords(call, change, most).map(({ listing_id: id, ...fields }) => {
        const record = known.get(id);
        if (!record) throw new ApiRefusal(422, 'The listing was not found.', { listing_id: String(id) });
        requireListable(call, fields);
        return { record, fields };
      });
      const changed = wishes.map(({ record, fields }) => changeRecord(call.state, record, fields));
      return list(changed, changed.length);
    },
  },
  {
    method: 'GET',
    path: `${path}/:listing_id`,
    scopes: scopes.listings,
    query: [],
    handle(call) {
      const wanted = Number(call.params['listing_id']);
      const found = listRecords(call.state, kind, requireChannel(call).id).find(({ id }) => id === wanted);
      if (!found) throw new ApiRefusal(404, 'The listing was not found.');
      return data(present(found));
    },
  },
];

function list(page: readonly PlainRecord[], total: number) {
  return ok({ data: page.map(present), meta: { pagination: { count: page.length, total } } });
}

function selected(call: ApiCall): PlainRecord[] {
  const { query } = call;
  const products = query.ints('product_id:in');
  const [wasCreated, wasModified] = [timeTest(query, 'date_created'), timeTest(query, 'date_modified')];
  return listRecords(call.state, kind, requireChannel(call).id).filter(
    ({ fields, createdAt, modifiedAt }) =>
      (!products || products.includes(Number(fields['product_id']))) &&
      wasCreated(createdAt) &&
      wasModified(modifiedAt),
  );
}

function requireListable(call: ApiCall, { product_id: id, variants }: z.infer<typeof listing>): void {
  const product = findProduct(call.state, id);
  if (!product) throw new ApiRefusal(422, 'The product was not found.', { product_id: String(id) });
  for (const { variant_id: variant } of variants) {
    if (!product.variants.some((one) => one.id === variant))
      throw new ApiRefusal(422, 'The product has no such variant.', { variant_id: String(variant) });
  }
}

function present({ id, ownerId, fields, createdAt, modifiedAt }: PlainRecord): Record<string, unknown> {
  const common = {
    channel_id: ownerId,
    date_created: isoZ(createdAt),
    date_modified: isoZ(modifiedAt),
  };
  const variants = Array.isArray(fields['variants']) ? fields['variants'] : [];
  return {
    ...fields,
    ...common,
    listing_id: id,
    variants: variants.map((variant: object) => ({ ...variant, ...common })),
  };
}
