import { describe, expect, it } from 'vitest';
import { buildRawConsignments, buildRawLine, buildRawOrder } from './fixtures.ts';
import { parseOrder } from './order.ts';

describe('parseOrder', () => {
  it('reads an order with its lines, exactly', () => {
    expect(parseOrder(buildRawOrder())).toEqual({
      id: 149,
      customerId: 11,
      statusId: 11,
      channelId: 1,
      createdAt: new Date('2019-03-05T21:40:11Z'),
      modifiedAt: new Date('2019-03-11T15:17:25Z'),
      isDeleted: false,
      currency: 'EUR',
      taxInclusive: false,
      subtotalExTax: '55.99',
      subtotalIncTax: '65.23',
      totalExTax: '55.99',
      totalIncTax: '65.23',
      paymentStatus: 'captured',
      itemsTotal: 1,
      billing: {
        firstName: 'Jane',
        lastName: 'Doe',
        email: 'jane@example.com',
        phone: '0410999888',
        countryIso2: 'US',
      },
      lines: [
        {
          id: 65,
          productId: 77,
          variantId: 90,
          name: 'Fog Linen Towel',
          sku: 'S-ORAN',
          brand: 'OFS',
          type: 'physical',
          quantity: 1,
          priceExTax: '55.99',
          priceIncTax: '65.23',
          totalExTax: '55.99',
          totalIncTax: '65.23',
          totalTax: '9.24',
          discountedTotalIncTax: '63.64',
          appliedDiscounts: [{ id: 'manual-discount', amount: '1.59', target: 'order' }],
        },
      ],
      linesComplete: true,
      pickupLocationId: null,
      unreadable: null,
    });
  });

  const lines = [buildRawLine({ id: 1 }), buildRawLine({ id: 2 }), buildRawLine({ id: 3 })];
  it.each([
    ['one object of groups', buildRawConsignments(lines)],
    ['a list of such objects', [buildRawConsignments(lines)]],
    [
      'the groups themselves in a list',
      [{ id: 1, line_items: lines.slice(0, 2) }, { line_items: [lines[2]] }],
    ],
    [
      'all kinds of groups at once',
      {
        pickups: [{ id: 9, pickup_method_id: 1, location: { id: 4 }, line_items: [lines[0]] }],
        shipping: [],
        downloads: [{ recipient_email: 'a@b.c', line_items: lines[1] }],
        email: { gift_certificates: [{ recipient_email: 'a@b.c', line_items: [lines[2]] }] },
      },
    ],
  ])('finds the lines in consignments that are %s', (_, consignments) => {
    const order = parseOrder(buildRawOrder({ items_total: 3, consignments }));
    expect(order?.lines.map((line) => line.id)).toEqual([1, 2, 3]);
    expect(order?.linesComplete).toBe(true);
  });

  it('knows the location of a pickup', () => {
    const pickups = [{ id: 9, pickup_method_id: 1, location: { id: '4' }, line_items: [buildRawLine()] }];
    const consignments = buildRawConsignments([], { pickups });
    expect(parseOrder(buildRawOrder({ consignments }))?.pickupLocationId).toBe(4);
  });

  it('notices missing lines', () => {
    expect(parseOrder(buildRawOrder({ items_total: 2 }))?.linesComplete).toBe(false);
    expect(parseOrder(buildRawOrder({ consignments: undefined }))?.linesComplete).toBe(false);
    expect(parseOrder(buildRawOrder({ consignments: [], items_total: 0 }))?.linesComplete).toBe(true);
    const twice = buildRawConsignments([buildRawLine({ quantity: 2 })]);
    expect(parseOrder(buildRawOrder({ items_total: 2, consignments: twice }))?.linesComplete).toBe(true);
  });

  it('takes links in place of lines for missing lines', () => {
    const link = { url: 'https://x/orders/149/products/12', resource: '/orders/149/products/12' };
    const order = parseOrder(buildRawOrder({ consignments: buildRawConsignments([link]) }));
    expect(order).toMatchObject({ unreadable: null, lines: [], linesComplete: false });
  });

  it('accepts numbers as text, text as numbers and missing optional fields', () => {
    const order = parseOrder({
      id: '149',
      status_id: '10',
      date_created: '2019-03-05T21:40:11+00:00',
      date_modified: 1_552_317_445,
      subtotal_ex_tax: 10,
      subtotal_inc_tax: '11.5',
      total_ex_tax: 10.0,
      total_inc_tax: 11.5,
      items_total: '1',
      something_new: { deep: true },
      consignments: buildRawConsignments([
        {
          id: '5',
          quantity: '1',
          name: 12,
          price_ex_tax: 10,
          price_inc_tax: 11.5,
          total_ex_tax: 10,
          total_inc_tax: 11.5,
        },
      ]),
    });
    expect(order).toMatchObject({
      id: 149,
      customerId: 0,
      statusId: 10,
      channelId: 1,
      totalIncTax: '11.5',
      unreadable: null,
      billing: { email: '' },
      lines: [{ id: 5, productId: 0, name: '12', quantity: 1, totalTax: '0', discountedTotalIncTax: null }],
    });
  });

  it.each([
    ['an amount that is none', { total_inc_tax: 'free' }, 'total_inc_tax'],
    ['a missing status', { status_id: undefined }, 'status_id'],
    [
      'a line without an amount',
      { consignments: buildRawConsignments([buildRawLine({ total_inc_tax: null })]) },
      '0',
    ],
    ['a line that is null', { consignments: buildRawConsignments([null]) }, '0'],
  ])('names an order with %s instead of failing', (_, overrides, field) => {
    const order = parseOrder(buildRawOrder(overrides));
    expect(order).toMatchObject({ id: 149, modifiedAt: new Date('2019-03-11T15:17:25Z'), lines: [] });
    expect(order?.unreadable).toContain(field);
  });

  it('does not repeat values of an unreadable order', () => {
    const order = parseOrder(buildRawOrder({ total_inc_tax: 'jane@example.com' }));
    expect(JSON.stringify(order)).not.toContain('jane');
  });

  it('has nothing to say about what has no id', () => {
    expect([null, undefined, 'x', {}, [], { id: 'x' }, { id: null }].map(parseOrder)).toEqual(
      Array(7).fill(null),
    );
  });

  it('is not fooled by names of the language', () => {
    const raw: unknown = JSON.parse('{"__proto__":{"unreadable":"x"},"id":5,"constructor":1}');
    expect(parseOrder(raw)).toMatchObject({ id: 5 });
    expect(Object.prototype).not.toHaveProperty('unreadable');
  });
});
