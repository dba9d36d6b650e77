import { defaultOptions, type Options } from '../../../shared/settings.ts';
import type { BcCustomer, BcOrder, BcOrderLine, BcProduct, BcRefund } from '../../bigcommerce/types.ts';
import type { Held, MappingContext } from './types.ts';

/** Parsed answers of BigCommerce and a mapping context, for tests. */

export const heldNothing: Held = { order: false, refunds: new Set() };

export function buildContext(
  overrides: Partial<MappingContext> = {},
  options: Partial<Options> = {},
): MappingContext {
  return {
    storeHash: 'abc',
    countryCode: 'US',
    currency: 'USD',
    storefrontUrl: 'https://shop.example',
    options: { ...defaultOptions, ...options },
    mapping: { channels: { '1': 'Main Street' }, locations: { '7': 'Pickup Lane' }, fallback: null },
    historyStart: null,
    syncContactsSince: null,
    hasher: {
      email: (value) => `hash-of-email-${value}-and-some-more`,
      phone: (value) => `hash-of-phone-${value}-and-some-more`,
    },
    categoryNames: (productId) => (productId === 77 ? 'Bath' : ''),
    brandName: (brandId) => (brandId === 5 ? 'OFS' : ''),
    ...overrides,
  };
}

export function buildLine(overrides: Partial<BcOrderLine> = {}): BcOrderLine {
  return {
    id: 65,
    productId: 77,
    variantId: 90,
    name: 'Fog Linen Towel',
    sku: 'S-ORAN',
    brand: 'OFS',
    type: 'physical',
    quantity: 1,
    priceExTax: '50',
    priceIncTax: '55',
    totalExTax: '50',
    totalIncTax: '55',
    discountedTotalIncTax: '55',
    totalTax: '5',
    appliedDiscounts: [],
    ...overrides,
  };
}

/** One line of 50.00 plus 10 % tax and 11.00 of shipping, unless told otherwise. */
export function buildOrder(overrides: Partial<BcOrder> = {}): BcOrder {
  return {
    id: 149,
    customerId: 11,
    statusId: 11,
    channelId: 1,
    createdAt: new Date('2026-03-05T21:40:11Z'),
    modifiedAt: new Date('2026-03-06T10:00:00Z'),
    isDeleted: false,
    currency: 'USD',
    taxInclusive: false,
    subtotalExTax: '50',
    subtotalIncTax: '55',
    totalExTax: '60',
    totalIncTax: '66',
    paymentStatus: 'captured',
    itemsTotal: 1,
    billing: {
      firstName: 'Jane',
      lastName: 'Doe',
      email: 'Jane@Example.com',
      phone: '512-555-0142',
      countryIso2: 'US',
    },
    lines: [buildLine()],
    linesComplete: true,
    pickupLocationId: null,
    unreadable: null,
    ...overrides,
  };
}

/** One piece of the line of `buildOrder`. */
export function buildRefund(overrides: Partial<BcRefund> = {}): BcRefund {
  return {
    id: 3,
    orderId: 149,
    createdAt: new Date('2026-04-01T00:00:00Z'),
    totalAmount: '55',
    totalTax: '5',
    items: [{ type: 'PRODUCT', itemId: 65, quantity: 1, requestedAmount: '55' }],
    unreadable: null,
    ...overrides,
  };
}

export function buildCustomer(overrides: Partial<BcCustomer> = {}): BcCustomer {
  return {
    id: 32,
    email: 'Jane@Example.com',
    firstName: 'Jane',
    lastName: 'Doe',
    phone: '512-555-0142',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    modifiedAt: new Date('2026-02-01T00:00:00Z'),
    originChannelId: 1,
    formFields: [{ name: 'Birthday', value: '1990-01-31' }],
    countryIso2: 'US',
    unreadable: null,
    ...overrides,
  };
}

export function buildProduct(overrides: Partial<BcProduct> = {}): BcProduct {
  return {
    id: 77,
    name: 'Fog Linen Towel',
    sku: 'S-ORAN',
    brandId: 5,
    categoryIds: [2],
    price: '49.5',
    isVisible: true,
    inventoryTracking: 'product',
    inventoryLevel: 4,
    imageUrl: 'https://cdn.example/towel.jpg',
    urlPath: '/fog-linen-towel/',
    modifiedAt: new Date('2026-02-01T00:00:00Z'),
    unreadable: null,
    ...overrides,
  };
}
