import type { Address, Fee, Order, OrderLine, Shipment, ShippingAddress } from '../data/model.ts';
import { moneyToNumber, moneyToText } from '../data/money.ts';
import { lineFigures, orderFigures, refundedPieces, taxed } from '../data/order-math.ts';
import { orderStatuses, stockLocations } from '../data/profile.ts';
import type { ApiCall } from './call.ts';
import { rfc2822 } from './dates.ts';

/* https://developer.bigcommerce.com/docs/rest-management/orders */

export function link(call: ApiCall, path: string): { url: string; resource: string } {
  return { url: `${call.storeUrl}/v2${path}`, resource: path };
}

export function presentOrder(call: ApiCall, order: Order): Record<string, unknown> {
  const { coin, profile } = call.state.world;
  const figures = orderFigures(order, coin);
  const { subtotal, shipping, handling, total } = figures;
  const status = orderStatuses[order.statusId];
  const included = new Set(call.query.list('include') ?? []);
  const path = `/orders/${order.id}`;
  const entered = (part: { exTax: number; incTax: number }) =>
    moneyToText(order.taxInclusive ? part.incTax : part.exTax);
  return {
    id: order.id,
    customer_id: order.customerId,
    date_created: rfc2822(order.createdAt),
    date_modified: rfc2822(order.modifiedAt),
    date_shipped: rfc2822(order.shippedAt),
    status_id: order.statusId,
    status: status?.name ?? '',
    custom_status: status?.label ?? '',
    subtotal_ex_tax: moneyToText(subtotal.exTax),
    subtotal_inc_tax: moneyToText(subtotal.incTax),
    subtotal_tax: moneyToText(subtotal.tax),
    base_shipping_cost: entered(shipping),
    shipping_cost_ex_tax: moneyToText(shipping.exTax),
    shipping_cost_inc_tax: moneyToText(shipping.incTax),
    shipping_cost_tax: moneyToText(shipping.tax),
    shipping_cost_tax_class_id: 2,
    base_handling_cost: entered(handling),
    handling_cost_ex_tax: moneyToText(handling.exTax),
    handling_cost_inc_tax: moneyToText(handling.incTax),
    handling_cost_tax: moneyToText(handling.tax),
    handling_cost_tax_class_id: 2,
    base_wrapping_cost: '0.0000',
    wrapping_cost_ex_tax: '0.0000',
    wrapping_cost_inc_tax: '0.0000',
    wrapping_cost_tax: '0.0000',
    wrapping_cost_tax_class_id: 3,
    total_ex_tax: moneyToText(total.exTax),
    total_inc_tax: moneyToText(total.incTax),
    total_tax: moneyToText(total.tax),
    items_total: figures.itemsTotal,
    items_shipped: figures.itemsShipped,
    payment_method: order.paymentMethod,
    payment_provider_id: '',
    payment_status: paymentStatusOf(order, figures.refunded, total.incTax),
    // Documented as always 0; the refunds tell.
    refunded_amount: '0.0000',
    order_is_digital: order.lines.length > 0 && order.lines.every(({ type }) => type !== 'physical'),
    store_credit_amount: moneyToText(order.storeCredit),
    gift_certificate_amount: moneyToText(order.giftCertificate),
    ip_address: order.ipAddress,
    ip_address_v6: '',
    geoip_country: order.ipAddress === '' ? '' : profile.country,
    geoip_country_iso2: order.ipAddress === '' ? '' : profile.countryCode,
    currency_id: 1,
    currency_code: profile.currency,
    currency_exchange_rate: '1.0000000000',
    default_currency_id: 1,
    default_currency_code: order.currency,
    store_default_currency_code: profile.currency,
    store_default_to_transactional_exchange_rate: '1.0000000000',
    staff_notes: order.staffNotes,
    customer_message: order.customerMessage,
    discount_amount: moneyToText(figures.otherDiscount),
    coupon_discount: moneyToText(figures.couponDiscount),
    shipping_address_count: order.addresses.length,
    is_deleted: order.isDeleted,
    ebay_order_id: '0',
    cart_id: order.cartId === '' ? null : order.cartId,
    billing_address: { ...presentAddress(order.billing), form_fields: [] },
    is_email_opt_in: false,
    credit_card_type: null,
    order_source: order.source,
    channel_id: order.channelId,
    external_source: order.externalId === '' ? null : 'AMAZON',
    external_id: null,
    external_order_id: order.externalId,
    external_merchant_id: null,
    is_tax_inclusive_pricing: order.taxInclusive,
    tax_provider_id: 'BasicTaxProvider',
    customer_locale: 'en',
    products: link(call, `${path}/products`),
    // Spelled without the underscore that the endpoint has.
    shipping_addresses: link(call, `${path}/shippingaddresses`),
    coupons: link(call, `${path}/coupons`),
    fees: included.has('fees')
      ? order.fees.map((fee) => presentFee(call, order, fee))
      : link(call, `${path}/fees`),
    consignments: presentIncludedConsignments(call, order, included),
  };
}

