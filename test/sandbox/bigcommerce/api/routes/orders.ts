import { countAll, readPage } from '../../data/listing.ts';
import type { Order } from '../../data/model.ts';
import { setArchived } from '../../data/order-writes.ts';
import { orderStatuses } from '../../data/profile.ts';
import { findOrder } from '../../data/state.ts';
import { ApiRefusal, created, noContent, ok } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { createOrder, updateOrder } from '../order-bodies.ts';
import { orderFilters, orderWish, withRows } from '../order-list.ts';
import { readPageWish, v2List } from '../paging.ts';
import { presentOrder } from '../present-order.ts';

/* https://developer.bigcommerce.com/docs/rest-management/orders */

const includes = ['include', 'consignment_structure'];
export const orderEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v2/orders',
    scopes: scopes.orders,
    query: [...orderFilters, ...includes, 'page', 'limit', 'sort'],
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
    query: orderFilters,
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
    query: [],
    handle(call) {
      updateOrder(call, requireOrder(call));
      return ok(presentOrder(call, requireOrder(call)));
    },
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
    query: [],
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
