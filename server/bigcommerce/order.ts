import { z } from 'zod';
import type { BcOrder, BcOrderLine } from './types.ts';
import {
  countValue,
  flagValue,
  idValue,
  instantValue,
  listOf,
  moneyValue,
  optionalIdValue,
  optionalMoneyValue,
  readId,
  textValue,
} from './values.ts';
import { issueText, readRemains } from './unreadable.ts';

const addressSchema = z
  .object({
    first_name: textValue,
    last_name: textValue,
    email: textValue,
    phone: textValue,
    country_iso2: textValue,
  })
  .nullish();

/** https://developer.bigcommerce.com/docs/rest-management/orders/order-products */
const lineSchema = z
  .object({
    id: idValue,
    product_id: optionalIdValue,
    variant_id: optionalIdValue,
    name: textValue,
    sku: textValue,
    brand: textValue,
    type: textValue,
    quantity: countValue,
    price_ex_tax: moneyValue,
    price_inc_tax: moneyValue,
    total_ex_tax: moneyValue,
    total_inc_tax: moneyValue,
    total_tax: optionalMoneyValue,
    discounted_total_inc_tax: optionalMoneyValue,
    applied_discounts: listOf(z.object({ id: textValue, amount: optionalMoneyValue, target: textValue })),
  })
  .transform((line): BcOrderLine => ({
    id: line.id,
    // Custom items have no product; 0 is how BigCommerce itself writes that.
    productId: line.product_id ?? 0,
    variantId: line.variant_id,
    name: line.name,
    sku: line.sku,
    brand: line.brand,
    type: line.type,
    quantity: line.quantity,
    priceExTax: line.price_ex_tax,
    priceIncTax: line.price_inc_tax,
    totalExTax: line.total_ex_tax,
    totalIncTax: line.total_inc_tax,
    discountedTotalIncTax: line.discounted_total_inc_tax,
    totalTax: line.total_tax ?? '0',
    appliedDiscounts: line.applied_discounts.map(({ id, amount, target }) => ({
      id,
      amount: amount ?? '0',
      target,
    })),
  }));

const linesSchema = z.array(lineSchema);

/** https://developer.bigcommerce.com/docs/rest-management/orders */
const orderSchema = z.object({
  id: idValue,
  customer_id: optionalIdValue,
  status_id: idValue,
  channel_id: optionalIdValue,
  date_created: instantValue,
  date_modified: instantValue,
  is_deleted: flagValue,
  default_currency_code: textValue,
  currency_code: textValue,
  is_tax_inclusive_pricing: flagValue,
  subtotal_ex_tax: moneyValue,
  subtotal_inc_tax: moneyValue,
  total_ex_tax: moneyValue,
  total_inc_tax: moneyValue,
  payment_status: textValue,
  items_total: countValue,
  billing_address: addressSchema,
  consignments: z.unknown().optional(),
});

/**
 * One order of V2, with the line items of its consignments when they were included. An order that is not what the
 * documentation says becomes an `unreadable` one, so that it can be named instead of stopping its page.
 * @returns null when there is not even an id
 */
export function parseOrder(raw: unknown): BcOrder | null {
  const order = orderSchema.safeParse(raw);
  if (!order.success) return unreadableOrder(raw, order.error);
  const { rawLines, linked, pickupLocationId } = readConsignments(order.data.consignments);
  const lines = linesSchema.safeParse(rawLines);
  if (!lines.success) return unreadableOrder(raw, lines.error);
  const { billing_address: billing } = order.data;
  return {
    id: order.data.id,
    customerId: order.data.customer_id ?? 0,
    statusId: order.data.status_id,
    channelId: order.data.channel_id ?? 1,
    createdAt: order.data.date_created,
    modifiedAt: order.data.date_modified,
    isDeleted: order.data.is_deleted,
    currency: order.data.default_currency_code || order.data.currency_code,
    taxInclusive: order.data.is_tax_inclusive_pricing,
    subtotalExTax: order.data.subtotal_ex_tax,
    subtotalIncTax: order.data.subtotal_inc_tax,
    totalExTax: order.data.total_ex_tax,
    totalIncTax: order.data.total_inc_tax,
    paymentStatus: order.data.payment_status,
    itemsTotal: order.data.items_total,
    billing: {
      firstName: billing?.first_name ?? '',
      lastName: billing?.last_name ?? '',
      email: billing?.email ?? '',
      phone: billing?.phone ?? '',
      countryIso2: billing?.country_iso2 ?? '',
    },
    lines: lines.data,
    linesComplete: !linked && areComplete(lines.data, order.data.items_total),
    pickupLocationId,
    unreadable: null,
  };
}

