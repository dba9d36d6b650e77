import { ordersOfCustomer } from '../data/base-order.ts';
import { customersByEmail } from '../data/customer-writes.ts';
import type { ListWish } from '../data/listing.ts';
import type { Order } from '../data/model.ts';
import { parseMoney } from '../data/money.ts';
import { orderFigures } from '../data/order-math.ts';
import type { OrderRow } from '../data/order-rows.ts';
import type { StoreState } from '../data/state.ts';
import type { ApiCall } from './call.ts';

/* What a list of orders is asked for: https://developer.bigcommerce.com/docs/rest-management/orders */

/** Query parameters that choose orders. */
export const orderFilters = [
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
];
const sorts = [
  'id',
  'customer_id',
  'date_created',
  'date_modified',
  'status_id',
  'channel_id',
  'external_id',
] as const;

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

/** The wish for the orders of one value more. */
export function withRows(
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

/** @throws ApiRefusal for parameters that cannot be read */
export function orderWish(call: ApiCall): ListWish<Order> {
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
