import { composeOrder, lineId, type LineWish } from './compose-order.ts';
import type { Address, Order, OrderLine, Refund } from './model.ts';
import { computeRefund, orderFigures, type RefundWish } from './order-math.ts';
import { channelIds, statusIds } from './profile.ts';
import { saveProduct } from './product-writes.ts';
import { findOrder, findProduct, type StoreState } from './state.ts';
import { cities } from './words.ts';

/** Everything that changes orders, with the events that the platform fires for it. */

export interface NewOrder {
  customerId: number;
  statusId: number;
  channelId: number;
  createdAt: number;
  billing: Address;
  lines: readonly { productId: number; variantId?: number; quantity: number }[];
  paymentMethod?: string;
  externalId?: string;
  staffNotes?: string;
  customerMessage?: string;
}

/** The order as it is, or an error: actions on an order that is not there are a mistake of the test. */
export function requireOrder(state: StoreState, id: number): Order {
  const order = findOrder(state, id);
  if (!order) throw new Error(`the store has no order ${id}`);
  return order;
}

export function addOrder(state: StoreState, wish: NewOrder): Order {
  const id = state.next.order++;
  const lines = wish.lines.map((line): LineWish => {
    const product = findProduct(state, line.productId);
    if (!product) throw new Error(`the store has no product ${line.productId}`);
    const variant = product.variants.find((one) => one.id === line.variantId) ?? product.variants[0];
    if (!variant) throw new Error(`product ${line.productId} has no variant`);
    return { product, variant, quantity: line.quantity };
  });
  const order = composeOrder(state.world, {
    id,
    customerId: wish.customerId,
    statusId: wish.statusId,
    channelId: wish.channelId,
    createdAt: wish.createdAt,
    modifiedAt: state.clock.now(),
    paymentMethod: wish.paymentMethod ?? 'Credit Card',
    billing: wish.billing,
    lines,
    discount: null,
    isPickup: wish.channelId === channelIds.pos,
    manyAddresses: false,
    fee: 0,
    draws: state.draws,
  });
  order.externalId = wish.externalId ?? order.externalId;
  order.staffNotes = wish.staffNotes ?? '';
  order.customerMessage = wish.customerMessage ?? '';
  store(state, order);
  fire(state, order, 'created');
  if (order.statusId !== statusIds.incomplete) {
    // A checkout begins as an incomplete order, so its first status is a change already.
    fireStatus(state, order, statusIds.incomplete);
    fire(state, order, 'updated');
    takeStock(state, order);
  }
  return order;
}

export function changeStatus(state: StoreState, id: number, statusId: number): void {
  if (!Number.isInteger(statusId) || statusId < 0 || statusId > 14)
    throw new Error(`there is no status ${statusId}`);
  const order = structuredClone(requireOrder(state, id));
  const before = order.statusId;
  order.statusId = statusId;
  if (statusId === statusIds.shipped || statusId === statusIds.completed) {
    for (const line of order.lines) if (line.addressId !== 0) line.quantityShipped = line.quantity;
    if (order.addresses.length > 0) order.shippedAt ??= state.clock.now();
  }
  store(state, order);
  if (before !== statusId) fireStatus(state, order, before);
  fire(state, order, 'updated');
}

/** A changed quantity clears the line's discounts, as the platform does; 0 takes the line out. */
export function changeQuantity(
  state: StoreState,
  id: number,
  line: { lineId: number; quantity: number },
): void {
  const order = structuredClone(requireOrder(state, id));
  const found = order.lines.find((candidate) => candidate.id === line.lineId);
  if (!found) throw new Error(`order ${id} has no line ${line.lineId}`);
  if (!Number.isInteger(line.quantity) || line.quantity < 0) throw new Error('not a quantity');
  found.quantity = line.quantity;
  found.discounts = [];
  found.quantityShipped = Math.min(found.quantityShipped, line.quantity);
  order.lines = order.lines.filter(({ quantity }) => quantity > 0);
  store(state, order);
  fire(state, order, 'updated');
}

export type OrderPatch = Partial<
  Pick<Order, 'staffNotes' | 'customerMessage' | 'externalId' | 'customerId' | 'channelId' | 'paymentMethod'>
> & { billing?: Partial<Address> };

export function patchOrder(state: StoreState, id: number, patch: OrderPatch): void {
  const order = structuredClone(requireOrder(state, id));
  const { billing, ...rest } = patch;
  Object.assign(order, rest);
  Object.assign(order.billing, billing);
  store(state, order);
  fire(state, order, 'updated');
}

/** Replaces an order's lines; for orders of unusual size. */
export function replaceLines(state: StoreState, id: number, lines: readonly Omit<OrderLine, 'id'>[]): void {
  const order = structuredClone(requireOrder(state, id));
  order.lines = lines.map((line, place) => ({ ...line, id: lineId(id, place) }));
  store(state, order);
  fire(state, order, 'updated');
}