/** `items_total` counts pieces, so the quantities of all lines have to reach it. */
export function areComplete(lines: BcOrderLine[], itemsTotal: number): boolean {
  return lines.reduce((sum, line) => sum + line.quantity, 0) >= itemsTotal;
}

/** What tells a raw line apart from others; lines without an id stay apart. */
export function lineId(raw: unknown): unknown {
  return readId(raw) ?? raw;
}

/** The order with these lines, or an unreadable one when a line is not what the documentation says. */
export function withLines(order: BcOrder, raw: unknown[]): BcOrder {
  const lines = linesSchema.safeParse(raw);
  if (!lines.success) return { ...order, lines: [], linesComplete: true, unreadable: issueText(lines.error) };
  return { ...order, lines: lines.data, linesComplete: true };
}

/** What a list without line items tells of an order. */
export function withoutLines(order: BcOrder): BcOrder {
  const unreadable = order.unreadable ?? 'BigCommerce does not give this order with its line items.';
  return { ...order, lines: [], linesComplete: true, unreadable };
}

function unreadableOrder(raw: unknown, error: z.ZodError): BcOrder | null {
  const remains = readRemains(raw, error);
  if (remains === null) return null;
  const modifiedAt = remains.instant('date_modified');
  const createdAt = remains.instant('date_created');
  return buildUnreadable({
    id: remains.id,
    createdAt: createdAt ?? modifiedAt ?? new Date(0),
    modifiedAt: modifiedAt ?? createdAt ?? new Date(0),
    detail: remains.detail,
  });
}

/**
 * Stands for an order without an id: no order has the number 0.
 * @param beside an order of the same page, whose dates are near
 */
export function namelessOrder(beside: BcOrder): BcOrder {
  return buildUnreadable({
    id: 0,
    createdAt: beside.createdAt,
    modifiedAt: beside.modifiedAt,
    detail: 'BigCommerce lists an order without a number.',
  });
}

function buildUnreadable(known: { id: number; createdAt: Date; modifiedAt: Date; detail: string }): BcOrder {
  const { detail, ...rest } = known;
  return {
    ...rest,
    customerId: 0,
    statusId: 0,
    channelId: 0,
    isDeleted: false,
    currency: '',
    taxInclusive: false,
    subtotalExTax: '0',
    subtotalIncTax: '0',
    totalExTax: '0',
    totalIncTax: '0',
    paymentStatus: '',
    itemsTotal: 0,
    billing: { firstName: '', lastName: '', email: '', phone: '', countryIso2: '' },
    lines: [],
    linesComplete: true,
    pickupLocationId: null,
    unreadable: detail,
  };
}

/** Of consignments, or of one of their groups: any of these, each of any form. */
interface Group {
  line_items?: unknown;
  location?: unknown;
  pickups?: unknown;
  shipping?: unknown;
  downloads?: unknown;
  email?: unknown;
  gift_certificates?: unknown;
}

/**
 * Collects what the consignments hold. With `consignment_structure=object` they are one object of groups (pickups,
 * shipping, downloads, email.gift_certificates); lists of such objects, or of the groups themselves, occur as well.
 * A group's `line_items` are lines, or links to them when the include was not honoured.
 */
function readConsignments(consignments: unknown): {
  rawLines: unknown[];
  linked: boolean;
  pickupLocationId: number | null;
} {
  const rawLines: unknown[] = [];
  let linked = false;
  let pickupLocationId: number | null = null;

  function visit(value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const group: Group = value;
    const { line_items: items } = group;
    if ('pickup_method_id' in group) pickupLocationId ??= readId(group.location);
    for (const item of Array.isArray(items) ? items : items === undefined ? [] : [items]) {
      if (isLink(item)) linked = true;
      else rawLines.push(item);
    }
    visit(group.pickups);
    visit(group.shipping);
    visit(group.downloads);
    visit(group.email);
    visit(group.gift_certificates);
  }

  visit(consignments);
  return { rawLines, linked, pickupLocationId };
}

function isLink(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'resource' in item && !('quantity' in item);
}
