/** All events by family. https://developer.bigcommerce.com/docs/integrations/webhooks/events */
const families: Record<string, readonly string[]> = {
  'store/app': ['uninstalled'],
  'store/brand/metafield': ['created', 'updated', 'deleted'],
  'store/cart': ['created', 'updated', 'deleted', 'abandoned', 'converted', 'couponApplied'],
  'store/cart/lineItem': ['created', 'updated', 'deleted'],
  'store/category': ['created', 'updated', 'deleted'],
  'store/category/metafield': ['created', 'updated', 'deleted'],
  'store/channel': ['created', 'updated'],
  'store/channel/*/inventory/product': [
    'stock_changed',
    'low_stock_reached',
    'out_of_stock_reached',
    'settings_changed',
  ],
  'store/channel/N/order': [
    'created',
    'updated',
    'archived',
    'statusUpdated',
    'message/created',
    'refund/created',
  ],
  'store/customer': ['created', 'updated', 'deleted', 'channel/login/access/updated'],
  'store/customer/address': ['created', 'updated', 'deleted'],
  'store/customer/metafield': ['created', 'updated', 'deleted'],
  'store/customer/payment/instrument/default': ['updated'],
  'store/hook': ['deliveryException'],
  'store/information': ['updated'],
  'store/inventory/location': ['created', 'updated'],
  'store/metafield': ['created', 'updated', 'deleted'],
  'store/order': ['created', 'updated', 'archived', 'statusUpdated', 'message/created', 'refund/created'],
  'store/order/metafield': ['created', 'updated', 'deleted'],
  'store/order/transaction': ['created', 'updated'],
  'store/product': ['created', 'updated', 'deleted', 'inventory/updated', 'inventory/order/updated'],
  'store/product/metafield': ['created', 'updated', 'deleted'],
  'store/product/variant/metafield': ['created', 'updated', 'deleted'],
  'store/shipment': ['created', 'updated', 'deleted'],
  'store/sku': ['created', 'updated', 'deleted', 'inventory/updated', 'inventory/order/updated'],
  'store/subscriber': ['created', 'updated', 'deleted'],
};

const known = new Set(
  Object.entries(families).flatMap(([family, events]) => [
    `${family}/*`,
    ...events.map((event) => `${family}/${event}`),
  ]),
);

/** Whether a hook may subscribe to this. */
export function isHookScope(scope: string): boolean {
  return known.has(scope.replace(/^store\/channel\/\d+\//, 'store/channel/N/'));
}
