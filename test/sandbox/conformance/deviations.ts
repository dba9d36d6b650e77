/** A way in which the sandbox is knowingly not as a document says. */
export interface Deviation {
  /** Each of them deviates so. */
  operations: readonly string[];
  /** Place in the body, a star for any number. */
  at: RegExp;
  what: string;
  because: string;
}

const undocumented = 'undocumented field';
const orders = ['GET /v2/orders', 'GET /v2/orders/{}'];
const writtenOrders = [...orders, 'PUT /v2/orders/{}'];
const products = ['GET /v3/catalog/products', 'GET /v3/catalog/products/{}'];
const productVariants = [
  'GET /v3/catalog/products/{}/variants',
  'POST /v3/catalog/products/{}/variants',
  'GET /v3/catalog/products/{}/variants/{}',
  'PUT /v3/catalog/products/{}/variants/{}',
];
const allVariants = ['GET /v3/catalog/variants', 'PUT /v3/catalog/variants'];
const metafieldPaths = (collection: string) => ({
  list: `GET ${collection}/{}/metafields`,
  create: `POST ${collection}/{}/metafields`,
  one: `GET ${collection}/{}/metafields/{}`,
  update: `PUT ${collection}/{}/metafields/{}`,
});
const ofCustomers = metafieldPaths('/v3/customers');
const ofChannels = metafieldPaths('/v3/channels');
const ofCategories = metafieldPaths('/v3/catalog/categories');
const ofVariants = metafieldPaths('/v3/catalog/products/{}/variants');

