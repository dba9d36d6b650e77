import { ApiRefusal, ok } from '../answer.ts';
import { scopes, type Endpoint } from '../call.ts';
import { readPageWish, v2List } from '../paging.ts';

/* Known to V2 alone: https://developer.bigcommerce.com/docs/rest-management/customers-v2/customer-groups */

const groups = [
  { id: 1, name: 'Wholesale', is_default: false, category_access: { type: 'all' }, discount_rules: [] },
  { id: 2, name: 'Retail', is_default: true, category_access: { type: 'all' }, discount_rules: [] },
];

export const customerGroupEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v2/customer_groups',
    scopes: scopes.customers,
    query: ['page', 'limit'],
    handle(call) {
      const { offset, limit } = readPageWish(call);
      return v2List(call, groups.slice(offset, offset + limit));
    },
  },
  {
    method: 'GET',
    path: '/v2/customer_groups/count',
    scopes: scopes.customers,
    query: [],
    handle: () => ok({ count: groups.length }),
  },
  {
    method: 'GET',
    path: '/v2/customer_groups/:group_id',
    scopes: scopes.customers,
    query: [],
    handle(call) {
      const group = groups.find(({ id }) => id === Number(call.params['group_id']));
      if (!group) throw new ApiRefusal(404, 'The requested resource was not found.');
      return ok(group);
    },
  },
];
