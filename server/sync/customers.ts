import type { BcCustomer } from '../bigcommerce/types.ts';
import { customerToPersona } from './mapping/customer-to-persona.ts';
import { runPage, type PageCounts, type PageOptions } from './run-page.ts';
import { latestVersion, type PageItem } from './task.ts';
import type { StoreWork } from './work.ts';

/** Form fields are asked for only when one of them is the date of birth that is to be sent. */
export function wantsFormFields(work: StoreWork): boolean {
  const { syncContacts, birthDateField } = work.settings.options;
  return syncContacts && birthDateField !== null;
}

/** Brings customers to AIQ, or notes why they stay out. */
export async function processCustomers(
  work: StoreWork,
  customers: readonly BcCustomer[],
  options: PageOptions & { receivedAt?: ReadonlyMap<number, Date> } = {},
): Promise<PageCounts> {
  work.deps.crashPoint('after-read');
  const items = customers.map((customer) =>
    customerToItem(work, customer, options.receivedAt?.get(customer.id) ?? null),
  );
  return runPage(work, items, options);
}

function customerToItem(work: StoreWork, customer: BcCustomer, receivedAt: Date | null): PageItem {
  const key = { kind: 'customer' as const, id: String(customer.id) };
  return {
    keys: [key],
    toTasks(before) {
      const row = before.get(key);
      // One that could not be read is decided anew: it must not keep that state, nor the version of its last order.
      const wasUnreadable = row?.reason === 'unreadable';
      const held = (row?.hash ?? null) !== null && !wasUnreadable;
      const mapped = customerToPersona(customer, work.context, held);
      return [
        {
          ...key,
          createdAt: customer.createdAt,
          sourceAt:
            customer.unreadable === null && !wasUnreadable
              ? customer.modifiedAt
              : latestVersion(customer.modifiedAt, row),
          parentId: null,
          channelId: customer.originChannelId,
          customerId: key.id,
          receivedAt,
          target: 'persona',
          mapped: row?.reason === 'erased' ? { decision: 'keep', reason: 'erased' } : mapped,
        },
      ];
    },
  };
}

/** Customers that BigCommerce does not have any more: nothing is sent for them again. */
export async function processDeletedCustomers(work: StoreWork, ids: readonly string[]): Promise<PageCounts> {
  const now = work.now();
  const items = ids.map((id): PageItem => {
    const key = { kind: 'customer' as const, id };
    return {
      keys: [key],
      toTasks: (before) =>
        before.get(key)?.reason === 'erased'
          ? []
          : [
              {
                ...key,
                createdAt: before.get(key)?.createdAt ?? now,
                sourceAt: now,
                parentId: null,
                channelId: before.get(key)?.channelId ?? null,
                customerId: id,
                receivedAt: null,
                target: 'persona',
                mapped: { decision: 'skip', reason: 'deleted-in-bigcommerce', detail: null, buyer: null },
              },
            ],
    };
  });
  return runPage(work, items);
}
