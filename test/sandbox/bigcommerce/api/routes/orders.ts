import { ordersOfCustomer } from '../../data/base-order.ts';
import { customersByEmail } from '../../data/customer-writes.ts';
import { countAll, readPage, type ListWish } from '../../data/listing.ts';
import type { Order } from '../../data/model.ts';
import { parseMoney } from '../../data/money.ts';
import { orderFigures } from '../../data/order-math.ts';
import type { OrderRow } from '../../data/order-rows.ts';
import {
  addOrder,
  addressFor,
  changeQuantity,
  changeStatus,
  patchOrder,
  setArchived,
} from '../../data/order-writes.ts';
import { channelIds, orderStatuses } from '../../data/profile.ts';
import { findCustomer, findOrder, findProduct, type StoreState } from '../../data/state.ts';
import { ApiRefusal, created, noContent, ok } from '../answer.ts';
import { isRecord, readFields, toWholeNumber } from '../fields.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { readPageWish, v2List } from '../paging.ts';
import { presentOrder } from '../present-order.ts';

/* https://developer.bigcommerce.com/docs/rest-management/orders */

const filters = [
  'min_id',
  'max_id',
  'min_total',
  'max_total',
  'customer_id',
  'email',
  'status_id',
  'cart_id',
  'payment_method',
  'min_date_created',
  'max_date_created',
  'min_date_modified',
  'max_date_modified',
  'channel_id',
  'external_order_id',
  'is_deleted',
];
const includes = ['include', 'consignment_structure'];
const sorts = [
  'id',
  'customer_id',
  'date_created',
  'date_modified',
  'status_id',
  'channel_id',
  'external_id',
] as const;

export const orderEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v2/orders',
    scopes: scopes.orders,
    query: [...filters, ...includes, 'page', 'limit', 'sort'],
    handle(call) {
      checkIncludes(call);
      const { offset, limit } = readPageWish(call);
      const { items } = readPage(call.state.orders, orderWish(call), offset, limit);
      return v2List(
        call,
        items.map((order) => presentOrder(call, order)),
      );
    },
  },
  {
    method: 'POST',
    path: '/v2/orders',
    scopes: scopes.ordersWrite,
    query: includes,
    handle: (call) => created(presentOrder(call, createOrder(call))),
  },
  {
    method: 'GET',
    path: '/v2/orders/count',
    scopes: scopes.orders,
    query: filters,
    handle(call) {
      const wish = orderWish(call);
      const wanted = call.query.int('status_id');
      const statuses = orderStatuses
        .filter(({ id }) => wanted === undefined || id === wanted)
        .map((status) => {
          // Here the merchant's order has another name.
          const { order, ...rest } = presentStatus(status);
          const counted = countAll(call.state.orders, withRows(call, wish, 'status_id', status.id));
          return { ...rest, sort_order: order, count: counted };
        });
      return ok({ statuses, count: countAll(call.state.orders, wish) });
    },
  },
  {
    method: 'GET',
    path: '/v2/orders/:order_id',
    scopes: scopes.orders,
    query: includes,
    handle(call) {
      checkIncludes(call);
      return ok(presentOrder(call, requireOrder(call)));
    },
  },
  {
    method: 'PUT',
    path: '/v2/orders/:order_id',
    scopes: scopes.ordersWrite,
    query: includes,
    handle: (call) => ok(presentOrder(call, updateOrder(call))),
  },
  {
    method: 'DELETE',
    path: '/v2/orders/:order_id',
    scopes: scopes.ordersWrite,
    query: [],
    handle(call) {
      setArchived(call.state, requireOrder(call).id);
      return noContent();
    },
  },
  {
    method: 'GET',
    path: '/v2/order_statuses',
    scopes: scopes.orders,
    query: ['page', 'limit'],
    handle: (call) => v2List(call, orderStatuses.map(presentStatus)),
  },
  {
    method: 'GET',
    path: '/v2/order_statuses/:status_id',
    scopes: scopes.orders,
    query: [],
    handle(call) {
      const status = orderStatuses[Number(call.params['status_id'])];
      if (!status) throw new ApiRefusal(404, 'The requested resource was not found.');
      return ok(presentStatus(status));
    },
  },
];

export function requireOrder(call: ApiCall): Order {
  const order = findOrder(call.state, Number(call.params['order_id']), call.asOf);
  if (!order) throw new ApiRefusal(404, 'The requested resource was not found.');
  return order;
}

function presentStatus(status: (typeof orderStatuses)[number]) {
  return {
    id: status.id,
    name: status.name,
    system_label: status.name,
    custom_label: status.label,
    system_description: status.description,
    order: status.place,
  };
}

