import type { Options } from '../../../shared/settings.ts';
import type { BcOrder, BcOrderLine, BcRefund, BcRefundItem } from '../../bigcommerce/types.ts';
import { paidForLine, type CountedLine, type CountedOrder } from './counted-amounts.ts';
import { atLeast, atMost, money, rounded, share, splitByWeight, sum, zero, type Money } from './money.ts';

/** Pieces of one order line that came back. */
export interface RefundedLine {
  line: BcOrderLine;
  /** At least 1; an amount given back on a line without pieces counts as one. */
  quantity: number;
  /** What no longer counts, not negative. */
  amount: Money;
}

export interface CountedRefund {
  refund: BcRefund;
  lines: RefundedLine[];
  /** What no longer counts besides the lines: an amount of the order, shipping under `order-total`, what rounding left. */
  other: Money;
  /** Exactly the sum of the lines and the rest. */
  total: Money;
}

/**
 * What each refund takes from what the order counts.
 *
 * `order-total`: the refund's `total_amount`. `items`: of a line, the part of its net that was refunded of what was
 * paid for it; of an amount of the order, the same part of the order's net as of its total; of shipping, handling,
 * wrapping, fees and tax nothing. All parts are differences of rounded running totals, so that rounding never adds up.
 *
 * The refund that completes the order's `total_inc_tax` takes all that is left: an order refunded in full sums to
 * exactly 0. No refund takes more than is left: the sum is never below 0.
 *
 * https://developer.bigcommerce.com/docs/rest-management/orders/order-refunds
 * @param refunds all of the order, by ascending id: each sees those before it
 */
export function countRefunds(
  order: BcOrder,
  counted: CountedOrder,
  refunds: readonly BcRefund[],
  basis: Options['amountBasis'],
): CountedRefund[] {
  const paidInAll = money(order.totalIncTax);
  const ledger = startLedger(counted, paidInAll);
  let left = counted.total;
  let refunded = zero;
  return refunds.map((refund) => {
    const amount = atLeast(money(refund.totalAmount), zero);
    refunded = refunded.plus(amount);
    const completes = paidInAll.gt(0) && refunded.gte(paidInAll);
    const pieces = readPieces(order, refund.items, amount, counted);
    const entries = basis === 'items' ? ledger.countItems(pieces) : countAsPaid(pieces);
    const wanted = basis === 'items' ? sum(entries.amounts) : rounded(amount);
    const total = completes ? left : atMost(wanted, left);
    left = left.minus(total);
    return settle(refund, entries, total);
  });
}

/** Pieces are refunded at prices rounded to the cent: what is missing within it is rounding, not money kept. */
const centPerPiece = money('0.01');

/** A piece of a refund: of a line, of the order as a whole, or of something that is no item. */
interface Piece {
  of: CountedLine | 'order' | 'no-item';
  quantity: number;
  /** Tax included. */
  paid: Money;
}

interface Entries {
  lines: { line: BcOrderLine; quantity: number }[];
  /** One per line, then one for everything else. */
  amounts: Money[];
}

/**
 * The refund's `total_amount` over its items: what went back to the shopper, whether or not the items' own amounts
 * carry the tax and whatever the merchant overrode. What items with an amount of their own leave goes to those
 * without, which are pieces of lines as a rule, by what was paid for these pieces.
 */
function readPieces(order: BcOrder, items: BcRefundItem[], total: Money, counted: CountedOrder): Piece[] {
  const pieces = items.map((item) => readPiece(item, counted));
  const told = items.filter((item) => item.requestedAmount !== null).map(toldAmount);
  const untold = items.map((item) => (item.requestedAmount === null ? paidForPieces(order, item) : zero));
  const rest = total.minus(sum(told));
  if (rest.gt(0) && sum(untold).gt(0)) {
    const parts = splitByWeight(rest, untold);
    return pieces.map((piece, index) => ({ ...piece, paid: piece.paid.plus(parts[index] ?? zero) }));
  }
  const requested = sum(told);
  if (requested.lte(0)) return [...pieces, { of: 'order', quantity: 0, paid: total }];
  return pieces.map((piece) => ({ ...piece, paid: total.times(piece.paid).div(requested) }));
}

