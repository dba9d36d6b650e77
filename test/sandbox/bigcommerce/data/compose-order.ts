import type {
  Address,
  Discount,
  Order,
  OrderLine,
  Pickup,
  Product,
  ShippingAddress,
  Variant,
} from './model.ts';
import { portion, spread } from './money.ts';
import { channelIds, statusIds, stockLocations } from './profile.ts';
import type { Draws } from './random.ts';
import { firstBrandId } from './base-product.ts';
import type { World } from './world.ts';
import { brandNames, cities, customerMessages } from './words.ts';

export type LineWish =
  | { product: Product; variant: Variant; quantity: number }
  | { custom: { name: string; price: number; type: 'giftcertificate' | 'physical' }; quantity: number };

export interface OrderWish {
  id: number;
  customerId: number;
  statusId: number;
  channelId: number;
  createdAt: number;
  modifiedAt: number;
  paymentMethod: string;
  billing: Address;
  lines: readonly LineWish[];
  discount: 'line' | 'order' | 'coupon' | null;
  isPickup: boolean;
  manyAddresses: boolean;
  /** 0 for none. */
  fee: number;
  draws: Draws;
}

/** Numbers of an order's parts: hundreds of the order's own, so that generated orders need no counter. */
const partsPerOrder = 100;

/** Puts an order together: lines with tax and discounts, and who takes delivery of them. */
export function composeOrder(world: World, wish: OrderWish): Order {
  const { id, draws, billing } = wish;
  const taxRate = cities.find(({ city }) => city === billing.city)?.tax ?? 0;
  const lines = wish.lines.map((line, place) => composeLine(line, lineId(id, place), taxRate));
  addDiscounts(world, lines, wish.discount);
  const { addresses, pickups } = deliver(world, wish, lines, taxRate);
  const isShipped = wish.statusId === statusIds.shipped || wish.statusId === statusIds.completed;
  if (isShipped) for (const line of lines) if (line.addressId !== 0) line.quantityShipped = line.quantity;
  const isWeb = wish.channelId === channelIds.web;
  return {
    id,
    customerId: wish.customerId,
    statusId: wish.statusId,
    channelId: wish.channelId,
    createdAt: wish.createdAt,
    modifiedAt: wish.modifiedAt,
    shippedAt: isShipped && addresses.length > 0 ? wish.modifiedAt : null,
    source: isWeb ? 'www' : wish.channelId === channelIds.marketplace ? 'amazon' : 'external',
    currency: world.profile.currency,
    taxInclusive: world.profile.taxInclusive,
    paymentMethod: wish.paymentMethod,
    cartId: isWeb ? uuidFrom(draws) : '',
    externalId: wish.channelId === channelIds.marketplace ? `AMZ-${id}` : '',
    ipAddress: isWeb ? `198.51.100.${draws.int(255)}` : '',
    customerMessage: draws.pick(customerMessages),
    staffNotes: '',
    isDeleted: false,
    giftCertificate: 0,
    storeCredit: draws.chance(0.02) ? 10_000 : 0,
    coupon: wish.discount === 'coupon' ? 'SAVE10' : null,
    billing,
    addresses,
    pickups,
    lines,
    fees:
      wish.fee > 0
        ? [{ id: id * partsPerOrder + 1, name: 'Package protection', cost: wish.fee, taxRate }]
        : [],
    refunds: [],
    shipments: isShipped && addresses[0] ? [shipmentOf(wish, addresses[0], lines)] : [],
  };
}

/** Lines beyond the hundredth get numbers that no other order uses. */
export function lineId(orderId: number, place: number): number {
  return place < partsPerOrder ? orderId * partsPerOrder + place : orderId * 10_000_000 + place;
}

