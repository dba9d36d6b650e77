import type { Order, Refund, RefundItem } from '../../data/model.ts';
import { moneyToNumber } from '../../data/money.ts';
import { computeRefund, refundFigures, RefundRefusal } from '../../data/order-math.ts';
import { addRefund } from '../../data/order-writes.ts';
import { findRefund, readRefundPage } from '../../data/refund-list.ts';
import { findOrder } from '../../data/state.ts';
import { ApiRefusal, data, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoOffset } from '../dates.ts';
import { isRecord, readFields } from '../fields.ts';
import { readPageWish } from '../paging.ts';
import { invalid, readAmount, readWishes } from '../refund-bodies.ts';
import { requireOrder } from './orders.ts';

/* https://developer.bigcommerce.com/docs/rest-management/orders/order-refunds */

export const refundEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v3/orders/payment_actions/refunds',
    scopes: scopes.refunds,
    query: ['order_id:in', 'id:in', 'created:min', 'created:max', 'transaction_id', 'page', 'limit'],
    handle: listRefunds,
  },
  {
    method: 'GET',
    path: '/v3/orders/payment_actions/refunds/:refund_id',
    scopes: scopes.refunds,
    query: [],
    handle(call) {
      const refund = findRefund(call.state, Number(call.params['refund_id']), call.asOf);
      if (!refund) throw new ApiRefusal(404, 'The requested resource was not found.');
      return data(presentRefund(call, refund));
    },
  },
  {
    method: 'GET',
    path: '/v3/orders/:order_id/payment_actions/refunds',
    scopes: scopes.refunds,
    query: ['transaction_id'],
    handle: (call) =>
      ok({ data: requireOrder(call).refunds.map((refund) => presentRefund(call, refund)), meta: {} }),
  },
  {
    method: 'POST',
    path: '/v3/orders/:order_id/payment_actions/refund_quotes',
    scopes: scopes.refundsWrite,
    query: [],
    handle: (call) => data(quote(call), 201),
  },
  {
    method: 'POST',
    path: '/v3/orders/:order_id/payment_actions/refunds',
    scopes: scopes.refundsWrite,
    query: ['transaction_id'],
    // Refunds of an order are to be made one after the other.
    atOnce: 1,
    handle: (call) => data(refund(call), 201),
  },
];

/** Its documented `meta` is empty: nothing tells the number of pages. */
function listRefunds(call: ApiCall): Answer {
  const { query, state, asOf } = call;
  const { offset, limit } = readPageWish(call);
  const orderIds = query.ints('order_id:in');
  const ids = query.ints('id:in');
  const [minCreated, maxCreated] = [query.time('created:min'), query.time('created:max')];
  if (!orderIds && !ids) {
    const refunds = readRefundPage(state, { minCreated, maxCreated, asOf }, offset, limit);
    return ok({ data: refunds.map((one) => presentRefund(call, one)), meta: {} });
  }
  const found = orderIds
    ? [...new Set(orderIds)].flatMap((id) => findOrder(state, id, asOf)?.refunds ?? [])
    : (ids ?? []).flatMap((id) => findRefund(state, id, asOf) ?? []);
  const refunds = found
    .filter(({ id }) => !ids || ids.includes(id))
    .filter(
      ({ createdAt }) =>
        createdAt >= (minCreated ?? -Infinity) && createdAt <= (maxCreated ?? Infinity) + 999,
    )
    .sort((a, b) => a.id - b.id);
  return ok({ data: refunds.slice(offset, offset + limit).map((one) => presentRefund(call, one)), meta: {} });
}

function presentRefund(call: ApiCall, refund: Refund): Record<string, unknown> {
  const { amount, tax } = refundFigures(refund);
  return {
    id: refund.id,
    order_id: refund.orderId,
    user_id: 0,
    created: isoOffset(refund.createdAt),
    reason: refund.reason,
    total_amount: moneyToNumber(amount),
    total_tax: moneyToNumber(tax),
    uses_merchant_override_values: false,
    payments: [
      {
        id: refund.id,
        provider_id: 'custom',
        amount: moneyToNumber(amount),
        offline: true,
        is_declined: false,
        declined_message: '',
        transaction_id: String(refund.id * 10 + 1),
      },
    ],
    items: refund.items.map((item) => presentRefundItem(call, item)),
  };
}

function presentRefundItem(call: ApiCall, item: RefundItem): Record<string, unknown> {
  const isProduct = item.type === 'PRODUCT';
  const isTold = !isProduct || call.switches.refundProductAmounts === 'amount';
  return {
    item_type: item.type,
    item_id: item.itemId,
    reason: '',
    // Documented to be filled for PRODUCT alone.
    ...(isProduct ? { quantity: item.quantity } : {}),
    requested_amount: isTold ? moneyToNumber(item.amount) : null,
    adjustments: [],
  };
}

/** The refund's own refusals become 422s. */
function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RefundRefusal) throw new ApiRefusal(422, error.message);
    throw error;
  }
}

function quote(call: ApiCall): Record<string, unknown> {
  const order = requireOrder(call);
  const { amount, tax, ofOrder } = quoted(call, order);
  return {
    order_id: order.id,
    total_refund_amount: moneyToNumber(amount),
    total_refund_tax_amount: moneyToNumber(tax),
    order_level_refund_amount: moneyToNumber(ofOrder),
    rounding: 0,
    adjustment: 0,
    tax_inclusive: order.taxInclusive,
    refund_methods: [
      [
        {
          provider_id: 'custom',
          provider_description: 'Custom',
          amount: moneyToNumber(amount),
          offline: true,
          offline_provider: true,
          offline_reason: 'This payment provider only supports offline refunds.',
        },
      ],
    ],
  };
}

function quoted(call: ApiCall, order: Order): { amount: number; tax: number; ofOrder: number } {
  const items = refusing(() => computeRefund(order, readWishes(call), call.state.world.coin));
  const sums = refundFigures({ id: 0, orderId: order.id, createdAt: 0, reason: '', items });
  const ofOrder = items.filter(({ type }) => type === 'ORDER').reduce((sum, item) => sum + item.amount, 0);
  return { ...sums, ofOrder };
}

/** What is paid back must be what the quote says. */
function refund(call: ApiCall): Record<string, unknown> {
  const order = requireOrder(call);
  const { payments, reason } = readFields(call.body);
  const list = Array.isArray(payments) ? payments.filter(isRecord) : [];
  if (list.length === 0) throw invalid({ payments: 'error.path.missing' });
  const paid = list.reduce((sum, payment) => sum + readAmount(payment['amount'], 'payments.amount'), 0);
  if (order.customerId === 0 && list.some((payment) => payment['provider_id'] === 'storecredit')) {
    throw new ApiRefusal(422, 'Unable to provide store credit for a guest customer.');
  }
  const { amount } = quoted(call, order);
  if (paid !== amount) throw new ApiRefusal(422, 'The payments do not add up to the amount of the refund.');
  const made = refusing(() =>
    addRefund(call.state, order.id, readWishes(call), typeof reason === 'string' ? reason : ''),
  );
  return presentRefund(call, made);
}
