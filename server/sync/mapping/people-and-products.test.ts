import { describe, expect, it } from 'vitest';
import { customerToPersona } from './customer-to-persona.ts';
import { buildContext, buildCustomer, buildProduct } from './fixtures.ts';
import { deletedProductToItem, productToItem } from './product-to-item.ts';
import { readBirthDate } from './person.ts';
import { phoneToTenDigits } from './phone.ts';
import { cleanEmail } from './text.ts';

const synced = buildContext(
  { syncContactsSince: new Date('2026-01-15T00:00:00Z') },
  { syncContacts: true, birthDateField: 'Birthday' },
);

describe('a customer as a persona', () => {
  it('carries contact details and date of birth, and nothing about consent', () => {
    expect(customerToPersona(buildCustomer(), synced, false)).toMatchObject({
      decision: 'send',
      reason: 'accepted',
      warnings: [],
      payload: {
        srcID: 'bc-abc-32',
        firstName: 'Jane',
        lastName: 'Doe',
        email: 'jane@example.com',
        mobilePhone: '5125550142',
        birthdate: '1990-01-31',
      },
    });
  });

  it.each([
    ['contact sync is off', buildCustomer(), buildContext(), 'contact-sync-off'],
    [
      'nothing changed since contact sync is on',
      buildCustomer({ modifiedAt: new Date('2026-01-14T23:59:59Z') }),
      synced,
      'changed-before-contact-sync',
    ],
    [
      'there is no way to reach them',
      buildCustomer({ email: ' ', phone: '12' }),
      synced,
      'no-contact-details',
    ],
  ])('is skipped while %s, and left as it is when AIQ holds it', (_words, customer, context, reason) => {
    expect(customerToPersona(customer, context, false)).toMatchObject({ decision: 'skip', reason });
    expect(customerToPersona(customer, context, true)).toEqual({ decision: 'keep', reason });
  });

  it('is sent when the change is of the very second in which contact sync was switched on', () => {
    const since = new Date('2026-01-15T00:00:00.400Z');
    const context = buildContext({ syncContactsSince: since }, { syncContacts: true });
    const customer = buildCustomer({ modifiedAt: new Date('2026-01-15T00:00:00Z') });
    expect(customerToPersona(customer, context, false)).toMatchObject({ decision: 'send' });
  });

  it('is sent without a phone that AIQ would blank, with a warning', () => {
    const mapped = customerToPersona(buildCustomer({ phone: '+49 30 1234567' }), synced, false);
    expect(mapped).toMatchObject({ decision: 'send', warnings: ['phone-unusable'] });
    expect(mapped.decision === 'send' && 'mobilePhone' in mapped.payload).toBe(false);
  });
});

describe('contact details', () => {
  it.each([
    ['(512) 555-0142', 'US', '5125550142'],
    ['+1 512 555 0142', 'DE', '5125550142'],
    ['15125550142', 'US', '5125550142'],
    ['416-555-0142', 'CA', '4165550142'],
    ['0410999888', 'US', null],
    ['030 1234567', 'DE', null],
    ['x', '', null],
  ])('the phone %s of a store in %s is %s', (phone, country, expected) => {
    expect(phoneToTenDigits(phone, country)).toBe(expected);
  });

  it('an address too long to be one is not cut into somebody else’s', () => {
    expect(cleanEmail(`${'a'.repeat(240)}@example.com.example.com`)).toBeNull();
    expect(cleanEmail(' Jane@EXAMPLE.com ')).toBe('jane@example.com');
  });

  it.each([
    ['2000-01-31', '2000-01-31'],
    ['1/31/2000', '2000-01-31'],
    ['2000-01-31T00:00:00Z', '2000-01-31'],
    ['2000-02-31', null],
    ['soon', null],
  ])('the date of birth %s is read as %s', (value, expected) => {
    expect(readBirthDate(value)).toBe(expected);
  });
});

describe('a product as an item', () => {
  it('carries what dynamic content shows', () => {
    expect(productToItem(buildProduct(), buildContext(), false)).toMatchObject({
      decision: 'send',
      reason: 'accepted',
      payload: {
        sku: 'S-ORAN',
        productId: 'bc-abc-77',
        name: 'Fog Linen Towel',
        brand: 'OFS',
        category: 'Bath',
        price: '49.50',
        quantity: 4,
        url: 'https://shop.example/fog-linen-towel/',
        active: true,
      },
    });
  });

  it('that is not counted is there, one that ran out is not', () => {
    const quantityOf = (product: Parameters<typeof buildProduct>[0]) => {
      const mapped = productToItem(buildProduct(product), buildContext(), false);
      return mapped.decision === 'send' ? mapped.payload.quantity : null;
    };
    expect(quantityOf({ inventoryTracking: 'none', inventoryLevel: 0 })).toBe(1);
    expect(quantityOf({ inventoryLevel: -2 })).toBe(0);
  });

  it('that is hidden or gone is skipped, and withdrawn where AIQ holds it', () => {
    const hidden = buildProduct({ isVisible: false });
    expect(productToItem(hidden, buildContext(), false)).toMatchObject({ reason: 'product-hidden' });
    expect(productToItem(hidden, buildContext(), true)).toMatchObject({
      reason: 'withdrawn',
      payload: { active: false },
    });
    expect(deletedProductToItem(77, buildContext(), false)).toMatchObject({ reason: 'product-deleted' });
    expect(deletedProductToItem(77, buildContext(), true)).toMatchObject({
      reason: 'withdrawn',
      payload: { productId: 'bc-abc-77', active: false, quantity: 0 },
    });
  });

  it('has a sku and no address when BigCommerce has neither', () => {
    const mapped = productToItem(buildProduct({ sku: '', urlPath: '' }), buildContext(), false);
    expect(mapped).toMatchObject({ payload: { sku: 'product-77', url: '' } });
  });
});