/** Written out field by field: copying fields costs most of the time of computing an order. */
function composeLine(wish: LineWish, id: number, taxRate: number): OrderLine {
  const custom = 'custom' in wish ? wish.custom : null;
  const catalog = 'custom' in wish ? null : wish;
  return {
    id,
    productId: catalog?.product.id ?? 0,
    variantId: catalog?.variant.id ?? null,
    name: catalog?.product.name ?? custom?.name ?? '',
    sku: catalog?.variant.sku ?? '',
    brand: catalog ? brandNameOf(catalog.product.brandId) : '',
    type: catalog?.product.type ?? custom?.type ?? 'physical',
    quantity: wish.quantity,
    unitPrice: catalog ? (catalog.variant.price ?? catalog.product.price) : (custom?.price ?? 0),
    // A gift certificate is taxed when it is spent.
    taxRate: custom?.type === 'giftcertificate' ? 0 : taxRate,
    discounts: [],
    addressId: 0,
    pickupId: 0,
    quantityShipped: 0,
  };
}

function brandNameOf(brandId: number): string {
  return brandNames[brandId - firstBrandId] ?? '';
}

function addDiscounts(world: World, lines: OrderLine[], kind: OrderWish['discount']): void {
  const eligible = lines.filter(({ type }) => type !== 'giftcertificate');
  const [first] = eligible;
  if (kind === null || !first) return;
  const priceOf = (line: OrderLine) => line.unitPrice * line.quantity;
  if (kind === 'line') {
    first.discounts.push(
      discountOf('catalog-promo-12', portion(priceOf(first), 15, 100, world.coin), 'product'),
    );
    return;
  }
  const whole = eligible.reduce((sum, line) => sum + priceOf(line), 0);
  if (kind === 'order') {
    const pieces = spread(Math.min(50_000, whole), eligible.map(priceOf), world.coin);
    eligible.forEach((line, place) => {
      const amount = pieces[place] ?? 0;
      if (amount > 0) line.discounts.push(discountOf('manual-discount', amount, 'order'));
    });
    return;
  }
  const pieces = spread(portion(whole, 10, 100, world.coin), eligible.map(priceOf), world.coin);
  eligible.forEach((line, place) => {
    const amount = pieces[place] ?? 0;
    if (amount > 0) line.discounts.push({ ...discountOf('total-coupon', amount, 'order'), code: 'SAVE10' });
  });
}

function discountOf(id: string, amount: number, target: Discount['target']): Discount {
  return { id, amount, name: id === 'total-coupon' ? '10% off' : 'Seasonal discount', code: null, target };
}

function deliver(
  world: World,
  wish: OrderWish,
  lines: OrderLine[],
  taxRate: number,
): { addresses: ShippingAddress[]; pickups: Pickup[] } {
  const physical = lines.filter(({ type }) => type === 'physical');
  if (physical.length === 0) return { addresses: [], pickups: [] };
  if (wish.isPickup) {
    const location = stockLocations[wish.id % stockLocations.length];
    const pickup = { id: wish.id * partsPerOrder, locationId: location?.id ?? 1 };
    for (const line of physical) line.pickupId = pickup.id;
    return { addresses: [], pickups: [pickup] };
  }
  const count = wish.manyAddresses ? Math.min(12, physical.length) : 1;
  const addresses = Array.from({ length: count }, (_, place): ShippingAddress => {
    const cost = wish.draws.pick([0, 59_500, 99_500, 59_500]);
    return {
      ...wish.billing,
      id: wish.id * partsPerOrder + place,
      street1: place === 0 ? wish.billing.street1 : `${place} Gift Lane`,
      method: cost === 0 ? 'Free Shipping' : 'Flat Rate',
      cost: cost - (cost % world.coin),
      handling: wish.draws.chance(0.05) ? 20_000 : 0,
      taxRate,
    };
  });
  physical.forEach((line, place) => {
    line.addressId = addresses[place % count]?.id ?? 0;
  });
  return { addresses, pickups: [] };
}

function shipmentOf(
  wish: OrderWish,
  address: ShippingAddress,
  lines: readonly OrderLine[],
): Order['shipments'][number] {
  return {
    id: wish.id,
    addressId: address.id,
    createdAt: wish.modifiedAt,
    trackingNumber: `TRK${wish.id}`,
    provider: 'usps',
    comments: '',
    items: lines
      .filter((line) => line.addressId === address.id)
      .map((line) => ({ lineId: line.id, quantity: line.quantity })),
  };
}

export function uuidFrom(draws: Draws): string {
  const hex = Array.from({ length: 4 }, () => draws.int(0x1_0000_0000).toString(16).padStart(8, '0')).join(
    '',
  );
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
