import type { Order, OrderLine, Refund, RefundItem } from './model.ts';
import { portion } from './money.ts';

/** The figures of something that costs money, in ten-thousandths. */
export interface Figures {
  exTax: number;
  incTax: number;
  tax: number;
}

/** A price as entered, with both figures. */
export function taxed(price: number, taxRate: number, taxInclusive: boolean, coin: number): Figures {
  if (taxInclusive) {
    const tax = portion(price, taxRate, 10_000 + taxRate, coin);
    return { exTax: price - tax, incTax: price, tax };
  }
  const tax = portion(price, taxRate, 10_000, coin);
  return { exTax: price, incTax: price + tax, tax };
}

export interface LineFigures {
  piece: Figures;
  /** Before discounts; without tax included, the tax is already that of the discounted price. */
  total: Figures;
  discount: number;
  /** What the shopper paid for the line. */
  paid: number;
  /** The tax in what was paid. */
  paidTax: number;
}

/**
 * BigCommerce's figures of an order line. In stores that enter prices without tax, tax is charged on what is left
 * after discounts and is part of `total_inc_tax`; `discounted_total_inc_tax` is that less the discounts.
 */
export function lineFigures(line: OrderLine, taxInclusive: boolean, coin: number): LineFigures {
  const whole = line.unitPrice * line.quantity;
  const discount = line.discounts.reduce((sum, { amount }) => sum + amount, 0);
  const piece = taxed(line.unitPrice, line.taxRate, taxInclusive, coin);
  if (taxInclusive) {
    const total = taxed(whole, line.taxRate, true, coin);
    const paid = whole - discount;
    return { piece, total, discount, paid, paidTax: taxed(paid, line.taxRate, true, coin).tax };
  }
  const { tax } = taxed(whole - discount, line.taxRate, false, coin);
  const total = { exTax: whole, incTax: whole + tax, tax };
  return { piece, total, discount, paid: whole + tax - discount, paidTax: tax };
}

export interface OrderFigures {
  subtotal: Figures;
  shipping: Figures;
  handling: Figures;
  fees: Figures;
  couponDiscount: number;
  otherDiscount: number;
  total: Figures;
  itemsTotal: number;
  itemsShipped: number;
  refunded: number;
}

/** All totals of an order; they add up exactly. */
export function orderFigures(order: Order, coin: number): OrderFigures {
  const { taxInclusive } = order;
  const subtotal = nothing();
  const paidTax = nothing();
  let couponDiscount = 0;
  let otherDiscount = 0;
  let itemsTotal = 0;
  let itemsShipped = 0;
  for (const line of order.lines) {
    const figures = lineFigures(line, taxInclusive, coin);
    add(subtotal, figures.total);
    paidTax.tax += figures.paidTax;
    for (const { amount, code } of line.discounts) {
      if (code === null) otherDiscount += amount;
      else couponDiscount += amount;
    }
    itemsTotal += line.quantity;
    itemsShipped += line.quantityShipped;
  }
  const shipping = nothing();
  const handling = nothing();
  for (const address of order.addresses) {
    add(shipping, taxed(address.cost, address.taxRate, taxInclusive, coin));
    add(handling, taxed(address.handling, address.taxRate, taxInclusive, coin));
  }
  const fees = nothing();
  for (const fee of order.fees) add(fees, taxed(fee.cost, fee.taxRate, taxInclusive, coin));
  const discount = couponDiscount + otherDiscount;
  const tax = paidTax.tax + shipping.tax + handling.tax + fees.tax;
  const entered = (figures: Figures) => (taxInclusive ? figures.incTax : figures.exTax);
  const exact = entered(subtotal) - discount + entered(shipping) + entered(handling) + entered(fees);
  const total = taxInclusive
    ? { incTax: exact, exTax: exact - tax, tax }
    : { exTax: exact, incTax: exact + tax, tax };
  const refunded = order.refunds.reduce((sum, refund) => sum + refundFigures(refund).amount, 0);
  return {
    subtotal,
    shipping,
    handling,
    fees,
    couponDiscount,
    otherDiscount,
    total,
    itemsTotal,
    itemsShipped,
    refunded,
  };
}

export function refundFigures(refund: Refund): { amount: number; tax: number } {
  return refund.items.reduce((sum, item) => ({ amount: sum.amount + item.amount, tax: sum.tax + item.tax }), {
    amount: 0,
    tax: 0,
  });
}

/** Pieces of a line that were refunded. */
export function refundedPieces(order: Order, lineId: number): number {
  return refundedOf(order, 'PRODUCT', lineId).reduce((sum, item) => sum + item.quantity, 0);
}

function refundedOf(order: Order, type: RefundItem['type'], itemId: number): RefundItem[] {
  return order.refunds.flatMap((refund) =>
    refund.items.filter((item) => item.type === type && item.itemId === itemId),
  );
}

/** What may be refunded; the words are those of the API's request. */
export type RefundWish =
  | { type: 'PRODUCT'; itemId: number; quantity: number }
  | { type: 'SHIPPING' | 'HANDLING' | 'ORDER' | 'FEE'; itemId: number; amount: number };

/** A wish for more than is left, or for something that is not in the order. */
export class RefundRefusal extends Error {
  override readonly name = 'RefundRefusal';
}

