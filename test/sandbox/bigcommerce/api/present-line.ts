import type { Order, OrderLine } from '../data/model.ts';
import { moneyToText } from '../data/money.ts';
import { lineFigures, refundedPieces } from '../data/order-math.ts';
import type { ApiCall } from './call.ts';

/* https://developer.bigcommerce.com/docs/rest-management/orders/order-products */

export function link(call: ApiCall, path: string): { url: string; resource: string } {
  return { url: `${call.storeUrl}/v2${path}`, resource: path };
}

export function presentLine(call: ApiCall, order: Order, line: OrderLine): Record<string, unknown> {
  const { piece, total, paid } = lineFigures(line, order.taxInclusive, call.state.world.coin);
  const refunded = refundedPieces(order, line.id);
  const entered = (part: { exTax: number; incTax: number }) =>
    moneyToText(order.taxInclusive ? part.incTax : part.exTax);
  const isGift = line.type === 'giftcertificate';
  return {
    id: line.id,
    order_id: order.id,
    product_id: line.productId,
    // Left out of the JSON for custom items; one shape for all lines is a third cheaper than a spread.
    variant_id: line.variantId ?? undefined,
    order_pickup_method_id: line.pickupId,
    order_address_id: line.addressId,
    name: line.name,
    name_customer: line.name,
    name_merchant: line.name,
    sku: line.sku,
    upc: '',
    type: line.type,
    base_price: entered(piece),
    price_ex_tax: moneyToText(piece.exTax),
    price_inc_tax: moneyToText(piece.incTax),
    price_tax: moneyToText(piece.tax),
    base_total: entered(total),
    total_ex_tax: moneyToText(total.exTax),
    total_inc_tax: moneyToText(total.incTax),
    total_tax: moneyToText(total.tax),
    weight: line.type === 'physical' ? '1.0000' : '0.0000',
    width: '0.0000',
    height: '0.0000',
    depth: '0.0000',
    quantity: line.quantity,
    base_cost_price: '0.0000',
    cost_price_inc_tax: '0.0000',
    cost_price_ex_tax: '0.0000',
    cost_price_tax: '0.0000',
    is_refunded: refunded >= line.quantity,
    quantity_refunded: refunded,
    // Documented as always 0; the refunds tell.
    refund_amount: '0.0000',
    return_id: 0,
    wrapping_id: 0,
    wrapping_name: '',
    base_wrapping_cost: '0.0000',
    wrapping_cost_ex_tax: '0.0000',
    wrapping_cost_inc_tax: '0.0000',
    wrapping_cost_tax: '0.0000',
    wrapping_message: '',
    quantity_shipped: line.quantityShipped,
    event_name: null,
    event_date: null,
    fixed_shipping_cost: '0.0000',
    ebay_item_id: '',
    ebay_transaction_id: '',
    option_set_id: null,
    parent_order_product_id: null,
    is_bundled_product: false,
    bin_picking_number: '',
    external_id: null,
    brand: line.brand,
    gift_certificate_id: isGift ? line.id : null,
    applied_discounts: line.discounts.map(({ id, amount, name, code, target }) => ({
      id,
      amount: moneyToText(amount),
      name,
      code,
      target,
    })),
    product_options: (line.options ?? []).map(({ name, value }, place) => ({
      id: line.id * 100 + place,
      option_id: place + 1,
      order_product_id: line.id,
      product_option_id: place + 1,
      display_name: name,
      display_name_customer: name,
      display_name_merchant: name,
      display_value: value,
      display_value_customer: value,
      display_value_merchant: value,
      value,
      type: 'Text field',
      name,
      display_style: '',
    })),
    configurable_fields: [],
    discounted_total_inc_tax: moneyToText(paid),
  };
}

export function lineLink(call: ApiCall, order: Order, line: OrderLine): { url: string; resource: string } {
  return link(call, `/orders/${order.id}/products/${line.id}`);
}
