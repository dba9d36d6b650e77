import type { GeneratedStore } from '../bigcommerce/data/store.ts';
import type { Order } from '../bigcommerce/data/model.ts';
import { idIn, thingIn, type Session } from './session.ts';

const withLines = { include: 'consignments.line_items,fees', consignment_structure: 'object' };

/** Every operation on orders, in each form that the store's orders have. */
export async function callOrders({ ask }: Session, store: GeneratedStore): Promise<void> {
  const find = (accept: (order: Order) => boolean) => {
    for (const order of store.oracle.orders()) if (accept(order)) return order;
    throw new Error('the store has no such order');
  };
  await ask('GET /v2/orders', { query: { limit: 250 } });
  await ask('GET /v2/orders', { query: { limit: 250, page: 2, ...withLines } });
  await ask('GET /v2/orders', { query: { min_id: 99_999_999 }, status: 204 });
  await ask('GET /v2/orders/count');
  await ask('GET /v2/order_statuses');
  await ask('GET /v2/order_statuses/{id}', { ids: [11] });

  const large = find(({ addresses }) => addresses.length > 10);
  const picked = find(({ pickups }) => pickups.length > 0);
  const gifts = find(({ lines }) => lines.some(({ type }) => type === 'giftcertificate'));
  const couponed = find(({ coupon }) => coupon !== null);
  const noted = find(({ customerMessage }) => customerMessage !== '');
  const charged = find(({ fees }) => fees.length > 0);
  const shipped = find(({ shipments }) => shipments.length > 0);
  for (const { id } of [large, picked, gifts, couponed, charged, shipped]) {
    const ids = [id];
    await ask('GET /v2/orders/{id}', { ids });
    await ask('GET /v2/orders/{id}', { ids, query: withLines });
    await ask('GET /v2/orders/{id}/products', { ids });
    await ask('GET /v2/orders/{id}/taxes', { ids });
    await ask('GET /v2/orders/{id}/consignments', { ids });
    await ask('GET /v2/orders/{id}/fees', { ids });
  }
  await ask('GET /v2/orders/{id}', { ids: [1], status: 404 });
  await ask('GET /v2/orders/{id}/coupons', { ids: [couponed.id] });
  await ask('GET /v2/orders/{id}/messages', { ids: [noted.id] });
  await ask('GET /v2/orders/{id}/products/{line}', { ids: [large.id, large.lines[0]?.id ?? 0] });
  await ask('GET /v2/orders/{id}/shipments', { ids: [shipped.id] });
  await ask('GET /v2/orders/{id}/shipments/count', { ids: [shipped.id] });
  await ask('GET /v2/orders/{id}/shipments/{shipment}', { ids: [shipped.id, shipped.shipments[0]?.id ?? 0] });
  const place = [large.id, large.addresses[0]?.id ?? 0];
  await ask('GET /v2/orders/{id}/shipping_addresses', { ids: [large.id] });
  await ask('GET /v2/orders/{id}/shipping_addresses/{address}', { ids: place });
  await ask('GET /v2/orders/{id}/shipping_addresses/{address}/shipping_quotes', { ids: place });
  await ask('GET /v2/orders/{id}/consignments/shipping/{address}/shipping_quotes', { ids: place });

  const placed = idIn(
    await ask('POST /v2/orders', {
      status: 201,
      body: {
        customer_id: 5,
        status_id: 11,
        billing_address: {
          first_name: 'Ada',
          last_name: 'Quill',
          email: 'ada@example.com',
          country: 'United States',
        },
        products: [{ product_id: 90, quantity: 2 }],
      },
    }),
  );
  const made = store.oracle.order(placed);
  const [line] = made?.lines ?? [];
  await ask('PUT /v2/orders/{id}', { ids: [placed], body: { staff_notes: 'fragile' } });
  await ask('POST /v2/orders/{id}/shipments', {
    ids: [placed],
    status: 201,
    body: {
      order_address_id: line?.addressId,
      tracking_number: 'TN1',
      items: [{ order_product_id: line?.id, quantity: 1 }],
    },
  });
  const [partial] = find(({ refunds }) =>
    refunds.some(({ items }) => items.some(({ type }) => type !== 'PRODUCT')),
  ).refunds;
  await callPayments({ ask }, { orderId: placed, lineId: line?.id ?? 0, otherRefundId: partial?.id ?? 0 });
  await ask('DELETE /v2/orders/{id}', { ids: [placed], status: 204 });
}

async function callPayments(
  { ask }: Pick<Session, 'ask'>,
  { orderId, lineId, otherRefundId }: { orderId: number; lineId: number; otherRefundId: number },
): Promise<void> {
  const ids = [orderId];
  const items = [{ item_type: 'PRODUCT', item_id: lineId, quantity: 1 }];
  const quoted = await ask('POST /v3/orders/{id}/payment_actions/refund_quotes', {
    ids,
    status: 201,
    body: { items },
  });
  const amount: unknown = Reflect.get(thingIn(quoted), 'total_refund_amount');
  const made = idIn(
    await ask('POST /v3/orders/{id}/payment_actions/refunds', {
      ids,
      status: 201,
      body: { items, payments: [{ provider_id: 'custom', amount, offline: true }] },
    }),
  );
  await ask('GET /v3/orders/payment_actions/refunds', { query: { limit: 250 } });
  await ask('GET /v3/orders/payment_actions/refunds/{id}', { ids: [made] });
  await ask('GET /v3/orders/payment_actions/refunds/{id}', { ids: [otherRefundId] });
  await ask('GET /v3/orders/{id}/payment_actions/refunds', { ids });
  await ask('GET /v3/orders/{id}/transactions', { ids });
}
