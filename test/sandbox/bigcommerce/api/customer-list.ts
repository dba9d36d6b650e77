import { idsByEmail, idsByPhone } from '../data/customer-writes.ts';
import type { ListWish } from '../data/listing.ts';
import type { Customer } from '../data/model.ts';
import type { ApiCall } from './call.ts';

/* https://developer.bigcommerce.com/docs/rest-management/customers#get-all-customers */

/** Which customers a query asks for. @throws ApiRefusal for parameters that cannot be read */
export function customerWish(call: ApiCall): ListWish<Customer> {
  const { query, state } = call;
  const tests: ((customer: Customer) => boolean)[] = [];
  const lists = {
    email: query.list('email:in')?.map((email) => email.toLowerCase()),
    phone: query.list('phone:in'),
    company: query.list('company:in'),
    name: query.list('name:in')?.map((name) => name.toLowerCase()),
    like: query.list('name:like')?.map((name) => name.toLowerCase()),
    ip: query.list('registration_ip_address:in'),
    group: query.ints('customer_group_id:in'),
  };
  const nameOf = (customer: Customer) => `${customer.firstName} ${customer.lastName}`.toLowerCase();
  if (lists.email) tests.push(({ email }) => lists.email?.includes(email.toLowerCase()) === true);
  if (lists.phone) tests.push(({ phone }) => lists.phone?.includes(phone) === true);
  if (lists.company) tests.push(({ company }) => lists.company?.includes(company) === true);
  if (lists.name) tests.push((customer) => lists.name?.includes(nameOf(customer)) === true);
  if (lists.like)
    tests.push((customer) => lists.like?.some((part) => nameOf(customer).includes(part)) === true);
  if (lists.ip) tests.push(({ registrationIp }) => lists.ip?.includes(registrationIp) === true);
  if (lists.group) tests.push(({ groupId }) => lists.group?.includes(groupId) === true);
  const ids =
    query.ints('id:in') ??
    (lists.email ? idsByEmail(state, lists.email) : lists.phone ? idsByPhone(state, lists.phone) : undefined);
  const [created, modified] = [query.time('date_created'), query.time('date_modified')];
  return {
    minCreated: query.time('date_created:min') ?? created,
    maxCreated: query.time('date_created:max') ?? created,
    minModified: query.time('date_modified:min') ?? modified,
    maxModified: query.time('date_modified:max') ?? modified,
    asOf: call.asOf,
    ...(ids ? { ids } : {}),
    ...(tests.length > 0 ? { test: (customer: Customer) => tests.every((test) => test(customer)) } : {}),
  };
}
