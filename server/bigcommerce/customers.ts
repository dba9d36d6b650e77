import { z } from 'zod';
import { parseCustomer } from './customer.ts';
import { pageLimit, readV3Page, strictly } from './pages.ts';
import type { ApiRequest, Query, StoreApi } from './store-api.ts';
import type { BcCustomer, BigcommerceClient } from './types.ts';
import { readId, textValue } from './values.ts';

type CustomerCalls = Pick<
  BigcommerceClient,
  | 'listCustomers'
  | 'listCustomersModified'
  | 'listCustomersById'
  | 'findCustomerByEmail'
  | 'findCustomerByPhone'
  | 'createCustomer'
  | 'countCustomers'
  | 'listCustomerIds'
  | 'listFormFieldNames'
>;

/** https://developer.bigcommerce.com/docs/rest-management/customers */
export function createCustomerCalls(api: StoreApi): CustomerCalls {
  function listRequest(query: Query, formFields: boolean): ApiRequest {
    return {
      method: 'GET',
      route: '/v3/customers',
      query: { ...query, include: formFields ? 'addresses,formfields' : 'addresses' },
    };
  }

  async function findCustomer(query: Query): Promise<BcCustomer | null> {
    const { items } = await readV3Page(api, listRequest({ ...query, limit: 1 }, false), parseCustomer);
    return items[0] ?? null;
  }

  return {
    async listCustomers({ after, limit, formFields }) {
      // No `sort`: BigCommerce does not say that cursors keep an order other than their own.
      const request = listRequest(
        { limit: Math.min(limit, pageLimit), ...(after === null ? { page: 1 } : { after }) },
        formFields,
      );
      const page = await readV3Page(api, request, parseCustomer);
      if (page.endCursor === null && page.hasMore) throw api.garbage(request, 'a page without its cursor');
      return { customers: page.items, after: page.endCursor };
    },

    async listCustomersModified({ minModified, page, limit, formFields }) {
      const request = listRequest(
        {
          'date_modified:min': minModified.toISOString(),
          sort: 'date_modified:asc',
          page,
          limit: Math.min(limit, pageLimit),
        },
        formFields,
      );
      const { items, hasMore } = await readV3Page(api, request, parseCustomer);
      return { customers: items, hasMore };
    },

    async listCustomersById(ids, formFields) {
      const customers: BcCustomer[] = [];
      for (let start = 0; start < ids.length; start += pageLimit) {
        const batch = ids.slice(start, start + pageLimit);
        const request = listRequest({ 'id:in': batch.join(','), limit: pageLimit }, formFields);
        const { items, nameless } = await readV3Page(api, request, parseCustomer);
        // One that is left out would look like one that was deleted.
        if (nameless > 0) throw api.garbage(request, 'a customer without an id');
        customers.push(...items);
      }
      return customers;
    },

    findCustomerByEmail: (email) => findCustomer({ 'email:in': email }),
    findCustomerByPhone: (phone) => findCustomer({ 'phone:in': phone }),

    async createCustomer({ email, firstName, lastName, phone }) {
      const request: ApiRequest = {
        method: 'POST',
        route: '/v3/customers',
        body: [{ email, first_name: firstName, last_name: lastName, ...(phone === '' ? {} : { phone }) }],
      };
      const { items } = await readV3Page(api, request, parseCustomer);
      const [created] = items;
      if (created === undefined) throw api.garbage(request, 'no customer');
      return created;
    },

    async countCustomers() {
      const request: ApiRequest = { method: 'GET', route: '/v3/customers', query: { limit: 1 } };
      const { total } = await readV3Page(api, request, (customer) => ({ customer }));
      if (total === null) throw api.garbage(request, 'no total');
      return total;
    },

    async listCustomerIds({ minCreated, maxCreated, page }) {
      const request: ApiRequest = {
        method: 'GET',
        route: '/v3/customers',
        query: {
          'date_created:min': minCreated?.toISOString(),
          'date_created:max': maxCreated.toISOString(),
          sort: 'date_created:asc',
          page,
          limit: pageLimit,
        },
      };
      const { items, total } = await readV3Page(api, request, readId);
      if (total === null) throw api.garbage(request, 'no total');
      return { ids: items, pages: Math.ceil(total / pageLimit) };
    },

    async listFormFieldNames() {
      // There is no management endpoint for definitions; the values of some customers tell the names in use.
      const request: ApiRequest = {
        method: 'GET',
        route: '/v3/customers/form-field-values',
        query: { limit: pageLimit },
      };
      const { items } = await readV3Page(api, request, strictly(api, request, z.object({ name: textValue })));
      const names = new Set(items.map((item) => item.name).filter((name) => name !== ''));
      return [...names].sort((a, b) => a.localeCompare(b));
    },
  };
}
