import { describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/settings.ts';
import { saleToPayload } from '../../aiq/payloads.ts';
import type { AiqSale } from '../../aiq/types.ts';
import { buildContext, buildLine, buildOrder, buildRefund, heldNothing } from './fixtures.ts';
import { orderToSales, refundWithoutOrder } from './order-to-sales.ts';
import type { Mapped } from './types.ts';

const heldAll = { order: true, refunds: new Set([3, 4, 5]) };

function sent(mapped: Mapped<AiqSale> | undefined) {
  if (mapped?.decision !== 'send') throw new Error(`not sent: ${JSON.stringify(mapped)}`);
  return mapped;
}

function mapOrder(order = buildOrder(), context = buildContext(), held = heldNothing) {
  return orderToSales(order, [], context, held).order;
}

describe('an order as a sale', () => {
  it('carries the exact payload that AIQ documents', () => {
    const { payload, amount, currency, buyer } = sent(mapOrder());
    expect(saleToPayload(payload)).toMatchObject({
      member: { email: 'jane@example.com', mobilePhone: '5125550142', firstName: 'Jane', lastName: 'Doe' },
      visit: {
        pos_id: 'bc-abc-149',
        pos_user: 'bc-abc-11',
        transaction_date: '2026-03-05 21:40:11 +0000',
        transaction_total: 50,
        location: 'Main Street',
        visit_details_attributes: [
          {
            sku: 'S-ORAN',
            name: 'Fog Linen Towel',
            brand: 'OFS',
            category: 'Bath',
            price: 50,
            quantity: 1,
            discount: 0,
          },
        ],
      },
    });
    expect({ amount, currency, buyer: buyer?.srcId }).toEqual({
      amount: '50.00',
      currency: 'USD',
      buyer: 'bc-abc-11',
    });
  });

  it('takes the discounts of a store with prices before tax off the price before tax', () => {
    const line = buildLine({
      appliedDiscounts: [{ id: 'coupon', amount: '1.59', target: 'order' }],
      discountedTotalIncTax: '53.41',
    });
    const { payload } = sent(mapOrder(buildOrder({ lines: [line] })));
    expect(payload.transactionTotal).toBe('48.41');
    expect(payload.lines[0]).toMatchObject({ price: '50.00', quantity: 1, discount: '1.59' });
  });

  it('takes the tax out of what was paid in a store with prices including tax', () => {
    const line = buildLine({
      priceExTax: '8.3333',
      priceIncTax: '10',
      quantity: 3,
      totalExTax: '25',
      totalIncTax: '30',
      discountedTotalIncTax: '27',
      appliedDiscounts: [{ id: 'coupon', amount: '3', target: 'product' }],
    });
    const { payload } = sent(mapOrder(buildOrder({ taxInclusive: true, lines: [line] })));
    expect(payload.transactionTotal).toBe('22.50');
    expect(payload.lines[0]).toMatchObject({ price: '8.3333', quantity: 3, discount: '2.4999' });
  });

  it('spreads a discount that no line carries over the lines, down to what the order came to', () => {
    const lines = [1, 2, 3].map((id) => buildLine({ id, discountedTotalIncTax: null }));
    const { payload } = sent(mapOrder(buildOrder({ lines, totalExTax: '100' })));
    expect(payload.transactionTotal).toBe('100.00');
    expect(payload.lines.map(({ discount }) => discount)).toEqual(['16.6666', '16.6667', '16.6667']);
  });

  it('counts tax, shipping and gift certificates only when the order total counts', () => {
    const lines = [
      buildLine(),
      buildLine({ id: 66, type: 'giftcertificate', totalExTax: '20', totalIncTax: '20' }),
    ];
    const order = buildOrder({ lines, totalExTax: '80', totalIncTax: '86' });
    expect(sent(mapOrder(order)).amount).toBe('50.00');
    const { payload } = sent(mapOrder(order, buildContext({}, { amountBasis: 'order-total' })));
    expect(payload.transactionTotal).toBe('86.00');
    expect(payload.lines.map(({ name, price }) => [name, price])).toEqual([
      ['Fog Linen Towel', '55.00'],
      ['Shipping and other charges', '31.00'],
    ]);
  });

  it('keeps three decimals of currencies that have them, and warns of a currency that is not the store’s', () => {
    const line = buildLine({
      totalExTax: '1.005',
      priceExTax: '1.005',
      totalIncTax: '1.005',
      discountedTotalIncTax: '1.005',
    });
    const { amount, currency, warnings } = sent(mapOrder(buildOrder({ currency: 'KWD', lines: [line] })));
    expect({ amount, currency }).toEqual({ amount: '1.005', currency: 'KWD' });
    expect(warnings).toContain('currency-differs');
  });

  it('stays the same sale for a guest who comes again', () => {
    const guest = (id: number) => sent(mapOrder(buildOrder({ id, customerId: 0 })));
    expect(guest(1).payload.posUser).toMatch(/^bc-abc-guest-.{22}$/);
    expect(guest(1).payload.posUser).toBe(guest(2).payload.posUser);
  });

  it('cleans text and survives hostile names', () => {
    const name = `__proto__\u0000<script>\u202e=1+1 ${'é'.repeat(300)}\ud800`;
    const { payload, warnings } = sent(
      mapOrder(buildOrder({ lines: [buildLine({ name, brand: '__proto__' })] })),
    );
    expect(payload.lines[0]?.name.startsWith('__proto__ <script>')).toBe(true);
    expect(Array.from(payload.lines[0]?.name ?? '')).toHaveLength(250);
    expect(payload.lines[0]?.brand).toBe('__proto__');
    expect(warnings).toContain('text-shortened');
  });

  it('carries 2,000 lines of 5 MB together, one name of 64 kB', () => {
    const lines = Array.from({ length: 2000 }, (_, id) =>
      buildLine({ id, name: 'x'.repeat(id === 0 ? 64_000 : 2_500) }),
    );
    const { payload } = sent(mapOrder(buildOrder({ lines, totalExTax: '100001', totalIncTax: '110001' })));
    expect(payload.transactionTotal).toBe('100000.00');
  });

  it('sends a free order and lines without pieces count as absent', () => {
    const free = buildLine({
      totalExTax: '0',
      totalIncTax: '0',
      priceExTax: '0',
      discountedTotalIncTax: '0',
    });
    const order = buildOrder({
      lines: [free, buildLine({ id: 66, quantity: 0 })],
      totalExTax: '0',
      totalIncTax: '0',
    });
    expect(sent(mapOrder(order)).payload).toMatchObject({
      transactionTotal: '0.00',
      lines: [{ quantity: 1 }],
    });
  });
});

describe('where an order belongs', () => {
  it.each([
    ['the pickup location first', { pickupLocationId: 7 }, 'Pickup Lane'],
    ['then the channel', { pickupLocationId: 8 }, 'Main Street'],
    ['then the fallback', { channelId: 9 }, 'Elsewhere'],
  ])('is %s', (_words, overrides, location) => {
    const { mapping } = buildContext();
    const context = buildContext({ mapping: { ...mapping, fallback: 'Elsewhere' } });
    expect(sent(mapOrder(buildOrder(overrides), context)).payload.location).toBe(location);
  });

  it('is parked, with its refunds, when nothing is matched', () => {
    const { order, refunds } = orderToSales(
      buildOrder({ channelId: 9 }),
      [buildRefund()],
      buildContext(),
      heldNothing,
    );
    expect(order).toMatchObject({ decision: 'park', reason: 'channel-unmapped' });
    expect(refunds[0]?.mapped).toMatchObject({ decision: 'park', reason: 'channel-unmapped' });
  });
});

describe('whether an order counts', () => {
  const march = new Date('2026-04-01T00:00:00Z');
  it.each([
    ['incomplete', buildOrder({ statusId: 0 }), buildContext(), 'incomplete-order'],
    ['of a status that is not chosen', buildOrder({ statusId: 5 }), buildContext(), 'status-does-not-count'],
    ['refunded without a refund on record', buildOrder({ statusId: 4 }), buildContext(), 'nothing-to-count'],
    ['older than history', buildOrder(), buildContext({ historyStart: march }), 'before-history-start'],
    ['without anything bought', buildOrder({ lines: [] }), buildContext(), 'nothing-to-count'],
    [
      'of a guest when guests are off',
      buildOrder({ customerId: 0 }),
      buildContext({}, { guestOrders: 'skip' }),
      'guest-orders-off',
    ],
    [
      'of a guest without contact details',
      buildOrder({ customerId: 0, billing: { ...buildOrder().billing, email: 'x', phone: '1' } }),
      buildContext(),
      'guest-without-contact',
    ],
  ])('an order %s is skipped', (_words, order, context, reason) => {
    expect(orderToSales(order, [], context, heldNothing).order).toMatchObject({ decision: 'skip', reason });
  });

  it.each([
    ['an unknown form', buildOrder({ unreadable: 'The field x has an unknown form.' })],
    ['missing lines', buildOrder({ linesComplete: false })],
    ['a negative total', buildOrder({ totalIncTax: '-5', totalExTax: '-5' })],
    ['a negative quantity', buildOrder({ lines: [buildLine({ quantity: -1 })] })],
    [
      'a price that its pieces multiply beyond all measure',
      buildOrder({ lines: [buildLine({ priceExTax: '99999999', quantity: 9_999_999 })] }),
    ],
    ['more digits than JSON carries', buildOrder({ totalIncTax: '123456789012345678' })],
  ])('an order with %s is parked with the cause', (_words, order) => {
    const mapped = orderToSales(order, [buildRefund()], buildContext(), heldAll).order;
    expect(mapped).toMatchObject({ decision: 'park', reason: 'unreadable' });
    expect(mapped.decision === 'park' && mapped.detail).toMatch(/\w+/);
  });

  it('an archived order counts by its status', () => {
    expect(sent(mapOrder(buildOrder({ isDeleted: true }))).hash).toBe(sent(mapOrder()).hash);
  });

  it('a sale that AIQ holds is kept current whatever the start of history', () => {
    const context = buildContext({ historyStart: march });
    expect(sent(mapOrder(buildOrder(), context, heldAll)).reason).toBe('accepted');
  });
});

describe('an order that stops counting', () => {
  it('is sent with nothing in it, and its refunds likewise', () => {
    const order = buildOrder({ statusId: 5 });
    const mapped = orderToSales(order, [buildRefund()], buildContext(), heldAll);
    for (const one of [mapped.order, mapped.refunds[0]?.mapped]) {
      const { payload, reason, amount } = sent(one);
      expect(reason).toBe('reversed');
      expect(amount).toBe('0.00');
      expect(payload.lines).toMatchObject([{ quantity: 0, discount: '0.00' }]);
    }
    expect(sent(mapped.order).payload.posId).toBe('bc-abc-149');
    expect(sent(mapped.refunds[0]?.mapped).payload.posId).toBe('bc-abc-149-refund-3');
  });

  it('is skipped, and its refunds likewise, when AIQ never had it', () => {
    const { order, refunds } = orderToSales(
      buildOrder({ statusId: 5 }),
      [buildRefund()],
      buildContext(),
      heldNothing,
    );
    expect([order, refunds[0]?.mapped]).toMatchObject([
      { decision: 'skip', reason: 'status-does-not-count' },
      { decision: 'skip', reason: 'order-not-sent' },
    ]);
  });

  it('is sent as before when its status comes back', () => {
    const [before, cancelled, after] = [11, 5, 11].map(
      (statusId) => sent(mapOrder(buildOrder({ statusId }), buildContext(), heldAll)).hash,
    );
    expect(after).toBe(before);
    expect(cancelled).not.toBe(before);
  });

  it('is taken back from nobody when its guest left no contact details', () => {
    const order = buildOrder({ customerId: 0, billing: { ...buildOrder().billing, email: '', phone: '' } });
    expect(sent(mapOrder(order, buildContext(), heldAll))).toMatchObject({
      reason: 'reversed',
      payload: { posUser: 'bc-abc-guest-unknown' },
    });
  });
});

describe('refunds', () => {
  function amounts(basis: Options['amountBasis'], ...refunds: ReturnType<typeof buildRefund>[]) {
    const mapped = orderToSales(
      buildOrder({ statusId: 14 }),
      refunds,
      buildContext({}, { amountBasis: basis }),
      heldNothing,
    );
    return [mapped.order, ...mapped.refunds.map((one) => one.mapped)].map((one) =>
      one.decision === 'send' ? one.amount : one.decision === 'skip' ? one.reason : one.decision,
    );
  }
  const ofOrder = (id: number, amount: string) =>
    buildRefund({
      id,
      totalAmount: amount,
      items: [{ type: 'ORDER', itemId: 149, quantity: 1, requestedAmount: amount }],
    });
  const ofShipping = buildRefund({
    id: 4,
    totalAmount: '11',
    items: [{ type: 'SHIPPING', itemId: 1, quantity: 1, requestedAmount: '11' }],
  });

  it('of pieces without an amount of their own take what the amounts that are told leave', () => {
    const pieces = { type: 'PRODUCT', itemId: 65, quantity: 1, requestedAmount: null };
    const shipping = { type: 'SHIPPING', itemId: 1, quantity: 1, requestedAmount: '11' };
    const refund = buildRefund({ totalAmount: '66', items: [pieces, shipping] });
    expect(amounts('items', refund)).toEqual(['50.00', '-50.00']);
    expect(amounts('items', buildRefund({ totalAmount: '27.5', items: [pieces] }))).toEqual([
      '50.00',
      '-25.00',
    ]);
    expect(amounts('order-total', buildRefund({ totalAmount: '38.5', items: [pieces, shipping] }))).toEqual([
      '66.00',
      '-38.50',
    ]);
  });

  it('of a line take what counted of it, with negative quantity', () => {
    expect(amounts('items', buildRefund())).toEqual(['50.00', '-50.00']);
    expect(amounts('order-total', buildRefund())).toEqual(['66.00', '-55.00']);
    const { refunds } = orderToSales(buildOrder(), [buildRefund()], buildContext(), heldNothing);
    const { payload } = sent(refunds[0]?.mapped);
    expect(payload).toMatchObject({
      posId: 'bc-abc-149-refund-3',
      posUser: 'bc-abc-11',
      location: 'Main Street',
    });
    expect(payload.transactionDate).toEqual(new Date('2026-04-01T00:00:00Z'));
    expect(payload.lines).toMatchObject([{ sku: 'S-ORAN', price: '50.00', quantity: -1, discount: '0.00' }]);
  });

  it('of shipping count only when the order total counts', () => {
    expect(amounts('items', ofShipping)).toEqual(['50.00', 'nothing-to-count']);
    expect(amounts('order-total', ofShipping)).toEqual(['66.00', '-11.00']);
  });

  it('of an amount take the same part of what counts', () => {
    expect(amounts('items', ofOrder(4, '6.6'))).toEqual(['50.00', '-5.00']);
    expect(amounts('order-total', ofOrder(4, '6.6'))).toEqual(['66.00', '-6.60']);
  });

  it('of everything, in pieces and amounts that do not divide, end at exactly nothing', () => {
    for (const basis of ['items', 'order-total'] as const) {
      const all = amounts(basis, ofOrder(9, '22.01'), ofOrder(7, '22'), ofOrder(8, '21.99'));
      expect(sumOf(all)).toBe(0);
    }
  });

  it('without items count as an amount of the order', () => {
    expect(amounts('items', buildRefund({ totalAmount: '6.6', items: [] }))).toEqual(['50.00', '-5.00']);
  });

  it('that go beyond what was paid take no more than is left', () => {
    expect(amounts('items', ofOrder(4, '100'), ofOrder(5, '100'))).toEqual([
      '50.00',
      '-50.00',
      'nothing-to-count',
    ]);
  });

  it('of a line after an amount of the order take only what is left of it', () => {
    expect(amounts('items', ofOrder(2, '6.6'), buildRefund())).toEqual(['50.00', '-5.00', '-45.00']);
  });

  it('listed twice count once', () => {
    expect(amounts('items', ofOrder(2, '6.6'), ofOrder(2, '6.6'))).toEqual(['50.00', '-5.00']);
  });

  it('of one order know nothing of another order’s', () => {
    const { refunds } = orderToSales(
      buildOrder(),
      [buildRefund({ orderId: 150 })],
      buildContext(),
      heldNothing,
    );
    expect(refunds).toEqual([]);
  });

  it('without an order are parked', () => {
    expect(refundWithoutOrder(buildRefund())).toMatchObject({
      decision: 'park',
      reason: 'refund-without-order',
    });
  });
});

function sumOf(amounts: (string | null)[]): number {
  return amounts.reduce((total, amount) => total + Math.round(Number(amount) * 10_000), 0);
}
