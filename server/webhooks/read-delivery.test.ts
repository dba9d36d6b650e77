import { describe, expect, it } from 'vitest';
import { hookScopes, webhookToChange } from '../bigcommerce/hook-scopes.ts';
import { readDelivery } from './read-delivery.ts';

const subscribed = new Set<string>(hookScopes);
const read = (body: unknown) =>
  readDelivery(
    Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    webhookToChange,
    subscribed,
  );

describe('readDelivery', () => {
  it('finds what changed, whatever else is said', () => {
    expect(
      read({
        scope: 'store/order/statusUpdated',
        store_id: '1025646',
        data: { type: 'order', id: 250, status: { previous_status_id: 0, new_status_id: 11 } },
        hash: 'dd70c0976e06b67aaf671e73f49dcb79230ebf9d',
        created_at: 1561479335,
        producer: 'stores/abc123',
        surprise: [1],
      }),
    ).toEqual({ kind: 'change', change: { kind: 'order', id: '250' } });
  });

  it('leaves alone what we did not subscribe to', () => {
    expect(read({ scope: 'store/app/uninstalled', data: { type: 'store' } })).toEqual({
      kind: 'uninteresting',
    });
    expect(read({ scope: 'store/cart/created', data: { id: 'uuid' } })).toEqual({ kind: 'uninteresting' });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"scope":'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '7'],
    ['no scope', { data: { id: 1 } }],
    ['no data', { scope: 'store/order/created' }],
    ['data that is a list', { scope: 'store/order/created', data: [1] }],
    ['an operator as id', { scope: 'store/order/created', data: { id: { $ne: 1 } } }],
    ['a negative id', { scope: 'store/order/created', data: { id: -1 } }],
    ['an id that is a path', { scope: 'store/order/created', data: { id: '../1' } }],
    ['an id of the prototype', { scope: 'store/order/created', data: { __proto__: { id: 1 } } }],
    ['30,000 lists in each other', '['.repeat(30_000) + ']'.repeat(30_000)],
    [
      '30,000 lists as id',
      `{"scope":"store/order/created","data":{"id":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`,
    ],
  ])('calls %s malformed', (_, body) => {
    expect(read(body)).toEqual({ kind: 'malformed' });
  });
});