export function presentAddress(address: Address): Record<string, unknown> {
  return {
    first_name: address.firstName,
    last_name: address.lastName,
    company: address.company,
    street_1: address.street1,
    street_2: address.street2,
    city: address.city,
    state: address.state,
    zip: address.zip,
    country: address.country,
    country_iso2: address.countryIso2,
    phone: address.phone,
    email: address.email,
  };
}

export function presentLine(call: ApiCall, order: Order, line: OrderLine): Record<string, unknown> {
  const { piece, total, paid } = lineFigures(line, order.taxInclusive, call.state.world.coin);
  const refunded = refundedPieces(order, line.id);
  const entered = (part: { exTax: number; incTax: number }) =>
    moneyToText(order.taxInclusive ? part.incTax : part.exTax);
  const isGift = line.type === 'giftcertificate';
  return {
    id: line.id,
    order_id: order.id,
    product_id: line.productId,
    ...(line.variantId === null ? {} : { variant_id: line.variantId }),
    order_pickup_method_id: line.pickupId,
    order_address_id: line.addressId,
    name: line.name,
    name_customer: line.name,
    name_merchant: line.name,
    sku: line.sku,
    upc: '',
    type: line.type,
    base_price: entered(piece),
    price_ex_tax: moneyToText(piece.exTax),
    price_inc_tax: moneyToText(piece.incTax),
    price_tax: moneyToText(piece.tax),
    base_total: entered(total),
    total_ex_tax: moneyToText(total.exTax),
    total_inc_tax: moneyToText(total.incTax),
    total_tax: moneyToText(total.tax),
    weight: line.type === 'physical' ? '1.0000' : '0.0000',
    width: '0.0000',
    height: '0.0000',
    depth: '0.0000',
    quantity: line.quantity,
    base_cost_price: '0.0000',
    cost_price_inc_tax: '0.0000',
    cost_price_ex_tax: '0.0000',
    cost_price_tax: '0.0000',
    is_refunded: refunded >= line.quantity,
    quantity_refunded: refunded,
    // Documented as always 0; the refunds tell.
    refund_amount: '0.0000',
    return_id: 0,
    wrapping_id: 0,
    wrapping_name: '',
    base_wrapping_cost: '0.0000',
    wrapping_cost_ex_tax: '0.0000',
    wrapping_cost_inc_tax: '0.0000',
    wrapping_cost_tax: '0.0000',
    wrapping_message: '',
    quantity_shipped: line.quantityShipped,
    event_name: null,
    event_date: null,
    fixed_shipping_cost: '0.0000',
    ebay_item_id: '',
    ebay_transaction_id: '',
    option_set_id: null,
    parent_order_product_id: null,
    is_bundled_product: false,
    bin_picking_number: '',
    external_id: null,
    brand: line.brand,
    gift_certificate_id: isGift ? line.id : null,
    applied_discounts: line.discounts.map(({ id, amount, name, code, target }) => ({
      id,
      amount: moneyToText(amount),
      name,
      code,
      target,
    })),
    product_options: [],
    configurable_fields: [],
    discounted_total_inc_tax: moneyToText(paid),
  };
}

