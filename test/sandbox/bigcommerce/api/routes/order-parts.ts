import { taxed, lineFigures } from '../../data/order-math.ts';
import { moneyToNumber, moneyToText } from '../../data/money.ts';
import { addShipment } from '../../data/order-writes.ts';
import type { Order } from '../../data/model.ts';
import { ApiRefusal, created, ok } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { rfc2822 } from '../dates.ts';
import { isRecord, readFields, toWholeNumber } from '../fields.ts';
import { numberTest } from '../list-tests.ts';
import { readPageWish, v2List } from '../paging.ts';
import { presentConsignments, presentShipment, presentShippingAddress } from '../present-consignments.ts';
import { lineLink, presentLine } from '../present-line.ts';
import { presentFee } from '../present-order.ts';
import { requireOrder } from './orders.ts';

/* What belongs to an order: https://developer.bigcommerce.com/docs/rest-management/orders */

const messageFilters = [
  'min_id',
  'max_id',
  'customer_id',
  'min_date_created',
  'max_date_created',
  'is_flagged',
  'status',
];

export const orderPartEndpoints: readonly Endpoint[] = [
  partList('products', (call, order) => order.lines.map((line) => presentLine(call, order, line))),
  partOne('products', 'product_id', (call, order) =>
    order.lines.map((line) => presentLine(call, order, line)),
  ),
  partList('coupons', presentCoupons),
  partList('shipping_addresses', (call, order) =>
    order.addresses.map((address) => presentShippingAddress(call, order, address)),
  ),
  partOne('shipping_addresses', 'address_id', (call, order) =>
    order.addresses.map((address) => presentShippingAddress(call, order, address)),
  ),
  partList('shipments', (_call, order) =>
    order.shipments.map((shipment) => presentShipment(order, shipment)),
  ),
  partOne('shipments', 'shipment_id', (_call, order) =>
    order.shipments.map((shipment) => presentShipment(order, shipment)),
  ),
  partList('taxes', presentTaxes, ['details']),
  partList('messages', presentMessages, messageFilters),
  {
    method: 'GET',
    path: '/v2/orders/:order_id/shipments/count',
    scopes: scopes.orders,
    query: [],
    handle: (call) => ok({ count: requireOrder(call).shipments.length }),
  },
  {
    method: 'POST',
    path: '/v2/orders/:order_id/shipments',
    scopes: scopes.ordersWrite,
    query: [],
    handle: (call) => created(createShipment(call)),
  },
  {
    method: 'GET',
    path: '/v2/orders/:order_id/consignments',
    scopes: scopes.orders,
    query: ['include'],
    choices: { include: ['consignments.line_items'] },
    handle(call) {
      const order = requireOrder(call);
      const show = call.query.has('include') ? presentLine : lineLink;
      return ok(presentConsignments(call, order, (line) => show(call, order, line)));
    },
  },
  {
    method: 'GET',
    path: '/v2/orders/:order_id/fees',
    scopes: scopes.orders,
    query: [],
    handle(call) {
      const order = requireOrder(call);
      return ok({ fees: order.fees.map((fee) => presentFee(call, order, fee)) });
    },
  },
  quoteEndpoint('/v2/orders/:order_id/shipping_addresses/:address_id/shipping_quotes'),
  quoteEndpoint('/v2/orders/:order_id/consignments/shipping/:address_id/shipping_quotes'),
];

function partList(
  name: string,
  present: (call: ApiCall, order: Order) => unknown[],
  query: readonly string[] = [],
): Endpoint {
  return {
    method: 'GET',
    path: `/v2/orders/:order_id/${name}`,
    scopes: scopes.orders,
    query: ['page', 'limit', ...query],
    handle(call) {
      const { offset, limit } = readPageWish(call);
      return v2List(call, present(call, requireOrder(call)).slice(offset, offset + limit));
    },
  };
}

function partOne(
  name: string,
  param: string,
  present: (call: ApiCall, order: Order) => Record<string, unknown>[],
): Endpoint {
  return {
    method: 'GET',
    path: `/v2/orders/:order_id/${name}/:${param}`,
    scopes: scopes.orders,
    query: [],
    handle(call) {
      const part = present(call, requireOrder(call)).find(({ id }) => id === Number(call.params[param]));
      if (!part) throw new ApiRefusal(404, 'The requested resource was not found.');
      return ok(part);
    },
  };
}

