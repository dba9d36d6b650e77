import { z } from 'zod';
import type { WebhookChange } from '../bigcommerce/hook-scopes.ts';

export type Delivery =
  { kind: 'change'; change: WebhookChange } | { kind: 'uninteresting' } | { kind: 'malformed' };

const shapeSchema = z.object({ scope: z.string(), data: z.looseObject({}) });

/**
 * What a delivery's body asks for. A scope that we did not subscribe to is none of our business; one that we did, with
 * an id that is none, is malformed.
 */
export function readDelivery(
  body: Buffer,
  toChange: (payload: unknown) => WebhookChange | null,
  subscribed: ReadonlySet<string>,
): Delivery {
  let payload: unknown;
  try {
    payload = JSON.parse(body.toString('utf8'));
  } catch {
    // The parser's message quotes the body; that it is no JSON is all there is to know.
    return { kind: 'malformed' };
  }
  const shape = shapeSchema.safeParse(payload);
  if (!shape.success) return { kind: 'malformed' };
  const change = toChange(payload);
  if (change !== null) return { kind: 'change', change };
  return { kind: subscribed.has(shape.data.scope) ? 'malformed' : 'uninteresting' };
}
