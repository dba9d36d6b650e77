import { moneyToNumber } from '../../data/money.ts';
import { orderFigures, refundFigures } from '../../data/order-math.ts';
import { noContent, ok, type Answer } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoZ } from '../dates.ts';
import { requireOrder } from './orders.ts';

/* https://developer.bigcommerce.com/docs/rest-management/transactions */

export const transactionEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v3/orders/:order_id/transactions',
    scopes: scopes.transactions,
    query: [],
    handle: listTransactions,
  },
];

function listTransactions(call: ApiCall): Answer {
  const order = requireOrder(call);
  // Nothing was paid, so there is nothing: 204, as V2 has it.
  if ([0, 7].includes(order.statusId)) return noContent();
  const { total } = orderFigures(order, call.state.world.coin);
  const transaction = (id: number, event: string, amount: number, at: number) => ({
    id,
    // A string, unlike everywhere else.
    order_id: String(order.id),
    event,
    method: order.paymentMethod === 'Cash' ? 'offline' : 'credit_card',
    amount: moneyToNumber(amount),
    currency: order.currency,
    gateway: order.paymentMethod === 'Cash' ? 'cod' : 'authorizenet',
    gateway_transaction_id: `gw-${id}`,
    date_created: isoZ(at),
    test: false,
    status: 'ok',
    fraud_review: false,
    reference_transaction_id: event === 'refund' ? order.id * 10 : 0,
  });
  const transactions = [
    transaction(order.id * 10, 'purchase', total.incTax, order.createdAt),
    ...order.refunds.map((one) =>
      transaction(one.id * 10 + 1, 'refund', refundFigures(one).amount, one.createdAt),
    ),
  ];
  return ok({
    data: transactions,
    meta: {
      pagination: {
        total: transactions.length,
        count: transactions.length,
        per_page: 50,
        current_page: 1,
        total_pages: 1,
        links: { current: '?page=1&limit=50' },
      },
    },
  });
}
