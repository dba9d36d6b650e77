import { describe, expect, it } from 'vitest';
import { enrolmentToPayload, inventoryToPayload, personaToPayload, saleToPayload } from './payloads.ts';
import type { AiqSale } from './types.ts';
import { tellsOfRefusedRecords } from './uncertain.ts';

const sale: AiqSale = {
  member: { email: 'a@b.co', mobilePhone: '5125550142' },
  posId: 'bc-abc-100',
  posUser: 'bc-abc-7',
  posType: 'Online',
  transactionDate: new Date('2026-01-31T04:03:53.900Z'),
  transactionTotal: '40.1000',
  location: 'Store4',
  lines: [
    { sku: 'S1', name: 'Item', brand: 'B', category: 'C', price: '40.10', quantity: -1, discount: '0.00' },
  ],
};

describe('payloads', () => {
  it('a sale is written as AIQ documents it, to the byte', () => {
    expect(JSON.stringify(saleToPayload(sale))).toBe(
      '{"member":{"email":"a@b.co","mobilePhone":"5125550142"},"visit":{"pos_id":"bc-abc-100","pos_user":"bc-abc-7",' +
        '"pos_type":"Online","transaction_date":"2026-01-31 04:03:53 +0000","transaction_total":40.1,' +
        '"location":"Store4","sendNotification":0,"visit_details_attributes":[{"sku":"S1","name":"Item",' +
        '"brand":"B","category":"C","price":40.1,"quantity":-1,"discount":0}]}}',
    );
  });

  it('a sale of nobody has no member', () => {
    const { member: _, ...anonymous } = sale;
    expect(saleToPayload(anonymous)).not.toHaveProperty('member');
  });

  it('a person has no blank fields, which would be written over what AIQ has', () => {
    const persona = { srcID: 'bc-abc-7', firstName: 'A', lastName: '', email: '', mobilePhone: '5125550142' };
    expect(personaToPayload(persona)).toEqual({
      srcID: 'bc-abc-7',
      firstName: 'A',
      mobilePhone: '5125550142',
    });
  });

  it('an enrolment joins loyalty and neither texts nor sets consent', () => {
    expect(enrolmentToPayload({ srcID: 'x', email: 'a@b.co', favoriteStore: 'Main' })).toEqual({
      srcID: 'x',
      email: 'a@b.co',
      favoriteStore: 'Main',
      loyalty: true,
      disableSMS: true,
    });
  });

  it('an inventory item has numbers where AIQ wants them', () => {
    const item = {
      sku: 'S1',
      productId: '77',
      name: 'N',
      brand: 'B',
      category: 'C',
      price: '12.3400',
      quantity: 3,
      imageUrl: 'https://x/y.png',
      url: 'https://x/y',
      active: false,
    };
    expect(inventoryToPayload(item)).toMatchObject({
      product_id: '77',
      price: 12.34,
      quantity: 3,
      active: false,
    });
  });
});

describe('the answer of a bulk call', () => {
  it('may tell of refused records', () => {
    expect(tellsOfRefusedRecords({ accepted: 2, rejected: [{ index: 1 }] }, 3)).toBe(true);
    expect(tellsOfRefusedRecords({ accepted: 2 }, 3)).toBe(true);
    expect(tellsOfRefusedRecords({ failed: 1 }, 3)).toBe(true);
  });

  it('mostly does not', () => {
    for (const data of [null, undefined, [], {}, 'ok', { accepted: 3 }, { rejected: [] }, { errors: null }]) {
      expect(tellsOfRefusedRecords(data, 3)).toBe(false);
    }
  });
});
