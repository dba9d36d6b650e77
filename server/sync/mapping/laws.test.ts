import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountBases } from '../../../shared/settings.ts';
import { saleToPayload } from '../../aiq/payloads.ts';
import type { AiqSale } from '../../aiq/types.ts';
import type { BcOrder, BcOrderLine, BcRefund, BcRefundItem } from '../../bigcommerce/types.ts';
import { contentHash } from './content-hash.ts';
import { buildContext, buildLine, buildOrder, buildRefund, heldNothing } from './fixtures.ts';
import { orderToSales } from './order-to-sales.ts';
import type { MappedOrder } from './types.ts';

/** A line in cents as a shop computes it, in a store with either kind of prices. */
interface Bought {
  cents: number;
  quantity: number;
  discount: number;
  taxPercent: number;
}

const bought: fc.Arbitrary<Bought> = fc
  .record({
    cents: fc.integer({ min: 0, max: 99_999 }),
    quantity: fc.integer({ min: 1, max: 40 }),
    discountPercent: fc.integer({ min: 0, max: 100 }),
    taxPercent: fc.constantFrom(0, 7, 8.25, 19, 25),
  })
  .map(({ cents, quantity, discountPercent, taxPercent }) => ({
    cents,
    quantity,
    discount: Math.floor((cents * quantity * discountPercent) / 100),
    taxPercent,
  }));

const text = (cents: Decimal | number) => new Decimal(cents).div(100).toFixed(4);

function toLine(
  { cents, quantity, discount, taxPercent }: Bought,
  id: number,
  inclusive: boolean,
): BcOrderLine {
  const rate = new Decimal(taxPercent).div(100).plus(1);
  const entered = new Decimal(cents).times(quantity);
  const [exTax, incTax] = inclusive
    ? [entered.div(rate).round(), entered]
    : [entered, entered.times(rate).round()];
  const paid = inclusive ? entered.minus(discount) : entered.minus(discount).times(rate).round();
  return buildLine({
    id,
    quantity,
    priceExTax: text(exTax.div(quantity)),
    priceIncTax: text(incTax.div(quantity)),
    totalExTax: text(exTax),
    totalIncTax: text(incTax),
    discountedTotalIncTax: text(paid),
    appliedDiscounts: discount === 0 ? [] : [{ id: 'coupon', amount: text(discount), target: 'order' }],
  });
}

const orders: fc.Arbitrary<BcOrder> = fc
  .record({
    lines: fc.array(bought, { minLength: 1, maxLength: 6 }),
    inclusive: fc.boolean(),
    shipping: fc.integer({ min: 0, max: 5000 }),
  })
  .map(({ lines: pieces, inclusive, shipping }) => {
    const lines = pieces.map((piece, index) => toLine(piece, index + 1, inclusive));
    const paid = sumOf(lines.map((line) => line.discountedTotalIncTax ?? '0')).plus(
      new Decimal(shipping).div(100),
    );
    return buildOrder({
      taxInclusive: inclusive,
      lines,
      totalExTax: sumOf(lines.map((line) => line.totalExTax))
        .plus(shipping)
        .toFixed(4),
      totalIncTax: paid.toFixed(4),
      statusId: 14,
    });
  });

/** Refunds of random pieces, of shipping and of amounts, never more than was paid, in any order of ids. */
const refundPlans = fc.array(
  fc.record({
    type: fc.constantFrom('PRODUCT', 'ORDER', 'SHIPPING'),
    line: fc.nat(),
    quantity: fc.integer({ min: 1, max: 10 }),
    percent: fc.integer({ min: 1, max: 100 }),
  }),
  { maxLength: 6 },
);

type Plan = typeof refundPlans extends fc.Arbitrary<infer P> ? P : never;

function toRefunds(order: BcOrder, plans: Plan): BcRefund[] {
  let left = new Decimal(order.totalIncTax);
  return plans.map((plan, index) => {
    const line = order.lines[plan.line % order.lines.length] ?? buildLine();
    const quantity = Math.min(plan.quantity, line.quantity);
    const wanted =
      plan.type === 'PRODUCT'
        ? new Decimal(line.discountedTotalIncTax ?? '0').times(quantity).div(line.quantity)
        : left.times(plan.percent).div(100);
    const amount = Decimal.min(wanted.toDecimalPlaces(2), left);
    left = left.minus(amount);
    const item: BcRefundItem = {
      type: plan.type,
      itemId: line.id,
      quantity,
      requestedAmount: amount.toFixed(2),
    };
    return buildRefund({ id: 100 - index * 7, totalAmount: amount.toFixed(2), items: [item] });
  });
}

function sumOf(amounts: string[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0));
}

function salesOf(mapped: MappedOrder): AiqSale[] {
  return [mapped.order, ...mapped.refunds.map((one) => one.mapped)].flatMap((one) =>
    one.decision === 'send' ? [one.payload] : [],
  );
}

function netOf(mapped: MappedOrder): Decimal {
  return sumOf(salesOf(mapped).map((sale) => sale.transactionTotal));
}

