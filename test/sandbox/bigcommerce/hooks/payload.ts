import { createHash, createHmac } from 'node:crypto';
import type { StoreEvent } from '../contract.ts';

/**
 * The body of a delivery: thin, ids only. Two changes of one thing within a second have the same hash.
 * https://developer.bigcommerce.com/docs/integrations/webhooks/events
 */
export function buildPayload(storeHash: string, event: StoreEvent, now: number): string {
  const content = {
    scope: event.scope,
    store_id: storeNumber(storeHash),
    data: event.data,
    created_at: Math.floor(now / 1000),
    producer: `stores/${storeHash}`,
  };
  const hash = createHash('sha1').update(JSON.stringify(content)).digest('hex');
  return JSON.stringify({ ...content, hash });
}

/** The numeric `store_id`, another thing than the hash, as text. */
export function storeNumber(storeHash: string): string {
  return String(1_000_000 + (createHash('sha1').update(storeHash).digest().readUInt32BE() % 9_000_000));
}

/**
 * The headers of Standard Webhooks; the key is the client secret's bytes.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * @param at milliseconds since 1970
 */
export function signDelivery(
  secret: string,
  messageId: string,
  at: number,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const mac = createHmac('sha256', secret).update(`${messageId}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': messageId, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}
