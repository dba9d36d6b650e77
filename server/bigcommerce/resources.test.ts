import { describe, expect, it } from 'vitest';
import { parseCustomer } from './customer.ts';
import { buildRawCustomer, buildRawRefund } from './fixtures.ts';
import { parseProduct } from './product.ts';
import { parseRefund } from './refund.ts';
import { hookSchema, locationSchema, orderStatusSchema, storeSchema } from './store.ts';

describe('resources', () => {
  it('a refund keeps its amounts to the digit', () => {
    expect(parseRefund(buildRawRefund())).toEqual({
      id: 3,
      orderId: 149,
      createdAt: new Date('2020-02-08T10:00:00Z'),
      totalAmount: '12.34',
      totalTax: '1.1',
      items: [{ type: 'PRODUCT', itemId: 65, quantity: 1, requestedAmount: '12.34' }],
      unreadable: null,
    });
  });

  it('a refund by amount has items without quantity, or none at all', () => {
    const items = [{ item_type: 'ORDER', item_id: 149, requested_amount: '5.0000' }];
    expect(parseRefund(buildRawRefund({ items }))?.items).toEqual([
      { type: 'ORDER', itemId: 149, quantity: 0, requestedAmount: '5' },
    ]);
    expect(parseRefund(buildRawRefund({ items: null, total_tax: null }))).toMatchObject({
      items: [],
      totalTax: '0',
    });
  });

  it('a refund without an amount is no refund of zero', () => {
    expect(parseRefund(buildRawRefund({ total_amount: null }))).toMatchObject({
      id: 3,
      orderId: 149,
      unreadable: 'The field total_amount has an unknown form.',
    });
  });

  it('a refund counts without the payments that were declined', () => {
    const payments = [
      { id: 1, amount: 10, is_declined: true },
      { id: 2, amount: 2.34, is_declined: false },
    ];
    const partly = parseRefund(buildRawRefund({ payments }));
    expect(partly).toMatchObject({ totalAmount: '2.34', items: [{ itemId: 65 }] });
    const declined = payments.map((payment) => ({ ...payment, is_declined: true }));
    const wholly = parseRefund(buildRawRefund({ payments: declined }));
    expect(wholly).toMatchObject({ totalAmount: '0', totalTax: '0', items: [], unreadable: null });
  });

  it('what has an unknown form keeps its id and its dates, and says which field is wrong', () => {
    const modifiedAt = new Date('2020-02-07T17:46:33Z');
    expect(parseCustomer(buildRawCustomer({ email: ['x'] }))).toMatchObject({
      id: 32,
      email: '',
      modifiedAt,
      unreadable: 'The field email has an unknown form.',
    });
    expect(parseProduct({ id: '9', price: 'dear', date_modified: 'never' })).toMatchObject({
      id: 9,
      modifiedAt: new Date(0),
      unreadable: 'The field price has an unknown form.',
    });
    expect(parseRefund({ id: 4, order_id: null })).toMatchObject({ id: 4, orderId: 0 });
    expect(parseCustomer({ email: 'jane@example.com' })).toBeNull();
    expect(parseProduct(null)).toBeNull();
  });

  it('a customer has form fields as text', () => {
    const form_fields = [
      { name: 'Birthday', value: '1990-01-31', customer_id: 32 },
      { name: 'Interests', value: ['a', 'b'], customer_id: 32 },
      { name: 'Age', value: 36 },
      { name: 'Empty', value: null },
    ];
    expect(parseCustomer(buildRawCustomer({ form_fields }))).toEqual({
      id: 32,
      email: 'jane@example.com',
      firstName: 'Jane',
      lastName: 'Doe',
      phone: '512-555-0142',
      createdAt: new Date('2020-02-06T17:46:33Z'),
      modifiedAt: new Date('2020-02-07T17:46:33Z'),
      originChannelId: 1,
      formFields: [
        { name: 'Birthday', value: '1990-01-31' },
        { name: 'Interests', value: 'a, b' },
        { name: 'Age', value: '36' },
        { name: 'Empty', value: '' },
      ],
      countryIso2: 'US',
      unreadable: null,
    });
  });

  it('a customer needs no phone, no address and no channel', () => {
    const bare = buildRawCustomer({ phone: null, addresses: undefined, origin_channel_id: null });
    expect(parseCustomer(bare)).toMatchObject({ phone: '', countryIso2: '', originChannelId: null });
  });

  it('a product may lack image, brand and stock', () => {
    const raw = {
      id: 205,
      name: 'Towel',
      sku: '',
      brand_id: 0,
      categories: [1, 2],
      price: 12.5,
      is_visible: true,
      inventory_tracking: 'later',
      date_modified: '2020-02-06T17:46:33+00:00',
    };
    expect(parseProduct(raw)).toEqual({
      id: 205,
      name: 'Towel',
      sku: '',
      brandId: null,
      categoryIds: [1, 2],
      price: '12.5',
      isVisible: true,
      inventoryTracking: 'none',
      inventoryLevel: 0,
      imageUrl: '',
      urlPath: '',
      modifiedAt: new Date('2020-02-06T17:46:33Z'),
      unreadable: null,
    });
    const full = {
      ...raw,
      primary_image: { url_standard: 'https://x/y.png' },
      custom_url: { url: '/towel/' },
    };
    expect(parseProduct(full)).toMatchObject({ imageUrl: 'https://x/y.png', urlPath: '/towel/' });
  });

  it('a store without a time zone is in UTC', () => {
    const store = { name: 'S', domain: 'd', currency: 'USD', timezone: null };
    expect(storeSchema.parse(store)).toMatchObject({ timezone: 'UTC', currency: 'USD', taxInclusive: false });
  });

  it('statuses, locations and hooks have defaults', () => {
    expect(orderStatusSchema.parse({ id: 0, name: 'Incomplete', custom_label: null }).label).toBe(
      'Incomplete',
    );
    expect(locationSchema.parse({ id: 1, label: 'L' }).enabled).toBe(true);
    expect(hookSchema.parse({ id: '1', scope: 's', destination: 'd', is_active: 1, headers: null })).toEqual({
      id: 1,
      scope: 's',
      destination: 'd',
      isActive: true,
      headers: {},
    });
  });
});
