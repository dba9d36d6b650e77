import type { ParkedReason, RecordWarning, SkippedReason } from '../../../shared/sync.ts';
import type { AiqSale, AiqSaleLine } from '../../aiq/types.ts';
import type { BcOrder, BcRefund } from '../../bigcommerce/types.ts';
import { contentHash } from './content-hash.ts';
import { countOrder, type CountedOrder } from './counted-amounts.ts';
import { countRefunds, type CountedRefund } from './counted-refunds.ts';
import { formatMoney, zero, type Money } from './money.ts';
import { orderToLocation } from './order-location.ts';
import { readOrder } from './order-readable.ts';
import { orderToBuyer, personToMember, type Person } from './person.ts';
import { otherLine, refundedLine, soldLine } from './sale-lines.ts';
import { isShortened } from './text.ts';
import type { Held, Mapped, MappedOrder, MappingContext } from './types.ts';

/** BigCommerce order statuses that are not the merchant's to choose. */
const incomplete = 0;
const refunded = 4;
const partiallyRefunded = 14;

/**
 * An order and its refunds as AIQ's sales (https://help.aiq.com/en/articles/14187982-core-integration): one sale for
 * the order, one with negative quantities and total for each refund. The sum of all is what counts of what the shopper
 * has paid and not got back (see counted-amounts.ts, counted-refunds.ts).
 *
 * Whether the order counts: the merchant's list of statuses; Incomplete never; Refunded and Partially Refunded always,
 * as the refunds themselves say what is left, but a Refunded order without any refund on record counts as nothing. An
 * archived order keeps its status and goes on counting by it. The start of history keeps out only what AIQ does not
 * hold: a sale that was sent is kept current for ever. A refund that cannot be read is parked alone.
 * @param refunds all refunds of the order; those of other orders are ignored
 * @param buyer as `orderToBuyer` gives it, for callers who have asked already
 */
export function orderToSales(
  order: BcOrder,
  refunds: readonly BcRefund[],
  context: MappingContext,
  held: Held,
  buyer: Person | null = orderToBuyer(order, context.storeHash, context.countryCode, context.hasher),
): MappedOrder {
  const all = refundsOf(order.id, refunds);
  const own = all.filter((refund) => refund.unreadable === null);
  const mapped = mapReadable(order, own, all.length > 0, context, held, buyer);
  const unreadable = all.flatMap((refund) => {
    const detail = refund.unreadable;
    if (detail === null) return [];
    return [{ refund, mapped: { decision: 'park', reason: 'unreadable', detail, buyer: null } as const }];
  });
  return {
    order: mapped.order,
    refunds: [...mapped.refunds, ...unreadable].sort((a, b) => a.refund.id - b.refund.id),
  };
}

function mapReadable(
  order: BcOrder,
  own: readonly BcRefund[],
  hasRefunds: boolean,
  context: MappingContext,
  held: Held,
  buyer: Person | null,
): MappedOrder {
  const reading = readOrder(order, own);
  if (reading.unreadable) return parkAll(own, 'unreadable', reading.detail, null);
  const frame = readFrame(order, context, buyer);
  const counted = countOrder(order, context.options.amountBasis);
  const countedRefunds = countRefunds(order, counted, own, context.options.amountBasis);
  const skipped = whyNotCounted(order, hasRefunds, counted, context, held.order, frame.buyer);
  if (skipped !== null && !held.order && held.refunds.size === 0) return skipAll(own, skipped, frame.buyer);
  if (frame.location === null) {
    const detail = `Channel ${order.channelId} is matched to no AIQ store.`;
    return parkAll(own, 'channel-unmapped', detail, frame.buyer);
  }
  const place = { ...frame, location: frame.location };
  return {
    order: mapOrder(order, counted, place, context, held.order, skipped),
    refunds: countedRefunds.map((one) => ({
      refund: one.refund,
      mapped: mapRefund(order, one, place, context, held.refunds.has(one.refund.id), skipped),
    })),
  };
}

/** A refund whose order BigCommerce does not give: it is named, and goes out when the order turns up. */
export function refundWithoutOrder(refund: BcRefund): Mapped<AiqSale> {
  const detail = `BigCommerce does not give order ${refund.orderId}.`;
  return { decision: 'park', reason: 'refund-without-order', detail, buyer: null };
}

/** By ascending id, each once: a list that grows while it is paged through repeats some. */
function refundsOf(orderId: number, refunds: readonly BcRefund[]): BcRefund[] {
  const own = refunds.filter((refund) => refund.orderId === orderId);
  return [...new Map(own.map((refund) => [refund.id, refund])).values()].sort((a, b) => a.id - b.id);
}

interface Frame {
  buyer: Person | null;
  location: string | null;
  warnings: RecordWarning[];
}
type Place = Frame & { location: string };

function readFrame(order: BcOrder, context: MappingContext, buyer: Person | null): Frame {
  const warnings = [...(buyer?.warnings ?? [])];
  if (context.currency !== '' && order.currency !== context.currency) warnings.push('currency-differs');
  if (order.lines.some((line) => isShortened(line.name))) warnings.push('text-shortened');
  return { buyer, location: orderToLocation(order, context.mapping), warnings };
}