export function setArchived(state: StoreState, id: number): void {
  const order = structuredClone(requireOrder(state, id));
  if (order.isDeleted) return;
  order.isDeleted = true;
  store(state, order);
  fire(state, order, 'archived');
}

export function addShipment(
  state: StoreState,
  id: number,
  wish: { addressId: number; trackingNumber: string; items: { lineId: number; quantity: number }[] },
): Order['shipments'][number] {
  const order = structuredClone(requireOrder(state, id));
  const shipment = {
    id: state.next.shipment++,
    addressId: wish.addressId,
    createdAt: state.clock.now(),
    trackingNumber: wish.trackingNumber,
    provider: '',
    comments: '',
    items: wish.items,
  };
  order.shipments.push(shipment);
  for (const { lineId: shipped, quantity } of wish.items) {
    const line = order.lines.find((candidate) => candidate.id === shipped);
    if (line) line.quantityShipped = Math.min(line.quantity, line.quantityShipped + quantity);
  }
  const before = order.statusId;
  order.shippedAt = state.clock.now();
  order.statusId = order.lines.every((line) => line.addressId === 0 || line.quantityShipped >= line.quantity)
    ? 2
    : 3;
  store(state, order);
  state.emit({ scope: 'store/shipment/created', data: { type: 'shipment', id: shipment.id, orderId: id } });
  if (before !== order.statusId) fireStatus(state, order, before);
  fire(state, order, 'updated');
  return shipment;
}

/** @throws RefundRefusal for more than is left */
export function addRefund(state: StoreState, id: number, wishes: readonly RefundWish[], reason = ''): Refund {
  const order = structuredClone(requireOrder(state, id));
  const items = computeRefund(order, wishes, state.world.coin);
  if (items.length === 0) throw new Error(`nothing is left to refund of order ${id}`);
  const refund: Refund = {
    id: state.next.refund++,
    orderId: id,
    createdAt: state.clock.now(),
    reason,
    items,
  };
  order.refunds.push(refund);
  state.refundOrders.set(refund.id, id);
  const { refunded, total } = orderFigures(order, state.world.coin);
  const before = order.statusId;
  order.statusId = refunded >= total.incTax ? statusIds.refunded : statusIds.partlyRefunded;
  store(state, order);
  fire(state, order, 'refund/created', { refund: { refund_id: refund.id } });
  if (before !== order.statusId) fireStatus(state, order, before);
  fire(state, order, 'updated');
  state.emit({
    scope: 'store/order/transaction/created',
    data: { type: 'transaction', order_id: String(id), transaction_id: String(refund.id * 10 + 1) },
  });
  return refund;
}

export function addressFor(state: StoreState, customer: Partial<Address>): Address {
  const { city, state: region, zip, country, iso2 } = state.draws.pick(cities);
  return {
    firstName: '',
    lastName: '',
    company: '',
    street1: '1 Main Street',
    street2: '',
    city,
    state: region,
    zip,
    country,
    countryIso2: iso2,
    phone: '',
    email: '',
    ...customer,
  };
}

function store(state: StoreState, order: Order): void {
  const now = state.clock.now();
  order.modifiedAt = now;
  state.orders.changes.set(order.id, order, now);
}

function takeStock(state: StoreState, order: Order): void {
  for (const line of order.lines) {
    const product = findProduct(state, line.productId);
    if (!product || product.tracking === 'none') continue;
    const changed = structuredClone(product);
    const variant = changed.variants.find(({ id }) => id === line.variantId);
    if (product.tracking === 'variant' && variant) variant.stock = Math.max(0, variant.stock - line.quantity);
    else changed.stock = Math.max(0, changed.stock - line.quantity);
    saveProduct(state, changed);
    const byVariant = product.tracking === 'variant' && variant;
    const inventory = { product_id: product.id, method: 'relative', value: -line.quantity };
    state.emit({
      scope: byVariant ? 'store/sku/inventory/order/updated' : 'store/product/inventory/order/updated',
      data: byVariant
        ? { type: 'sku', id: variant.id, inventory: { ...inventory, variant_id: variant.id } }
        : { type: 'product', id: product.id, inventory },
    });
  }
}

/** An order's event, and the same one of its channel in that family's own shape. */
function fire(state: StoreState, order: Order, what: string, extra: Record<string, unknown> = {}): void {
  state.emit({ scope: `store/order/${what}`, data: { type: 'order', id: order.id, ...extra } });
  state.emit({
    scope: `store/channel/${order.channelId}/order/${what}`,
    data: { order_id: order.id, ...extra },
  });
}

function fireStatus(state: StoreState, order: Order, before: number): void {
  fire(state, order, 'statusUpdated', {
    status: { previous_status_id: before, new_status_id: order.statusId },
  });
}