/**
 * Works out what each wish gives back. The pieces of a line are worth their share of what was paid, in coins, so that
 * all pieces together give back exactly the line. Amounts of the order carry no tax.
 */
export function computeRefund(order: Order, wishes: readonly RefundWish[], coin: number): RefundItem[] {
  const items: RefundItem[] = [];
  const draft: Refund = { id: 0, orderId: order.id, createdAt: 0, reason: '', items };
  const withDraft: Order = { ...order, refunds: [...order.refunds, draft] };
  for (const wish of wishes) {
    items.push(
      wish.type === 'PRODUCT' ? refundOfPieces(withDraft, wish, coin) : refundOfAmount(withDraft, wish, coin),
    );
  }
  if (orderFigures(withDraft, coin).refunded > orderFigures(order, coin).total.incTax) {
    throw new RefundRefusal('The refund is more than is left of the order.');
  }
  return items;
}

function refundOfPieces(order: Order, wish: { itemId: number; quantity: number }, coin: number): RefundItem {
  const line = order.lines.find(({ id }) => id === wish.itemId);
  if (!line) throw new RefundRefusal(`The order has no product ${wish.itemId}.`);
  const before = refundedPieces(order, line.id);
  const after = before + wish.quantity;
  if (!Number.isInteger(wish.quantity) || wish.quantity < 1 || after > line.quantity) {
    throw new RefundRefusal(
      `Product ${wish.itemId} has only ${line.quantity - before} pieces left to refund.`,
    );
  }
  const { paid, paidTax } = lineFigures(line, order.taxInclusive, coin);
  const upTo = (whole: number, pieces: number) =>
    pieces === line.quantity ? whole : portion(whole, pieces, line.quantity, coin);
  return {
    type: 'PRODUCT',
    itemId: line.id,
    quantity: wish.quantity,
    amount: upTo(paid, after) - upTo(paid, before),
    tax: upTo(paidTax, after) - upTo(paidTax, before),
  };
}

function refundOfAmount(
  order: Order,
  wish: { type: 'SHIPPING' | 'HANDLING' | 'ORDER' | 'FEE'; itemId: number; amount: number },
  coin: number,
): RefundItem {
  const { type, itemId, amount } = wish;
  if (amount <= 0) throw new RefundRefusal('The amount must be more than nothing.');
  if (type === 'ORDER') {
    if (itemId !== order.id) throw new RefundRefusal(`${itemId} is not this order.`);
    return { type, itemId, quantity: 0, amount, tax: 0 };
  }
  const part = chargedFor(order, type, itemId, coin);
  if (!part) throw new RefundRefusal(`The order has no ${type.toLowerCase()} ${itemId}.`);
  const given = refundedOf(order, type, itemId).reduce((sum, item) => sum + item.amount, 0);
  if (given + amount > part.incTax) throw new RefundRefusal(`Less ${type.toLowerCase()} than that is left.`);
  const tax =
    portion(part.tax, given + amount, part.incTax, coin) - portion(part.tax, given, part.incTax, coin);
  return { type, itemId, quantity: 0, amount, tax };
}

function chargedFor(
  order: Order,
  type: 'SHIPPING' | 'HANDLING' | 'FEE',
  itemId: number,
  coin: number,
): Figures | undefined {
  if (type === 'FEE') {
    const fee = order.fees.find(({ id }) => id === itemId);
    return fee && taxed(fee.cost, fee.taxRate, order.taxInclusive, coin);
  }
  const address = order.addresses.find(({ id }) => id === itemId);
  if (!address) return undefined;
  const cost = type === 'SHIPPING' ? address.cost : address.handling;
  return taxed(cost, address.taxRate, order.taxInclusive, coin);
}

/** Everything that is left of an order, as wishes. */
export function wishesForAllLeft(order: Order, coin: number): RefundWish[] {
  const figures = orderFigures(order, coin);
  const left = figures.total.incTax - figures.refunded;
  const byAmount = order.refunds.some((refund) => refund.items.some(({ type }) => type === 'ORDER'));
  if (byAmount) return left > 0 ? [{ type: 'ORDER', itemId: order.id, amount: left }] : [];
  const wishes: RefundWish[] = order.lines
    .map((line) => ({ line, quantity: line.quantity - refundedPieces(order, line.id) }))
    .filter(({ quantity }) => quantity > 0)
    .map(({ line, quantity }) => ({ type: 'PRODUCT', itemId: line.id, quantity }));
  const addPart = (type: 'SHIPPING' | 'HANDLING' | 'FEE', itemId: number) => {
    const charged = chargedFor(order, type, itemId, coin)?.incTax ?? 0;
    const given = refundedOf(order, type, itemId).reduce((sum, item) => sum + item.amount, 0);
    if (charged > given) wishes.push({ type, itemId, amount: charged - given });
  };
  for (const { id } of order.addresses) {
    addPart('SHIPPING', id);
    addPart('HANDLING', id);
  }
  for (const { id } of order.fees) addPart('FEE', id);
  return wishes;
}

function nothing(): Figures {
  return { exTax: 0, incTax: 0, tax: 0 };
}

function add(sum: Figures, more: Figures): void {
  sum.exTax += more.exTax;
  sum.incTax += more.incTax;
  sum.tax += more.tax;
}