function checkIncludes(call: ApiCall): void {
  const known = ['consignments', 'consignments.line_items', 'fees'];
  const asked = call.query.list('include') ?? [];
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) throw call.query.refuse('include', 'known include', unknown);
  const structured = call.query.text('consignment_structure') === 'object';
  if (!structured && asked.some((name) => name.startsWith('consignments'))) {
    call.careless('consignments without consignment_structure=object');
  }
}

/** Filters that the rows of generated orders answer, so that they cost nothing. */
const rowFilters: Record<
  string,
  { row: (row: OrderRow, value: string) => boolean; order: (order: Order, value: string) => boolean }
> = {
  status_id: {
    row: (row, value) => row.statusId === Number(value),
    order: (order, value) => order.statusId === Number(value),
  },
  channel_id: {
    row: (row, value) => row.channelId === Number(value),
    order: (order, value) => order.channelId === Number(value),
  },
  payment_method: {
    row: (row, value) => row.paymentMethod === value,
    order: (order, value) => order.paymentMethod === value,
  },
  guests: { row: (row) => row.isGuest, order: (order) => order.customerId === 0 },
};

function withRows(
  call: ApiCall,
  wish: ListWish<Order>,
  name: string,
  value: string | number,
): ListWish<Order> {
  return { ...wish, ...rowsFor(call, { ...rowValues(call), [name]: String(value) }) };
}

function rowValues(call: ApiCall): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of ['status_id', 'channel_id', 'payment_method']) {
    const value = name === 'payment_method' ? call.query.text(name) : call.query.int(name)?.toString();
    if (value !== undefined) values[name] = value;
  }
  if (call.query.int('customer_id') === 0) values['guests'] = '';
  return values;
}

function rowsFor(call: ApiCall, values: Record<string, string>): Pick<ListWish<Order>, 'rows' | 'rowTest'> {
  const tests = Object.entries(values).flatMap(([name, value]) => {
    const filter = rowFilters[name];
    return filter ? [{ filter, value }] : [];
  });
  if (tests.length === 0) return {};
  return {
    rows: call.state.world.rows.matching((row) => tests.every(({ filter, value }) => filter.row(row, value))),
    rowTest: (order) => tests.every(({ filter, value }) => filter.order(order, value)),
  };
}

function orderWish(call: ApiCall): ListWish<Order> {
  const { query, state } = call;
  const sort = query.sort(sorts);
  const tests = orderTests(call);
  const ids = narrowedIds(call);
  const plain = { id: 'id', date_created: 'created', date_modified: 'modified' } as const;
  const byField =
    sort && (sort.field === 'id' || sort.field === 'date_created' || sort.field === 'date_modified');
  return {
    minId: query.int('min_id'),
    maxId: query.int('max_id'),
    minCreated: query.time('min_date_created'),
    maxCreated: query.time('max_date_created'),
    minModified: query.time('min_date_modified'),
    maxModified: query.time('max_date_modified'),
    asOf: call.asOf,
    descending: sort?.descending ?? false,
    ...rowsFor(call, rowValues(call)),
    ...(byField ? { sort: plain[sort.field as keyof typeof plain] } : {}),
    ...(sort && !byField ? { compare: compareBy(sort.field) } : {}),
    ...(ids ? { ids } : {}),
    ...(tests.length > 0 ? { test: (order: Order) => tests.every((test) => test(order, state)) } : {}),
  };
}

function compareBy(field: (typeof sorts)[number]): (a: Order, b: Order) => number {
  const keyOf = (order: Order): number | string =>
    field === 'customer_id'
      ? order.customerId
      : field === 'status_id'
        ? order.statusId
        : field === 'channel_id'
          ? order.channelId
          : order.externalId;
  return (a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : a.id - b.id);
}

/** The orders of one customer are found by arithmetic. */
function narrowedIds(call: ApiCall): number[] | undefined {
  const { query, state } = call;
  const customerId = query.int('customer_id');
  const email = query.text('email');
  const changed = () => [...state.orders.changes.entries(call.asOf)].map(([id]) => id);
  const ofCustomer = (id: number) =>
    ordersOfCustomer(state.world, id).map((index) => state.orders.firstId + index);
  if (customerId !== undefined && customerId !== 0) return [...ofCustomer(customerId), ...changed()];
  if (email === undefined || /^guest-/i.test(email)) return undefined;
  return [...customersByEmail(state, email).flatMap(({ id }) => ofCustomer(id)), ...changed()];
}

