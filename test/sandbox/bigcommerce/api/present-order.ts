import type { Fee, Order } from '../data/model.ts';
import { moneyToText } from '../data/money.ts';
import { orderFigures, taxed } from '../data/order-math.ts';
import { orderStatuses } from '../data/profile.ts';
import type { ApiCall } from './call.ts';
import { rfc2822 } from './dates.ts';
import { presentAddress, presentIncludedConsignments } from './present-consignments.ts';
import { link } from './present-line.ts';

/* https://developer.bigcommerce.com/docs/rest-management/orders */

export function presentOrder(call: ApiCall, order: Order): Record<string, unknown> {
  const { coin, profile } = call.state.world;
  const figures = orderFigures(order, coin);
  const { subtotal, shipping, handling, total } = figures;
  const status = orderStatuses[order.statusId];
  const included = new Set(call.query.list('include') ?? []);
  if (included.has('consignments.line_items') && call.switches.failOrders?.includes(order.id)) call.spoil();
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
