import { describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/settings.ts';
import { buildContext, buildOrder } from './fixtures.ts';
import { orderToQualifyingBuyer } from './qualifying-buyer.ts';

describe('whom an order qualifies', () => {
  it.each([
    ['the customer of an order that counts', {}, {}, '11'],
    ['the customer of an order refunded in part', { statusId: 14 }, {}, '11'],
    ['nobody for a refunded order', { statusId: 4 }, {}, null],
    ['nobody for a cancelled order', { statusId: 5 }, {}, null],
    ['the customer of a cancelled order when those count', { statusId: 5 }, { countedStatuses: [5] }, '11'],
    ['nobody for a guest when guests are off', { customerId: 0 }, { guestOrders: 'skip' as const }, null],
    ['nobody for an order that cannot be read', { unreadable: 'x' }, {}, null],
  ])('is %s', (_words, order: Partial<ReturnType<typeof buildOrder>>, options: Partial<Options>, id) => {
    expect(orderToQualifyingBuyer(buildOrder(order), buildContext({}, options))?.id ?? null).toBe(id);
  });

  it('is the same guest each time', () => {
    const guest = orderToQualifyingBuyer(buildOrder({ customerId: 0 }), buildContext());
    expect(guest?.kind).toBe('guest');
    expect(orderToQualifyingBuyer(buildOrder({ customerId: 0, id: 9 }), buildContext())?.id).toBe(guest?.id);
  });
});
