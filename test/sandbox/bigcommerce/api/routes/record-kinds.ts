import { z } from 'zod';
import type { PlainRecord } from '../../data/model.ts';
import { ApiRefusal } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoOffset, isoZ } from '../dates.ts';
import { requireProduct } from '../require-product.ts';

export interface RecordKind {
  /** Also how errors call it. */
  name: string;
  path: string;
  /** Name of the path's last parameter; `uuid` where they have no numbers. */
  idParam: string;
  read: readonly string[];
  write: readonly string[];
  /** Query parameters of the list, and of one. */
  filters: readonly string[];
  shape: readonly string[];
  /** Of the list's parameters. */
  choices: NonNullable<Endpoint['choices']>;
  create: z.ZodObject;
  update: z.ZodObject;
  /** Whether only the app that made them sees them. */
  isPrivate: boolean;
  /** Whether a list without any is 204. */
  noneIs204: boolean;
  /** What they belong to; 0 is the store. @throws ApiRefusal 404 */
  ownerOf(call: ApiCall): number;
  /** What is kept where the body says nothing. */
  presets(call: ApiCall): Record<string, unknown>;
  /** @throws ApiRefusal for fields that do not go together, or with the others of the same owner */
  check(others: readonly PlainRecord[], fields: Record<string, unknown>): void;
  /** The ones that the query asks for, in its order. */
  select(call: ApiCall, found: PlainRecord[]): PlainRecord[];
  present(record: PlainRecord): Record<string, unknown>;
  wasWritten(call: ApiCall, ownerId: number): void;
}

const sort = z.int().min(-2_147_483_648).max(2_147_483_647);

/** Something below a product. */
function ofProduct(
  kind: Pick<RecordKind, 'name' | 'create' | 'update'> &
    Partial<RecordKind> & { segment: string; present: RecordKind['present'] },
): RecordKind {
  const shape = ['include_fields', 'exclude_fields'];
  return {
    path: `/v3/catalog/products/:product_id/${kind.segment}`,
    idParam: 'record_id',
    read: scopes.products,
    write: scopes.productsWrite,
    filters: [...shape, 'page', 'limit'],
    shape,
    choices: {},
    isPrivate: false,
    noneIs204: false,
    ownerOf: (call) => requireProduct(call).id,
    presets: () => ({}),
    check: () => undefined,
    select: (_call, found) => found,
    wasWritten: ({ state }, id) =>
      state.emit({ scope: 'store/product/updated', data: { type: 'product', id } }),
    ...kind,
  };
}

/* https://developer.bigcommerce.com/docs/rest-catalog/products and what lies below them */

const customField = z.object({ name: z.string().min(1).max(250), value: z.string().min(1).max(250) });
const customFields = ofProduct({
  name: 'custom field',
  segment: 'custom-fields',
  create: customField,
  update: customField.partial(),
  present: ({ id, fields }) => ({ id, ...fields }),
});

const bulkPricingRule = z.object({
  quantity_min: z.int().min(0),
  quantity_max: z.int().min(0),
  type: z.enum(['price', 'percent', 'fixed']),
  amount: z.union([z.number(), z.string().regex(/^\d+(\.\d{1,4})?$/)]),
});
const bulkPricingRules = ofProduct({
  name: 'bulk pricing rule',
  segment: 'bulk-pricing-rules',
  filters: ['include_fields', 'exclude_fields'],
  create: bulkPricingRule,
  update: bulkPricingRule.extend({ id: z.int() }),
  present: ({ id, fields }) => ({ ...fields, id }),
  check(others, fields) {
    const [min, max] = [Number(fields['quantity_min']), Number(fields['quantity_max'])];
    // A highest quantity of 0 is none.
    const end = (quantity: unknown) => (quantity === 0 ? Infinity : Number(quantity));
    if (min > end(max)) throw new ApiRefusal(422, 'The minimum quantity is above the maximum quantity.');
    const overlaps = others.some(
      ({ fields: one }) => min <= end(one['quantity_max']) && Number(one['quantity_min']) <= end(max),
    );
    if (overlaps) throw new ApiRefusal(409, 'The quantities overlap with those of another rule.');
  },
});

const video = z.object({
  title: z.string().max(255),
  description: z.string(),
  sort_order: sort,
  type: z.enum(['youtube']),
  video_id: z.string().max(25),
});
const videos = ofProduct({
  name: 'video',
  segment: 'videos',
  create: video.partial(),
  update: video.omit({ video_id: true }).extend({ id: z.int() }).partial(),
  presets: () => ({ title: '', description: '', sort_order: 0, type: 'youtube', video_id: '' }),
  present: ({ id, ownerId, fields }) => ({ ...fields, id, product_id: ownerId, length: '' }),
});