/** A link, unless they were asked for; the lines in them are links, unless those were asked for as well. */
function presentIncludedConsignments(call: ApiCall, order: Order, included: ReadonlySet<string>): unknown {
  const withLines = included.has('consignments.line_items');
  if (!withLines && !included.has('consignments')) return link(call, `/orders/${order.id}/consignments`);
  const most = withLines ? (call.switches.includeMaxLines ?? Infinity) : 0;
  const shown = new Set(order.lines.slice(0, most).map(({ id }) => id));
  const consignments = presentConsignments(call, order, (line) =>
    withLines ? (shown.has(line.id) ? presentLine(call, order, line) : null) : lineLink(call, order, line),
  );
  const asObject =
    call.query.text('consignment_structure') === 'object' && call.switches.consignments === 'object';
  return asObject ? consignments : [consignments];
}

export function lineLink(call: ApiCall, order: Order, line: OrderLine): { url: string; resource: string } {
  return link(call, `/orders/${order.id}/products/${line.id}`);
}

/** @param show what stands for a line; null leaves it out */
export function presentConsignments(
  call: ApiCall,
  order: Order,
  show: (line: OrderLine) => unknown,
): Record<string, unknown> {
  const linesWhere = (accept: (line: OrderLine) => boolean) =>
    order.lines.filter(accept).flatMap((line) => show(line) ?? []);
  const recipient = order.billing.email;
  const digital = order.lines.filter(({ type }) => type === 'digital');
  const gifts = order.lines.filter(({ type }) => type === 'giftcertificate');
  return {
    pickups: order.pickups.map((pickup) => ({
      ...presentPickup(pickup),
      line_items: linesWhere((line) => line.pickupId === pickup.id),
    })),
    shipping: order.addresses.map((address) => ({
      ...presentShipping(call, order, address),
      line_items: linesWhere((line) => line.addressId === address.id),
    })),
    downloads:
      digital.length === 0
        ? []
        : [{ recipient_email: recipient, line_items: linesWhere(({ type }) => type === 'digital') }],
    email: {
      gift_certificates:
        gifts.length === 0
          ? []
          : [
              {
                recipient_email: recipient,
                line_items: linesWhere(({ type }) => type === 'giftcertificate'),
              },
            ],
    },
  };
}

function presentPickup(pickup: Order['pickups'][number]): Record<string, unknown> {
  const location = stockLocations.find(({ id }) => id === pickup.locationId);
  return {
    id: pickup.id,
    pickup_method_id: pickup.locationId,
    pickup_method_display_name: 'Pick up in store',
    collection_instructions: 'Bring your ID.',
    collection_time_description: '9am - 6pm',
    location: {
      id: pickup.locationId,
      name: location?.label ?? '',
      code: location?.code ?? '',
      address_line_1: '1 Front Street',
      address_line_2: '',
      city: location?.city ?? '',
      state: location?.state ?? '',
      postal_code: location?.zip ?? '',
      country_alpha2: 'US',
      email: 'counter@example.com',
      phone: '+1 512-555-0100',
    },
  };
}

function presentShipping(call: ApiCall, order: Order, address: ShippingAddress): Record<string, unknown> {
  const { coin } = call.state.world;
  const cost = taxed(address.cost, address.taxRate, order.taxInclusive, coin);
  const handling = taxed(address.handling, address.taxRate, order.taxInclusive, coin);
  const lines = order.lines.filter(({ addressId }) => addressId === address.id);
  return {
    id: address.id,
    ...presentAddress(address),
    form_fields: [],
    items_total: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    items_shipped: lines.reduce((sum, { quantityShipped }) => sum + quantityShipped, 0),
    shipping_method: address.method,
    base_cost: moneyToNumber(address.cost),
    cost_ex_tax: moneyToNumber(cost.exTax),
    cost_inc_tax: moneyToNumber(cost.incTax),
    cost_tax: moneyToNumber(cost.tax),
    cost_tax_class_id: 2,
    base_handling_cost: moneyToNumber(address.handling),
    handling_cost_ex_tax: moneyToNumber(handling.exTax),
    handling_cost_inc_tax: moneyToNumber(handling.incTax),
    handling_cost_tax: moneyToNumber(handling.tax),
    handling_cost_tax_class_id: 2,
    shipping_zone_id: 1,
    shipping_zone_name: 'United States',
    shipping_quotes: link(call, `/orders/${order.id}/consignments/shipping/${address.id}/shipping_quotes`),
  };
}