/** The documents contradict themselves, each other or the live API; what the sandbox follows, and why. */
export const deviations: readonly Deviation[] = [
  {
    operations: ['GET /v2/orders'],
    at: /^$/,
    what: 'undocumented status',
    because:
      'an empty V2 list is 204 in practice; the document shows it for shipments alone. A switch has [].',
  },
  {
    operations: ['POST /v2/orders'],
    at: /^$/,
    what: 'undocumented status',
    because: '201 in practice, 200 in the document; readers should take both',
  },
  {
    operations: orders,
    at: /\/cart_id$/,
    what: 'must be string',
    because: '“if applicable”, says its description: an order need not come from a cart',
  },
  {
    operations: writtenOrders,
    at: /\/consignments$/,
    what: 'must match exactly one schema in oneOf',
    because: 'no field of the alternatives is required, so that a link fits the expanded form as well',
  },
  {
    operations: writtenOrders,
    at: /\/(custom_status|credit_card_type)$/,
    what: undocumented,
    because: 'in the examples of the same document',
  },
  {
    operations: ['GET /v2/order_statuses', 'GET /v2/order_statuses/{}'],
    at: /\/order$/,
    what: undocumented,
    because: 'in the examples of the same document',
  },
  {
    operations: ['GET /v2/orders/{}/taxes'],
    at: /\/order_product_id$/,
    what: 'must be string',
    because: 'null for what is no line, says its description',
  },
  {
    operations: ['GET /v2/orders/{}/fees'],
    at: /^\/fees$/,
    what: undocumented,
    because: 'the schema is that of one fee, the example of the same operation a list under `fees`',
  },
  {
    operations: [
      'POST /v3/orders/{}/payment_actions/refunds',
      'GET /v3/orders/{}/payment_actions/refunds',
      'GET /v3/orders/payment_actions/refunds',
    ],
    at: /\/requested_amount$/,
    what: 'must be number',
    because: 'null for products in the examples of the same document; a switch has the amount',
  },
  {
    operations: ['GET /v3/orders/payment_actions/refunds/{}'],
    at: /\/requested_amount$/,
    what: 'must be string',
    because: 'a number in the lists of the same refunds',
  },
  {
    operations: ['GET /v3/orders/payment_actions/refunds/{}'],
    at: /\/(transaction_id|adjustments)$/,
    what: undocumented,
    because: 'documented in the lists of the same refunds',
  },
  {
    operations: ['GET /v3/customers', 'POST /v3/customers', 'PUT /v3/customers'],
    at: /\/channel_ids$/,
    what: 'must be array',
    because:
      'null means every channel that allows global logins, says the guide to channel-specific customers',
  },
  {
    operations: ['GET /v3/customers'],
    at: /\/(shopper_profile_id|segment_ids)$/,
    what: undocumented,
    because: 'values of `include`, and in the examples of the same document',
  },
  {
    operations: [ofCustomers.create, ofCustomers.update],
    at: /^\/data$/,
    what: 'must be array',
    because: 'one metafield is asked for and shown by the GET; the schema is that of the list',
  },
  {
    operations: [ofChannels.list, ofChannels.create, ofChannels.one, ofChannels.update],
    at: /^\/(data|meta)$/,
    what: undocumented,
    because: 'the schema is that of a metafield without the envelope that all of V3 has',
  },
  {
    operations: ['POST /v3/channels/metafields', 'PUT /v3/catalog/brands/metafields'],
    at: /^\/(data|meta)$/,
    what: undocumented,
    because: 'described as partial success, with the schema of a plain error',
  },
  {
    operations: [
      'POST /v3/channels/metafields',
      'PUT /v3/catalog/brands/metafields',
      'POST /v3/store/metafields',
      'PUT /v3/store/metafields',
    ],
    at: /^\/errors$/,
    what: 'must be object',
    because: 'a list of errors in every other document of metafields',
  },
  {
    operations: ['DELETE /v3/store/metafields'],
    at: /^$/,
    what: 'undocumented status',
    because: 'partial success is 422 for the metafields of everything else',
  },
  {
    operations: [
      ofCustomers.list,
      ofCustomers.one,
      ...Object.values(ofCategories),
      ...Object.values(ofVariants),
    ],
    at: /\/owner_client_id$/,
    what: undocumented,
    because: 'documented for all metafields in bulk, the same ones among them',
  },
  {
    operations: [
      ofCustomers.list,
      ofCategories.list,
      ofVariants.list,
      'GET /v3/inventory/locations/{}/metafields',
      'GET /v3/catalog/products/{}/metafields',
      'GET /v3/catalog/brands/{}/metafields',
    ],
    at: /^\/meta\/cursor_pagination$/,
    what: undocumented,
    because: 'the guide promises cursors for metafields, and the bulk operations beside these document them',
  },
  {
    operations: [ofVariants.list],
    at: /^\/meta\/pagination$/,
    what: undocumented,
    because: '`page` and `limit` are documented for it; the schema of `meta` has no field of a list',
  },
  {
    operations: ['POST /v3/inventory/locations/{}/metafields'],
    at: /^\/errors$/,
    what: undocumented,
    because: 'V3’s common form of an error',
  },
  {
    operations: ['GET /v3/inventory/items'],
    at: /\/sku_id$/,
    what: 'must be integer',
    because: 'null for a base variant, says its description',
  },
  {
    operations: [
      ...products,
      'POST /v3/catalog/products',
      'PUT /v3/catalog/products',
      'PUT /v3/catalog/products/{}',
    ],
    at: /\/option_set_id$/,
    what: 'must be integer',
    because: 'a product need not be in an option set, which is a concept of V2',
  },
  {
    operations: products,
    at: /\/base_variant_id$/,
    what: 'must be integer',
    because: 'null for complex products, says its description',
  },
  {
    operations: products,
    at: /\/primary_image$/,
    what: 'must be object',
    because: 'a product need not have an image',
  },
  {
    operations: products,
    at: /\/(reviews|variants)$/,
    what: undocumented,
    because: 'values of `include`',
  },
  {
    operations: ['GET /v3/catalog/products', 'GET /v3/catalog/products/{}/images'],
    at: /\/image_file$/,
    what: undocumented,
    because: 'in the examples of the same document',
  },
  {
    operations: ['GET /v3/catalog/products/{}/bulk-pricing-rules'],
    at: /^\/data$/,
    what: 'must be object',
    because: 'a list, says its description, and its `meta` counts pages',
  },
  {
    operations: ['POST /v3/catalog/products'],
    at: /^\/data$/,
    what: 'must be array',
    because: 'one product is made, as the schema of its 200 says',
  },
  {
    operations: [...productVariants, ...allVariants],
    at: /\/map_price$/,
    what: undocumented,
    because: 'in the examples of the same document',
  },
  {
    operations: allVariants,
    at: /\/(calculated_weight|image_url|mpn|gtin)$/,
    what: undocumented,
    because: 'documented for the same variants below their products',
  },
  {
    operations: [
      'GET /v3/hooks',
      'POST /v3/hooks',
      'GET /v3/hooks/{}',
      'PUT /v3/hooks/{}',
      'DELETE /v3/hooks/{}',
      'GET /v3/hooks/admin',
    ],
    at: /\/events_history_enabled$/,
    what: undocumented,
    because: 'the live API has it: https://github.com/bigcommerce/docs/issues/506',
  },
];

/** What the sandbox serves although no document at hand has it. */
export const operationsWithoutDocument: readonly { operation: string; because: string }[] = [
  'GET /v2/customer_groups',
  'GET /v2/customer_groups/count',
  'GET /v2/customer_groups/{}',
].map((operation) => ({ operation, because: 'customers V2 has a document of its own, which is not kept' }));

/** Parameters that the sandbox takes without noting carelessness although the operation's document has not got them. */
export const undocumentedParameters: readonly {
  operation: string;
  names: readonly string[];
  because: string;
}[] = [
  {
    operation: 'GET /v3/catalog/brands/{}/metafields',
    names: [
      'date_created:min',
      'date_created:max',
      'date_modified:min',
      'date_modified:max',
      'direction',
      'key:in',
      'namespace:in',
    ],
    because: 'documented for the metafields of all brands and of everything else',
  },
];