// Hundreds of random orders each, on machines that may be busy.
describe('laws of sales and refunds', { timeout: 60_000 }, () => {
  const cases = fc.record({ order: orders, plans: refundPlans, basis: fc.constantFrom(...amountBases) });

  function map(order: BcOrder, refunds: BcRefund[], basis: (typeof amountBases)[number]) {
    return orderToSales(order, refunds, buildContext({}, { amountBasis: basis }), heldNothing);
  }

  it('the lines of every sale come exactly to its total', () => {
    fc.assert(
      fc.property(cases, ({ order, plans, basis }) => {
        for (const sale of salesOf(map(order, toRefunds(order, plans), basis))) {
          const lines = sale.lines.map((line) =>
            new Decimal(line.price).times(line.quantity).minus(line.discount),
          );
          expect(sumOf(lines.map(String)).toFixed(4)).toBe(new Decimal(sale.transactionTotal).toFixed(4));
          expect(sale.lines.every((line) => new Decimal(line.discount).gte(0))).toBe(true);
        }
      }),
    );
  });

  it('an order and its refunds sum to what was paid and not given back, when the order total counts', () => {
    fc.assert(
      fc.property(orders, refundPlans, (order, plans) => {
        const refunds = toRefunds(order, plans);
        const kept = new Decimal(order.totalIncTax).minus(sumOf(refunds.map((one) => one.totalAmount)));
        expect(netOf(map(order, refunds, 'order-total')).toFixed(4)).toBe(kept.toFixed(4));
      }),
    );
  });

  it('the items of an order count as their discounted price without tax, to half a cent a line', () => {
    fc.assert(
      fc.property(fc.array(bought, { minLength: 1, maxLength: 6 }), fc.boolean(), (pieces, inclusive) => {
        const lines = pieces.map((piece, index) => toLine(piece, index + 1, inclusive));
        const order = buildOrder({
          lines,
          taxInclusive: inclusive,
          totalExTax: '99999999',
          totalIncTax: '99999999',
        });
        const ideal = pieces.reduce((total, { cents, quantity, discount, taxPercent }) => {
          const entered = new Decimal(cents).times(quantity).minus(discount).div(100);
          return total.plus(inclusive ? entered.div(1 + taxPercent / 100) : entered);
        }, new Decimal(0));
        const off = netOf(map(order, [], 'items'))
          .minus(ideal)
          .abs();
        // Exact before tax; with tax as near as BigCommerce's own rounded figures allow.
        expect(off.lte(inclusive ? 0.0051 * lines.length : 0)).toBe(true);
      }),
    );
  });

  it('an order refunded in full is exactly nothing, in whatever parts', () => {
    fc.assert(
      fc.property(cases, ({ order, plans, basis }) => {
        fc.pre(new Decimal(order.totalIncTax).gt(0));
        const parts = toRefunds(order, plans);
        const rest = new Decimal(order.totalIncTax).minus(sumOf(parts.map((one) => one.totalAmount)));
        const last = buildRefund({
          id: 1,
          totalAmount: rest.toFixed(2),
          items: [{ type: 'ORDER', itemId: order.id, quantity: 0, requestedAmount: rest.toFixed(2) }],
        });
        expect(netOf(map(order, [...parts, last], basis)).toFixed(4)).toBe('0.0000');
      }),
    );
  });

  it('all pieces of all lines refunded leave no items, without the shipping', () => {
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 40 }), (order, atOnce) => {
        const refunds = order.lines.flatMap((line) => {
          const perPiece = new Decimal(line.discountedTotalIncTax ?? '0').div(line.quantity);
          return Array.from({ length: Math.ceil(line.quantity / atOnce) }, (_, index) => {
            const quantity = Math.min(atOnce, line.quantity - index * atOnce);
            const amount = perPiece.times(quantity).toDecimalPlaces(2).toFixed(2);
            return buildRefund({
              id: line.id * 100 + index,
              totalAmount: amount,
              items: [{ type: 'PRODUCT', itemId: line.id, quantity, requestedAmount: amount }],
            });
          });
        });
        expect(netOf(map(order, refunds, 'items')).toFixed(4)).toBe('0.0000');
      }),
    );
  });

  it('the sum is never below nothing, nor above the order, and never depends on the order of the refunds', () => {
    fc.assert(
      fc.property(cases, ({ order, plans, basis }) => {
        const refunds = toRefunds(order, plans);
        const doubled = refunds.map((one) => ({
          ...one,
          totalAmount: new Decimal(one.totalAmount).times(2).toFixed(2),
        }));
        for (const some of [refunds, doubled]) {
          const mapped = map(order, some, basis);
          expect(netOf(mapped).gte(0) && netOf(mapped).lte(netOf(map(order, [], basis)))).toBe(true);
          expect(map(order, some.toReversed(), basis)).toEqual(mapped);
        }
      }),
    );
  });

  it('every amount reaches AIQ as a plain number with the same digits', () => {
    fc.assert(
      fc.property(cases, ({ order, plans, basis }) => {
        for (const sale of salesOf(map(order, toRefunds(order, plans), basis))) {
          const json = JSON.stringify(saleToPayload(sale));
          expect(json).not.toMatch(/NaN|null|:-?\d+(\.\d+)?e/i);
          expect(json).toContain(`"transaction_total":${new Decimal(sale.transactionTotal).toFixed()}`);
        }
      }),
    );
  });

  it('any text whatever is mapped, stays well-formed, and is mapped to itself', () => {
    const context = buildContext();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const [sale] = salesOf(
          orderToSales(buildOrder({ lines: [buildLine({ name })] }), [], context, heldNothing),
        );
        const once = sale?.lines[0]?.name ?? '';
        const [again] = salesOf(
          orderToSales(buildOrder({ lines: [buildLine({ name: once })] }), [], context, heldNothing),
        );
        expect(once.isWellFormed()).toBe(true);
        expect(again?.lines[0]?.name).toBe(once);
      }),
    );
  });
});

describe('the fingerprint of content', () => {
  it('is equal exactly for equal content, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (content, other) => {
        const turned = Object.fromEntries(Object.entries(content).reverse());
        expect(contentHash(turned)).toBe(contentHash(content));
        expect(contentHash({ content: other }) === contentHash({ content })).toBe(
          JSON.stringify(sorted(other)) === JSON.stringify(sorted(content)),
        );
      }),
    );
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)] as const)
    .concat([['an object', null]]);
}
