import { z } from 'zod';
import { UpstreamError } from '../upstream/errors.ts';
import { areComplete, lineId, namelessOrder, parseOrder, withLines, withoutLines } from './order.ts';
import { pageLimit, readAllV3, readV2List, readV3Page } from './pages.ts';
import { parseRefund } from './refund.ts';
import type { ApiRequest, Query, StoreApi } from './store-api.ts';
import type { BcOrder, BcRefund, BigcommerceClient, OrderFilter } from './types.ts';
import { countValue } from './values.ts';

type OrderCalls = Pick<
  BigcommerceClient,
  | 'listOrders'
  | 'listOrdersWithoutLines'
  | 'getOrder'
  | 'completeLines'
  | 'countOrders'
  | 'listRefunds'
  | 'listRefundsCreated'
>;

/** Saves a call per order: the line items come with it. */
const include = { include: 'consignments.line_items', consignment_structure: 'object' };

const refundsRoute = '/v3/orders/payment_actions/refunds';

/** https://developer.bigcommerce.com/docs/rest-management/orders */
export function createOrderCalls(api: StoreApi): OrderCalls {
  async function completeLines(order: BcOrder): Promise<BcOrder> {
    if (order.linesComplete || order.unreadable !== null) return order;
    const lines = new Map<unknown, unknown>();
    for (let page = 1; ; page += 1) {
      const request: ApiRequest = {
        method: 'GET',
        route: '/v2/orders/{id}/products',
        params: { id: order.id },
        query: { page, limit: pageLimit },
      };
      const batch = await readV2List(api, request, (line) => line);
      const before = lines.size;
      for (const line of batch) lines.set(lineId(line), line);
      const completed = withLines(order, [...lines.values()]);
      // A page that brings nothing new ends it, also where a server repeats its last page.
      const isLast = batch.length < pageLimit && areComplete(completed.lines, order.itemsTotal);
      if (isLast || lines.size === before || completed.unreadable !== null) return completed;
    }
  }

  async function readPage(filter: OrderFilter, included: Query): Promise<BcOrder[]> {
    const request: ApiRequest = {
      method: 'GET',
      route: '/v2/orders',
      query: {
        min_id: filter.minId,
        max_id: filter.maxId,
        min_date_created: filter.minCreated?.toISOString(),
        max_date_created: filter.maxCreated?.toISOString(),
        min_date_modified: filter.minModified?.toISOString(),
        max_date_modified: filter.maxModified?.toISOString(),
        channel_id: filter.channelId,
        status_id: filter.statusId,
        sort: filter.sort,
        page: filter.page,
        limit: Math.min(filter.limit, pageLimit),
        ...included,
      },
    };
    const members = await readV2List(api, request, parseOrder);
    const orders = members.filter((order) => order !== null);
    const [first] = orders;
    if (first === undefined) {
      if (members.length > 0) throw api.garbage(request, 'a page of which nothing can be read');
      return [];
    }
    // They count, as a page that is not full is the last one; and they come first, as the last one's id leads on.
    const nameless = members.slice(orders.length).map(() => namelessOrder(first));
    return [...nameless, ...orders];
  }

  return {
    completeLines,

    listOrders: (filter) => readPage(filter, include),

    async listOrdersWithoutLines(filter) {
      return (await readPage(filter, {})).map(withoutLines);
    },

    async getOrder(id) {
      const request: ApiRequest = {
        method: 'GET',
        route: '/v2/orders/{id}',
        params: { id },
        query: include,
      };
      const answer = await api.send(request).catch(nullWhenNotFound);
      if (answer === null) return null;
      const order = parseOrder(answer);
      if (order === null || order.id !== id) throw api.garbage(request, 'something else than this order');
      return completeLines(order);
    },

    async countOrders(filter) {
      const request: ApiRequest = {
        method: 'GET',
        route: '/v2/orders/count',
        query: {
          min_date_created: filter.minCreated?.toISOString(),
          max_date_created: filter.maxCreated?.toISOString(),
          channel_id: filter.channelId,
        },
      };
      const answer = api.read(request, z.object({ count: countValue }), await api.send(request));
      return answer.count;
    },

    async listRefunds(orderIds) {
      const refunds: BcRefund[] = [];
      for (let start = 0; start < orderIds.length; start += pageLimit) {
        const request: ApiRequest = {
          method: 'GET',
          route: refundsRoute,
          // 250 ids of 9 digits with encoded commas are 3 kB of URL; 8 kB is where servers begin to refuse.
          query: { 'order_id:in': orderIds.slice(start, start + pageLimit).join(',') },
        };
        refunds.push(...(await readAllV3(api, request, parseRefund)));
      }
      return refunds;
    },

    async listRefundsCreated({ minCreated, page, limit }) {
      const request: ApiRequest = {
        method: 'GET',
        route: refundsRoute,
        query: { 'created:min': minCreated.toISOString(), page, limit: Math.min(limit, pageLimit) },
      };
      const { items, hasMore } = await readV3Page(api, request, parseRefund);
      return { refunds: items, hasMore };
    },
  };
}

/** For `catch`: a missing resource is an answer, everything else stays an error. */
export function nullWhenNotFound(error: unknown): null {
  if (error instanceof UpstreamError && error.failure === 'not-found') return null;
  throw error;
}