export function presentShippingAddress(
  call: ApiCall,
  order: Order,
  address: ShippingAddress,
): Record<string, unknown> {
  const { coin } = call.state.world;
  const cost = taxed(address.cost, address.taxRate, order.taxInclusive, coin);
  const handling = taxed(address.handling, address.taxRate, order.taxInclusive, coin);
  const lines = order.lines.filter(({ addressId }) => addressId === address.id);
  return {
    id: address.id,
    order_id: order.id,
    ...presentAddress(address),
    items_total: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    items_shipped: lines.reduce((sum, { quantityShipped }) => sum + quantityShipped, 0),
    shipping_method: address.method,
    base_cost: moneyToText(address.cost),
    cost_ex_tax: moneyToText(cost.exTax),
    cost_inc_tax: moneyToText(cost.incTax),
    cost_tax: moneyToText(cost.tax),
    cost_tax_class_id: 2,
    base_handling_cost: moneyToText(address.handling),
    handling_cost_ex_tax: moneyToText(handling.exTax),
    handling_cost_inc_tax: moneyToText(handling.incTax),
    handling_cost_tax: moneyToText(handling.tax),
    handling_cost_tax_class_id: 2,
    shipping_zone_id: 1,
    shipping_zone_name: 'United States',
    form_fields: [],
    shipping_quotes: {
      url: `${call.storeUrl}/v2/orders/${order.id}/shippingaddresses/${address.id}/shippingquotes`,
      resource: `orders/${order.id}/shippingaddresses/${address.id}/shippingquotes`,
    },
  };
}

export function presentFee(call: ApiCall, order: Order, fee: Fee): Record<string, unknown> {
  const cost = taxed(fee.cost, fee.taxRate, order.taxInclusive, call.state.world.coin);
  return {
    id: fee.id,
    type: 'custom_fee',
    display_name_customer: fee.name,
    display_name_merchant: fee.name,
    source: 'AA',
    base_cost: moneyToText(fee.cost),
    cost_ex_tax: moneyToText(cost.exTax),
    cost_inc_tax: moneyToText(cost.incTax),
    cost_tax: moneyToText(cost.tax),
    tax_class_id: 0,
  };
}

export function presentShipment(order: Order, shipment: Shipment): Record<string, unknown> {
  const address = order.addresses.find(({ id }) => id === shipment.addressId);
  return {
    id: shipment.id,
    order_id: order.id,
    customer_id: order.customerId,
    order_address_id: shipment.addressId,
    date_created: rfc2822(shipment.createdAt),
    tracking_number: shipment.trackingNumber,
    merchant_shipping_cost: '0.0000',
    shipping_method: address?.method ?? '',
    comments: shipment.comments,
    shipping_provider: shipment.provider,
    shipping_provider_display_name: shipment.provider.toUpperCase(),
    tracking_carrier: shipment.provider,
    tracking_link: '',
    generated_tracking_link: '',
    billing_address: presentAddress(order.billing),
    shipping_address: address ? presentAddress(address) : null,
    items: shipment.items.map(({ lineId, quantity }) => ({
      order_product_id: lineId,
      product_id: order.lines.find(({ id }) => id === lineId)?.productId ?? 0,
      quantity,
    })),
  };
}

function paymentStatusOf(order: Order, refunded: number, total: number): string {
  if (refunded > 0) return refunded >= total ? 'refunded' : 'partially refunded';
  const byStatus: Record<number, string> = {
    0: '',
    1: 'pending',
    5: 'void',
    6: 'declined',
    7: 'pending',
    12: 'held for review',
  };
  return byStatus[order.statusId] ?? 'captured';
}