const review = z.object({
  title: z.string().max(255),
  date_reviewed: z.iso.datetime({ offset: true }),
  text: z.string().optional(),
  status: z.string().optional(),
  rating: z.int().min(0).max(5).optional(),
  email: z.string().optional(),
  name: z.string().max(255).optional(),
});
export const reviews = ofProduct({
  name: 'review',
  segment: 'reviews',
  filters: ['include_fields', 'exclude_fields', 'page', 'limit', 'status'],
  noneIs204: true,
  create: review,
  update: review,
  presets: () => ({ text: '', status: 'approved', rating: 0, email: '', name: '' }),
  select(call, found) {
    const status = call.query.text('status');
    return found.filter(({ fields }) => status === undefined || String(fields['status']) === status);
  },
  present: ({ id, fields, createdAt, modifiedAt }) => ({
    ...fields,
    id,
    date_created: isoOffset(createdAt),
    date_modified: isoOffset(modifiedAt),
  }),
});

/* https://developer.bigcommerce.com/docs/rest-content/scripts */

const script = z.object({
  name: z.string().min(1).max(255),
  description: z.string().optional(),
  html: z.string().max(65_536).optional(),
  src: z.string().optional(),
  auto_uninstall: z.boolean().optional(),
  load_method: z.enum(['default', 'async', 'defer']).optional(),
  location: z.enum(['head', 'footer']).optional(),
  visibility: z.enum(['storefront', 'all_pages', 'checkout', 'order_confirmation']).optional(),
  kind: z.enum(['src', 'script_tag']).optional(),
  api_client_id: z.string().optional(),
  consent_category: z.enum(['essential', 'functional', 'analytics', 'targeting']).optional(),
  enabled: z.boolean().optional(),
  channel_id: z.int().min(1).optional(),
  integrity_hashes: z.array(z.string()).max(5).optional(),
});
const scriptsPerApp = 10;
const scriptSorts = ['name', 'description', 'date_created', 'date_modified'];
const scripts: RecordKind = {
  name: 'script',
  path: '/v3/content/scripts',
  idParam: 'uuid',
  read: scopes.content,
  write: scopes.contentWrite,
  filters: ['page', 'limit', 'sort', 'direction', 'channel_id:in'],
  shape: [],
  choices: { sort: scriptSorts },
  create: script,
  update: script.partial(),
  isPrivate: true,
  noneIs204: false,
  ownerOf: () => 0,
  presets: ({ token }) => ({
    description: '',
    html: '',
    src: '',
    auto_uninstall: false,
    load_method: 'default',
    location: 'head',
    visibility: 'storefront',
    kind: 'src',
    api_client_id: token.clientId,
    enabled: true,
    channel_id: 1,
  }),
  check(others, fields) {
    const needed = fields['kind'] === 'src' ? 'src' : 'html';
    if (!fields[needed])
      throw new ApiRefusal(422, `The field ${needed} is missing.`, { [needed]: 'missing' });
    if (others.length >= scriptsPerApp)
      throw new ApiRefusal(422, `An app has at most ${scriptsPerApp} scripts.`, { scripts: 'too many' });
    const tags = String(fields['html']).match(/<script\b/gi) ?? [];
    if (tags.length > 5)
      throw new ApiRefusal(422, 'There are more than 5 script tags.', { html: 'too many' });
  },
  select(call, found) {
    const channels = call.query.ints('channel_id:in');
    const sorted = found.filter(({ fields }) => !channels || channels.includes(Number(fields['channel_id'])));
    const field = call.query.text('sort') ?? 'date_created';
    // Records come in the order of their creation.
    if (field === 'date_modified') sorted.sort((a, b) => a.modifiedAt - b.modifiedAt);
    else if (field !== 'date_created')
      sorted.sort((a, b) => String(a.fields[field]).localeCompare(String(b.fields[field])));
    return call.query.text('direction') === 'desc' ? sorted.reverse() : sorted;
  },
  present: ({ uuid, fields, createdAt, modifiedAt }) => ({
    uuid,
    ...fields,
    date_created: isoZ(createdAt),
    date_modified: isoZ(modifiedAt),
  }),
  wasWritten: () => undefined,
};

export const recordKinds: readonly RecordKind[] = [customFields, bulkPricingRules, videos, reviews, scripts];

/** What a product shows of its records, by the word of `include`. */
export const productRecords: ReadonlyMap<string, RecordKind> = new Map([
  ['custom_fields', customFields],
  ['bulk_pricing_rules', bulkPricingRules],
  ['videos', videos],
  ['reviews', reviews],
]);