function readPiece(item: BcRefundItem, counted: CountedOrder): Piece {
  const piece = { quantity: item.quantity, paid: toldAmount(item) };
  if (item.type === 'ORDER') return { of: 'order', ...piece };
  if (item.type !== 'PRODUCT') return { of: 'no-item', ...piece };
  // A line that does not count (a gift certificate, one that an edit removed) was never part of the sale.
  return { of: counted.lines.find(({ line }) => line.id === item.itemId) ?? 'no-item', ...piece };
}

function toldAmount(item: BcRefundItem): Money {
  return atLeast(money(item.requestedAmount ?? '0'), zero);
}

/** What was paid for the pieces of a line, counted or not, that came back; 0 for everything else. */
function paidForPieces(order: BcOrder, item: BcRefundItem): Money {
  const line = item.type === 'PRODUCT' ? order.lines.find(({ id }) => id === item.itemId) : undefined;
  if (line === undefined || line.quantity <= 0) return zero;
  return paidForLine(line, order.taxInclusive).times(item.quantity).div(line.quantity);
}

/** Under `order-total` every piece counts as what was paid back. */
function countAsPaid(pieces: Piece[]): Entries {
  const ofLines = linesOf(pieces);
  const others = pieces.filter((piece) => typeof piece.of === 'string');
  return {
    lines: ofLines.map(({ counted, quantity }) => ({ line: counted.line, quantity })),
    amounts: [...ofLines.map(({ paid }) => rounded(paid)), rounded(sum(others.map(({ paid }) => paid)))],
  };
}

/** Running totals over an order's refunds under `items`. */
function startLedger(order: CountedOrder, paidInAll: Money) {
  const byLine = new Map<number, { paid: Money; quantity: number; counted: Money }>();
  let ofOrder = { paid: zero, counted: zero };

  function countLine({ counted, quantity, paid }: LinePiece): Money {
    const before = byLine.get(counted.line.id) ?? { paid: zero, quantity: 0, counted: zero };
    const now = { paid: before.paid.plus(paid), quantity: before.quantity + quantity };
    const missing = counted.paid.minus(now.paid);
    const allBack =
      now.quantity >= counted.line.quantity && missing.lte(centPerPiece.times(counted.line.quantity));
    const total = allBack || missing.lte(0) ? counted.net : share(counted.net, now.paid, counted.paid);
    byLine.set(counted.line.id, { ...now, counted: total });
    return total.minus(before.counted);
  }

  function countOfOrder(paid: Money): Money {
    const now = ofOrder.paid.plus(paid);
    const total = atMost(share(order.total, now, paidInAll), order.total);
    const added = total.minus(ofOrder.counted);
    ofOrder = { paid: now, counted: total };
    return added;
  }

  return {
    countItems(pieces: Piece[]): Entries {
      const ofLines = linesOf(pieces);
      const ofWhole = pieces.filter((piece) => piece.of === 'order');
      return {
        lines: ofLines.map(({ counted, quantity }) => ({ line: counted.line, quantity })),
        amounts: [...ofLines.map(countLine), countOfOrder(sum(ofWhole.map(({ paid }) => paid)))],
      };
    },
  };
}

interface LinePiece {
  counted: CountedLine;
  quantity: number;
  paid: Money;
}

/** One entry per line: BigCommerce may name a line twice in one refund. */
function linesOf(pieces: Piece[]): LinePiece[] {
  const byLine = new Map<number, LinePiece>();
  for (const { of, quantity, paid } of pieces) {
    if (typeof of === 'string') continue;
    const known = byLine.get(of.line.id) ?? { counted: of, quantity: 0, paid: zero };
    byLine.set(of.line.id, {
      counted: of,
      quantity: known.quantity + quantity,
      paid: known.paid.plus(paid),
    });
  }
  return [...byLine.values()];
}

/** The refund at exactly this total: what is too much is taken from all in proportion, what is missing is `other`. */
function settle(refund: BcRefund, { lines, amounts }: Entries, total: Money): CountedRefund {
  const wanted = sum(amounts);
  const fitted = wanted.gt(total) ? splitByWeight(total, amounts) : amounts;
  const refundedLines = lines.map(({ line, quantity }, index) => ({
    line,
    quantity: Math.max(1, quantity),
    amount: fitted[index] ?? zero,
  }));
  return {
    refund,
    lines: refundedLines,
    other: total.minus(sum(refundedLines.map(({ amount }) => amount))),
    total,
  };
}
