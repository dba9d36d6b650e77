import type { Address, Order, OrderLine, Shipment, ShippingAddress } from '../data/model.ts';
import { moneyToNumber, moneyToText } from '../data/money.ts';
import { taxed } from '../data/order-math.ts';
import { stockLocations } from '../data/profile.ts';
import type { ApiCall } from './call.ts';
import { rfc2822 } from './dates.ts';
import { lineLink, link, presentLine } from './present-line.ts';

/*
 * Where an order goes and what went:
 * https://developer.bigcommerce.com/docs/rest-management/orders/order-consignments
 * https://developer.bigcommerce.com/docs/rest-management/orders/order-shipments
 */

/** A link, unless they were asked for; the lines in them are links, unless those were asked for as well. */
export function presentIncludedConsignments(
  call: ApiCall,
  order: Order,
  included: ReadonlySet<string>,
): unknown {
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
