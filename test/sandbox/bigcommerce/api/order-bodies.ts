import type { Order } from '../data/model.ts';
import {
  addOrder,
  addressFor,
  changeQuantity,
  changeStatus,
  patchOrder,
  setArchived,
} from '../data/order-writes.ts';
import { channelIds, orderStatuses } from '../data/profile.ts';
import { findCustomer, findProduct } from '../data/state.ts';
import { ApiRefusal } from './answer.ts';
import type { ApiCall } from './call.ts';
import { isRecord, readFields, toWholeNumber } from './fields.ts';

/* Bodies that make and change orders: https://developer.bigcommerce.com/docs/rest-management/orders */

const readOnly = [
  'id',
  'date_modified',
  'status',
  'items_total',
  'items_shipped',
  'payment_status',
  'currency_code',
];

/** Writes a body over an order. @throws ApiRefusal 400 in V2's words */
export function updateOrder(call: ApiCall, order: Order): void {
  const fields = readFields(call.body);
  const wrong = Object.keys(fields).find((name) => readOnly.includes(name));
  if (wrong !== undefined) {
    throw new ApiRefusal(
      400,
      `The field '${wrong}' cannot be written to. Please remove it from your request before trying again.`,
    );
  }
  const statusId = fields['status_id'];
  if (statusId !== undefined && orderStatuses[toWholeNumber(statusId) ?? -1] === undefined) {
    throw new ApiRefusal(400, "The field 'status_id' is invalid.");
  }
  const products = Array.isArray(fields['products']) ? fields['products'].filter(isRecord) : [];
  for (const product of products) {
    const lineId = toWholeNumber(product['id']);
    const quantity = toWholeNumber(product['quantity']);
    if (lineId === undefined || quantity === undefined || !order.lines.some(({ id }) => id === lineId)) {
      throw new ApiRefusal(400, "The field 'products' is invalid.");
    }
    changeQuantity(call.state, order.id, { lineId, quantity });
  }
  const patch = {
    ...(typeof fields['staff_notes'] === 'string' ? { staffNotes: fields['staff_notes'] } : {}),
    ...(typeof fields['customer_message'] === 'string'
      ? { customerMessage: fields['customer_message'] }
      : {}),
    ...(typeof fields['external_order_id'] === 'string' ? { externalId: fields['external_order_id'] } : {}),
  };
  if (Object.keys(patch).length > 0) patchOrder(call.state, order.id, patch);
  if (fields['is_deleted'] === true) setArchived(call.state, order.id);
  if (statusId !== undefined) changeStatus(call.state, order.id, Number(statusId));
}

/** Makes an order of a body. @throws ApiRefusal 400 in V2's words */
export function createOrder(call: ApiCall): Order {
  const fields = readFields(call.body);
  const { state } = call;
  const billing = fields['billing_address'];
  if (!isRecord(billing)) throw new ApiRefusal(400, "The field 'billing_address' is required.");
  const products = Array.isArray(fields['products']) ? fields['products'].filter(isRecord) : [];
  if (products.length === 0) throw new ApiRefusal(400, "The field 'products' is required.");
  const lines = products.map((product) => {
    const productId = toWholeNumber(product['product_id']) ?? 0;
    const quantity = toWholeNumber(product['quantity']) ?? 0;
    if (!findProduct(state, productId) || quantity < 1)
      throw new ApiRefusal(400, "The field 'products' is invalid.");
    return { productId, quantity };
  });
  const customerId = toWholeNumber(fields['customer_id']) ?? 0;
  if (customerId !== 0 && !findCustomer(state, customerId))
    throw new ApiRefusal(400, "The field 'customer_id' is invalid.");
  const text = (name: string) => (typeof billing[name] === 'string' ? billing[name] : '');
  return addOrder(state, {
    customerId,
    statusId: toWholeNumber(fields['status_id']) ?? 1,
    channelId: toWholeNumber(fields['channel_id']) ?? channelIds.web,
    createdAt: call.now,
    billing: addressFor(state, {
      firstName: text('first_name'),
      lastName: text('last_name'),
      email: text('email'),
      phone: text('phone'),
    }),
    lines,
  });
}
