import { describe, expect, it } from 'vitest';
import { hookScopes, webhookToChange } from './hook-scopes.ts';

function change(scope: string, data: unknown) {
  return webhookToChange({ scope, data, store_id: '1', producer: 'stores/abc', hash: 'x', created_at: 1 });
}

describe('webhookToChange', () => {
  it.each([
    ['store/order/created', { type: 'order', id: 250 }, 'order', '250'],
    ['store/order/statusUpdated', { type: 'order', id: '250', status: {} }, 'order', '250'],
    ['store/order/refund/created', { type: 'order', id: 250, refund: { refund_id: 3 } }, 'order', '250'],
    ['store/order/transaction/created', { type: 'transaction', order_id: '250' }, 'order', '250'],
    ['store/channel/1/order/updated', { order_id: 127 }, 'order', '127'],
    ['store/shipment/created', { type: 'shipment', id: 12, orderId: 251 }, 'order', '251'],
    ['store/customer/updated', { type: 'customer', id: 32, channel_ids: [1] }, 'customer', '32'],
    [
      'store/customer/address/created',
      { type: 'customer', id: 60, address: { customer_id: 32 } },
      'customer',
      '32',
    ],
    ['store/product/deleted', { type: 'product', id: 205 }, 'product', '205'],
    ['store/product/inventory/updated', { id: 167, inventory: { product_id: 168 } }, 'product', '168'],
    [
      'store/sku/updated',
      { type: 'sku', id: 461, sku: { product_id: 206, variant_id: 509 } },
      'product',
      '206',
    ],
    ['store/sku/inventory/order/updated', { id: 461, inventory: { product_id: 206 } }, 'product', '206'],
  ])('%s', (scope, data, kind, id) => {
    expect(change(scope, data)).toEqual({ kind, id });
  });

  it.each([
    ['an operator object as id', { id: { $ne: 1 } }],
    ['a list as id', { id: [1] }],
    ['zero', { id: 0 }],
    ['a negative id', { id: -5 }],
    ['a fraction', { id: 1.5 }],
    ['other text', { id: '12; drop' }],
    ['nothing', {}],
    ['no data', null],
  ])('refuses %s', (_, data) => {
    expect(change('store/order/created', data)).toBeNull();
  });

  it('does not take the id of an address for that of a customer', () => {
    expect(change('store/customer/address/created', { type: 'customer', id: 60 })).toBeNull();
  });

  it('does not read inherited fields', () => {
    expect(
      webhookToChange(JSON.parse('{"scope":"store/order/created","data":{"__proto__":{"id":5}}}')),
    ).toBeNull();
  });

  it('leaves alone what does not concern us', () => {
    for (const scope of ['store/cart/created', 'store/information/updated', 'store/app/uninstalled', '', 5]) {
      expect(webhookToChange({ scope, data: { type: 'x', id: 5 } })).toBeNull();
    }
    expect([null, undefined, 'x', 5, []].map(webhookToChange)).toEqual(Array(5).fill(null));
  });

  it('understands every event that we subscribe to, and none is subscribed to twice', () => {
    const data = {
      id: 1,
      order_id: 1,
      address: { customer_id: 1 },
      inventory: { product_id: 1 },
      sku: { product_id: 1 },
    };
    for (const scope of hookScopes) expect(change(scope, data)).not.toBeNull();
    expect(new Set(hookScopes).size).toBe(hookScopes.length);
    expect(hookScopes.some((scope) => scope.includes('*'))).toBe(false);
  });
});
