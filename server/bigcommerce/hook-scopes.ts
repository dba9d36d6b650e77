import { z } from 'zod';

/**
 * The webhooks that we subscribe to. Single events instead of wildcards: `store/order/*` would bring every message,
 * metafield and payment step of an order, none of which changes a sale. Each change we care about arrives once:
 * a status change fires `statusUpdated` and usually `updated` as well, which collapses to one piece of work.
 * https://developer.bigcommerce.com/docs/integrations/webhooks/events
 */
export const hookScopes = [
  'store/order/created',
  'store/order/updated',
  // Also fires where `updated` may not, such as a status set by a payment provider.
  'store/order/statusUpdated',
  'store/order/archived',
  'store/order/refund/created',
  'store/customer/created',
  'store/customer/updated',
  'store/customer/deleted',
  // `store/customer/updated` does not fire for addresses.
  'store/customer/address/created',
  'store/customer/address/updated',
  'store/customer/address/deleted',
  'store/product/created',
  'store/product/updated',
  'store/product/deleted',
  'store/product/inventory/updated',
  'store/product/inventory/order/updated',
  // Price and stock of a product with options are its variants'.
  'store/sku/created',
  'store/sku/updated',
  'store/sku/deleted',
  'store/sku/inventory/updated',
  'store/sku/inventory/order/updated',
] as const;

export interface WebhookChange {
  kind: 'order' | 'customer' | 'product';
  id: string;
}

/** Ids come as numbers or as text; anything else, an operator object for instance, is refused. */
const id = z.union([z.int().positive().transform(String), z.string().regex(/^[1-9]\d{0,14}$/)]);

const payloadSchema = z.object({ scope: z.string().max(200), data: z.looseObject({}) });

/** Where the id of the thing to read again stands; the first pattern that fits decides. */
const sources: readonly { pattern: RegExp; kind: WebhookChange['kind']; path: readonly string[] }[] = [
  // `id` is the address here, although `type` still says "customer".
  { pattern: /^store\/customer\/address\//, kind: 'customer', path: ['address', 'customer_id'] },
  { pattern: /^store\/customer\/(created|updated|deleted)$/, kind: 'customer', path: ['id'] },
  { pattern: /^store\/order\/(transaction|metafield)\//, kind: 'order', path: ['order_id'] },
  { pattern: /^store\/order\//, kind: 'order', path: ['id'] },
  { pattern: /^store\/channel\/\d+\/order\//, kind: 'order', path: ['order_id'] },
  { pattern: /^store\/shipment\//, kind: 'order', path: ['orderId'] },
  { pattern: /^store\/product\/inventory\//, kind: 'product', path: ['inventory', 'product_id'] },
  { pattern: /^store\/product\/(created|updated|deleted)$/, kind: 'product', path: ['id'] },
  { pattern: /^store\/sku\/inventory\//, kind: 'product', path: ['inventory', 'product_id'] },
  { pattern: /^store\/sku\//, kind: 'product', path: ['sku', 'product_id'] },
];

/** What has to be read again because of a webhook; null when it does not concern us or is not understood. */
export function webhookToChange(payload: unknown): WebhookChange | null {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) return null;
  const source = sources.find(({ pattern }) => pattern.test(parsed.data.scope));
  if (source === undefined) return null;
  let value: unknown = parsed.data.data;
  for (const name of source.path) {
    value =
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, name)?.value
        : null;
  }
  const found = id.safeParse(value);
  return found.success ? { kind: source.kind, id: found.data } : null;
}