function quoteEndpoint(path: string): Endpoint {
  return {
    method: 'GET',
    path,
    scopes: scopes.orders,
    query: [],
    handle(call) {
      const order = requireOrder(call);
      const address = order.addresses.find(({ id }) => id === Number(call.params['address_id']));
      if (!address) throw new ApiRefusal(404, 'The requested resource was not found.');
      return ok({
        id: String(address.id),
        uuid: order.cartId,
        timestamp: rfc2822(order.createdAt),
        shipping_provider_id: 'bcstatic',
        shipping_provider_quote: [],
        provider_code: 'peritem',
        carrier_code: '',
        rate_code: '',
        rate_id: '',
        method_id: 2,
      });
    },
  };
}

function presentCoupons(_call: ApiCall, order: Order): unknown[] {
  if (order.coupon === null) return [];
  const discount = order.lines
    .flatMap(({ discounts }) => discounts)
    .filter(({ code }) => code !== null)
    .reduce((sum, { amount }) => sum + amount, 0);
  // The one part of V2 whose example has numbers.
  return [
    {
      id: order.id,
      coupon_id: 1,
      order_id: order.id,
      code: order.coupon,
      amount: 10,
      type: 1,
      discount: moneyToNumber(discount),
    },
  ];
}

function presentTaxes(call: ApiCall, order: Order): unknown[] {
  const { coin } = call.state.world;
  const [address] = order.addresses;
  const tax = (place: number, rate: number, amount: number, about: Record<string, unknown>) => ({
    id: order.id * 200 + place,
    order_id: order.id,
    order_address_id: address?.id ?? 0,
    order_pickup_method_id: order.pickups[0]?.id ?? 0,
    tax_rate_id: 1,
    tax_class_id: 0,
    name: 'State Tax',
    class: 'Default Tax Class',
    rate: (rate / 100).toFixed(4),
    priority: 0,
    priority_amount: moneyToText(amount),
    line_amount: moneyToText(amount),
    sales_tax_id: '',
    ...about,
  });
  const ofLines = order.lines.map((line, place) => {
    const { paidTax } = lineFigures(line, order.taxInclusive, coin);
    return tax(place, line.taxRate, paidTax, { order_product_id: String(line.id), line_item_type: 'item' });
  });
  const ofShipping = order.addresses.map((one, place) => {
    const cost = taxed(one.cost, one.taxRate, order.taxInclusive, coin);
    const about = { order_address_id: one.id, order_product_id: null, line_item_type: 'shipping' };
    return tax(150 + place, one.taxRate, cost.tax, about);
  });
  return [...ofLines, ...ofShipping];
}

function presentMessages(call: ApiCall, order: Order): unknown[] {
  const { query } = call;
  const [min, max] = [query.int('min_id') ?? -Infinity, query.int('max_id') ?? Infinity];
  const [from, to] = [query.time('min_date_created'), query.time('max_date_created')];
  const isFlagged = query.flag('is_flagged') ?? false;
  const isOf = numberTest(query, 'customer_id');
  const isListed =
    order.id >= min &&
    order.id <= max &&
    order.createdAt >= (from ?? -Infinity) &&
    order.createdAt <= (to ?? Infinity) &&
    isOf(order.customerId) &&
    !isFlagged &&
    query.text('status') !== 'read';
  if (order.customerMessage === '' || !isListed) return [];
  return [
    {
      id: order.id,
      order_id: order.id,
      staff_id: 0,
      customer_id: order.customerId,
      type: 'order',
      subject: 'About my order',
      message: order.customerMessage,
      status: 'unread',
      is_flagged: false,
      date_created: rfc2822(order.createdAt),
    },
  ];
}

function createShipment(call: ApiCall): Record<string, unknown> {
  const order = requireOrder(call);
  const fields = readFields(call.body);
  const addressId = toWholeNumber(fields['order_address_id']);
  if (!order.addresses.some(({ id }) => id === addressId) || addressId === undefined) {
    throw new ApiRefusal(400, "The field 'order_address_id' is invalid.");
  }
  const items = Array.isArray(fields['items']) ? fields['items'].filter(isRecord) : [];
  if (items.length === 0) throw new ApiRefusal(400, "The field 'items' is required.");
  const shipment = addShipment(call.state, order.id, {
    addressId,
    trackingNumber: typeof fields['tracking_number'] === 'string' ? fields['tracking_number'] : '',
    items: items.map((item) => {
      const lineId = toWholeNumber(item['order_product_id']);
      const quantity = toWholeNumber(item['quantity']) ?? 0;
      const line = order.lines.find(({ id }) => id === lineId);
      if (!line || quantity < 1 || quantity > line.quantity - line.quantityShipped) {
        throw new ApiRefusal(400, "The field 'items' is invalid.");
      }
      return { lineId: line.id, quantity };
    }),
  });
  return presentShipment(requireOrder(call), shipment);
}
