/** Answers in BigCommerce's own words, for tests. */

export function buildRawLine(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 65,
    order_id: 149,
    product_id: 77,
    variant_id: 90,
    name: 'Fog Linen Towel',
    sku: 'S-ORAN',
    type: 'physical',
    price_ex_tax: '55.9900',
    price_inc_tax: '65.2300',
    total_ex_tax: '55.9900',
    total_inc_tax: '65.2300',
    total_tax: '9.2400',
    quantity: 1,
    brand: 'OFS',
    applied_discounts: [{ id: 'manual-discount', amount: '1.5900', name: 'x', code: null, target: 'order' }],
    discounted_total_inc_tax: '63.6400',
    ...overrides,
  };
}

/** The object of groups that `consignment_structure=object` gives. */
export function buildRawConsignments(
  lines: unknown[],
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    pickups: [],
    shipping: [{ id: 99, first_name: 'Jane', items_total: lines.length, line_items: lines }],
    downloads: [],
    email: { gift_certificates: [] },
    ...overrides,
  };
}

export function buildRawOrder(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 149,
    customer_id: 11,
    date_created: 'Tue, 05 Mar 2019 21:40:11 +0000',
    date_modified: 'Mon, 11 Mar 2019 15:17:25 +0000',
    date_shipped: '',
    status_id: 11,
    status: 'Awaiting Fulfillment',
    subtotal_ex_tax: '55.9900',
    subtotal_inc_tax: '65.2300',
    total_ex_tax: '55.9900',
    total_inc_tax: '65.2300',
    items_total: 1,
    payment_status: 'captured',
    currency_code: 'USD',
    default_currency_code: 'EUR',
    is_deleted: false,
    is_tax_inclusive_pricing: false,
    channel_id: 1,
    billing_address: {
      first_name: 'Jane',
      last_name: 'Doe',
      email: 'jane@example.com',
      phone: '0410999888',
      country_iso2: 'US',
    },
    products: {
      url: 'https://api.bigcommerce.com/stores/x/v2/orders/149/products',
      resource: '/orders/149/products',
    },
    consignments: buildRawConsignments([buildRawLine()]),
    ...overrides,
  };
}

export function buildRawCustomer(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 32,
    email: 'jane@example.com',
    first_name: 'Jane',
    last_name: 'Doe',
    phone: '512-555-0142',
    date_created: '2020-02-06T17:46:33Z',
    date_modified: '2020-02-07T17:46:33Z',
    origin_channel_id: 1,
    channel_ids: null,
    addresses: [{ id: 1, country_code: 'US' }],
    ...overrides,
  };
}

export function buildRawRefund(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 3,
    order_id: 149,
    user_id: 1,
    created: '2020-02-08T10:00:00+00:00',
    reason: 'damaged',
    total_amount: 12.34,
    total_tax: 1.1,
    items: [{ item_type: 'PRODUCT', item_id: 65, quantity: 1, requested_amount: 12.34 }],
    payments: [],
    ...overrides,
  };
}