function whyNotCounted(
  order: BcOrder,
  hasRefunds: boolean,
  counted: CountedOrder,
  context: MappingContext,
  held: boolean,
  buyer: Person | null,
): SkippedReason | null {
  const { historyStart, options } = context;
  if (!held && historyStart !== null && order.createdAt < historyStart) return 'before-history-start';
  if (order.statusId === incomplete) return 'incomplete-order';
  if (order.statusId === refunded && !hasRefunds) return 'nothing-to-count';
  const byRefunds = order.statusId === refunded || order.statusId === partiallyRefunded;
  if (!byRefunds && !options.countedStatuses.includes(order.statusId)) return 'status-does-not-count';
  if (order.customerId === 0 && options.guestOrders === 'skip') return 'guest-orders-off';
  if (buyer === null) return 'guest-without-contact';
  return counted.lines.length === 0 && counted.total.isZero() ? 'nothing-to-count' : null;
}

function mapOrder(
  order: BcOrder,
  counted: CountedOrder,
  place: Place,
  context: MappingContext,
  held: boolean,
  skipped: SkippedReason | null,
): Mapped<AiqSale> {
  if (skipped !== null && !held) return skip(skipped, null, place.buyer);
  const inclusive = context.options.amountBasis === 'order-total';
  const lines = counted.lines.map((one) =>
    soldLine(one, inclusive ? one.line.priceIncTax : one.line.priceExTax, context),
  );
  if (!counted.other.isZero())
    lines.push(otherLine('other-charges', 'Shipping and other charges', counted.other));
  const sale = buildSale(
    `bc-${context.storeHash}-${order.id}`,
    order.createdAt,
    { lines, total: counted.total },
    place,
    context,
  );
  return send(sale, order.currency, place, skipped !== null);
}

function mapRefund(
  order: BcOrder,
  { refund, lines, other, total }: CountedRefund,
  place: Place,
  context: MappingContext,
  held: boolean,
  orderSkipped: SkippedReason | null,
): Mapped<AiqSale> {
  const nothing = lines.length === 0 && total.isZero();
  if (!held && orderSkipped !== null) return skip('order-not-sent', null, place.buyer);
  if (!held && nothing) return skip('nothing-to-count', null, place.buyer);
  const saleLines = lines.map((line) => refundedLine(line, context));
  if (!other.isZero()) saleLines.push(otherLine('refunded-amount', 'Refunded amount', other.negated()));
  const sale = buildSale(
    `bc-${context.storeHash}-${order.id}-refund-${refund.id}`,
    refund.createdAt,
    { lines: saleLines, total: total.negated() },
    place,
    context,
  );
  return send(sale, order.currency, place, orderSkipped !== null || nothing);
}

function buildSale(
  posId: string,
  date: Date,
  content: { lines: AiqSaleLine[]; total: Money },
  place: Place,
  context: MappingContext,
): AiqSale {
  const { buyer } = place;
  return {
    // A sale that is taken back after its guest's contact details were removed still needs a person.
    posUser: buyer?.srcId ?? `bc-${context.storeHash}-guest-unknown`,
    ...(buyer === null ? {} : { member: personToMember(buyer) }),
    posId,
    posType: 'Online',
    transactionDate: date,
    transactionTotal: formatMoney(content.total),
    location: place.location,
    lines: content.lines,
  };
}

function send(sale: AiqSale, currency: string, place: Place, reversed: boolean): Mapped<AiqSale> {
  const payload = reversed ? emptied(sale) : sale;
  return {
    decision: 'send',
    reason: reversed ? 'reversed' : 'accepted',
    payload,
    hash: contentHash(payload),
    amount: payload.transactionTotal,
    currency,
    warnings: [...new Set(place.warnings)],
    buyer: place.buyer,
  };
}

/** The same sale as if nothing had been bought: AIQ has no call that takes a sale back. */
function emptied(sale: AiqSale): AiqSale {
  const none = formatMoney(zero);
  return {
    ...sale,
    transactionTotal: none,
    lines: sale.lines.map((line) => ({ ...line, quantity: 0, discount: none })),
  };
}

function skip(reason: SkippedReason, detail: string | null, buyer: Person | null): Mapped<AiqSale> {
  return { decision: 'skip', reason, detail, buyer };
}

function skipAll(refunds: readonly BcRefund[], reason: SkippedReason, buyer: Person | null): MappedOrder {
  return {
    order: skip(reason, null, buyer),
    refunds: refunds.map((refund) => ({ refund, mapped: skip('order-not-sent', null, buyer) })),
  };
}

/** What is in the way of an order is in the way of its refunds. */
function parkAll(
  refunds: readonly BcRefund[],
  reason: ParkedReason,
  detail: string | null,
  buyer: Person | null,
): MappedOrder {
  const parked = { decision: 'park', reason, detail, buyer } as const;
  return { order: parked, refunds: refunds.map((refund) => ({ refund, mapped: parked })) };
}
