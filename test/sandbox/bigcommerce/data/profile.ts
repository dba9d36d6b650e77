/** The facts of a store that are not lists. */
export interface StoreProfile {
  name: string;
  storeId: number;
  domain: string;
  countryCode: string;
  country: string;
  currency: string;
  currencySymbol: string;
  decimalPlaces: number;
  /** Whether prices are entered with tax; decides which figures of an order are exact. */
  taxInclusive: boolean;
  timezone: { name: string; rawOffset: number; dstOffset: number };
  planName: string;
}

export const defaultProfile: Readonly<StoreProfile> = {
  name: 'Green Mesa Supply',
  storeId: 1_025_646,
  domain: 'green-mesa.example.com',
  countryCode: 'US',
  country: 'United States',
  currency: 'USD',
  currencySymbol: '$',
  decimalPlaces: 2,
  taxInclusive: false,
  timezone: { name: 'America/Chicago', rawOffset: -21_600, dstOffset: -18_000 },
  planName: 'Pro',
};

/** Ten-thousandths in the smallest coin of the profile's currency. */
export function coinOf(profile: StoreProfile): number {
  return 10 ** Math.max(0, 4 - profile.decimalPlaces);
}

export interface Channel {
  id: number;
  name: string;
  type: string;
  platform: string;
  status: string;
  externalId: string;
  isVisible: boolean;
  isListable: boolean;
  createdAt: number;
  modifiedAt: number;
}

export const channelIds = { web: 1, pos: 1_153_210, marketplace: 1_153_211, prelaunch: 1_153_212 } as const;

export function buildChannels(storeName: string, at: number): Channel[] {
  const common = { isVisible: true, isListable: true, createdAt: at, modifiedAt: at, externalId: '' };
  return [
    {
      ...common,
      id: channelIds.web,
      name: storeName,
      type: 'storefront',
      platform: 'bigcommerce',
      status: 'active',
    },
    {
      ...common,
      id: channelIds.pos,
      name: 'Front Street POS',
      type: 'pos',
      platform: 'square',
      status: 'connected',
    },
    {
      ...common,
      id: channelIds.marketplace,
      name: 'Amazon',
      type: 'marketplace',
      platform: 'amazon',
      status: 'connected',
      externalId: 'amzn-77',
    },
    {
      ...common,
      id: channelIds.prelaunch,
      name: 'Green Mesa Canada',
      type: 'storefront',
      platform: 'bigcommerce',
      status: 'prelaunch',
      isVisible: false,
    },
  ];
}

export interface StockLocation {
  id: number;
  code: string;
  label: string;
  city: string;
  state: string;
  zip: string;
  isDefault: boolean;
  visible: boolean;
}

export const stockLocations: readonly StockLocation[] = [
  {
    id: 1,
    code: 'BC-LOCATION-1',
    label: 'Front Street',
    city: 'Austin',
    state: 'Texas',
    zip: '78726',
    isDefault: true,
    visible: true,
  },
  {
    id: 2,
    code: 'BC-LOCATION-2',
    label: 'Airport Kiosk',
    city: 'Denver',
    state: 'Colorado',
    zip: '80202',
    isDefault: false,
    visible: true,
  },
];

export interface OrderStatus {
  id: number;
  name: string;
  /** The merchant's own word. */
  label: string;
  description: string;
  /** Place in the merchant's list. */
  place: number;
}

/** The fifteen statuses; ids and names are BigCommerce's, some labels the merchant's. */
export const orderStatuses: readonly OrderStatus[] = [
  ['Incomplete', 'The shopper reached payment and did not finish.'],
  ['Pending', 'The order is waiting for its payment to be worked on.'],
  ['Shipped', 'Everything was sent.'],
  ['Partially Shipped', 'Some items were sent.'],
  ['Refunded', 'The whole amount was given back.'],
  ['Cancelled', 'The order was cancelled.'],
  ['Declined', 'The seller refused the order.'],
  ['Awaiting Payment', 'The payment has not arrived.'],
  ['Awaiting Pickup', 'The order waits for its buyer at the location.'],
  ['Awaiting Shipment', 'The order is packed.'],
  ['Completed', 'The buyer has everything and paid.'],
  ['Awaiting Fulfillment', 'The payment has arrived.'],
  ['Manual Verification Required', 'Somebody has to look at the order.'],
  ['Disputed', 'The payment is disputed.'],
  ['Partially Refunded', 'A part of the amount was given back.'],
].map(([name = '', description = ''], id) => ({
  id,
  name,
  label: name === 'Awaiting Pickup' ? 'Ready at the counter' : name,
  description,
  place: id,
}));

export const statusIds = {
  incomplete: 0,
  shipped: 2,
  refunded: 4,
  completed: 10,
  awaiting: 11,
  partlyRefunded: 14,
};