function orderTests(call: ApiCall): ((order: Order, state: StoreState) => boolean)[] {
  const { query, switches } = call;
  const tests: ((order: Order, state: StoreState) => boolean)[] = [];
  const customerId = query.int('customer_id');
  const email = query.text('email')?.toLowerCase();
  const cartId = query.text('cart_id');
  const externalId = query.text('external_order_id');
  const [minTotal, maxTotal] = [query.number('min_total'), query.number('max_total')];
  const isDeleted = query.flag('is_deleted');
  if (customerId) tests.push((order) => order.customerId === customerId);
  if (email !== undefined) tests.push((order) => order.billing.email.toLowerCase() === email);
  if (cartId !== undefined) tests.push((order) => order.cartId === cartId);
  if (externalId !== undefined) tests.push((order) => order.externalId === externalId);
  if (minTotal !== undefined) tests.push((order, state) => totalOf(order, state) >= parseMoney(minTotal));
  if (maxTotal !== undefined) tests.push((order, state) => totalOf(order, state) <= parseMoney(maxTotal));
  if (isDeleted !== undefined) tests.push((order) => order.isDeleted === isDeleted);
  else if (!switches.listArchived) tests.push((order) => !order.isDeleted);
  return tests;
}

function totalOf(order: Order, state: StoreState): number {
  return orderFigures(order, state.world.coin).total.incTax;
}

const readOnly = [
  'id',
  'date_modified',
  'status',
  'items_total',
  'items_shipped',
  'payment_status',
  'currency_code',
];

function updateOrder(call: ApiCall): Order {
  const order = requireOrder(call);
  const fields = readFields(call.body);
  const wrong = Object.keys(fields).find((name) => readOnly.includes(name));
  if (wrong !== undefined) {
    throw new ApiRefusal(
      400,
      `The field '${wrong}' cannot be written to. Please remove it from your request before trying again.`,
    );
  }
  const statusId = fields['status_id'];
  if (statusId !== undefined && orderStatuses[toWholeNumber(statusId) ?? -1] === undefined) {
    throw new ApiRefusal(400, "The field 'status_id' is invalid.");
  }
  const products = Array.isArray(fields['products']) ? fields['products'].filter(isRecord) : [];
  for (const product of products) {
    const lineId = toWholeNumber(product['id']);
    const quantity = toWholeNumber(product['quantity']);
    if (lineId === undefined || quantity === undefined || !order.lines.some(({ id }) => id === lineId)) {
      throw new ApiRefusal(400, "The field 'products' is invalid.");
    }
    changeQuantity(call.state, order.id, { lineId, quantity });
  }
  const patch = {
    ...(typeof fields['staff_notes'] === 'string' ? { staffNotes: fields['staff_notes'] } : {}),
    ...(typeof fields['customer_message'] === 'string'
      ? { customerMessage: fields['customer_message'] }
      : {}),
    ...(typeof fields['external_order_id'] === 'string' ? { externalId: fields['external_order_id'] } : {}),
  };
  if (Object.keys(patch).length > 0) patchOrder(call.state, order.id, patch);
  if (fields['is_deleted'] === true) setArchived(call.state, order.id);
  if (statusId !== undefined) changeStatus(call.state, order.id, Number(statusId));
  return requireOrder(call);
}

function createOrder(call: ApiCall): Order {
  const fields = readFields(call.body);
  const { state } = call;
  const billing = fields['billing_address'];
  if (!isRecord(billing)) throw new ApiRefusal(400, "The field 'billing_address' is required.");
  const products = Array.isArray(fields['products']) ? fields['products'].filter(isRecord) : [];
  if (products.length === 0) throw new ApiRefusal(400, "The field 'products' is required.");
  const lines = products.map((product) => {
    const productId = toWholeNumber(product['product_id']) ?? 0;
    const quantity = toWholeNumber(product['quantity']) ?? 0;
    if (!findProduct(state, productId) || quantity < 1)
      throw new ApiRefusal(400, "The field 'products' is invalid.");
    return { productId, quantity };
  });
  const customerId = toWholeNumber(fields['customer_id']) ?? 0;
  if (customerId !== 0 && !findCustomer(state, customerId))
    throw new ApiRefusal(400, "The field 'customer_id' is invalid.");
  const text = (name: string) => (typeof billing[name] === 'string' ? billing[name] : '');
  return addOrder(state, {
    customerId,
    statusId: toWholeNumber(fields['status_id']) ?? 1,
    channelId: toWholeNumber(fields['channel_id']) ?? channelIds.web,
    createdAt: call.now,
    billing: addressFor(state, {
      firstName: text('first_name'),
      lastName: text('last_name'),
      email: text('email'),
      phone: text('phone'),
    }),
    lines,
  });
}
