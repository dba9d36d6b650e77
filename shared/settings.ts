import { z } from 'zod';

/** BigCommerce order statuses by id (reference: Orders V2, "Order Statuses"); merchants may relabel them. */
export const orderStatusNames: Readonly<Record<number, string>> = {
  0: 'Incomplete',
  1: 'Pending',
  2: 'Shipped',
  3: 'Partially Shipped',
  4: 'Refunded',
  5: 'Cancelled',
  6: 'Declined',
  7: 'Awaiting Payment',
  8: 'Awaiting Pickup',
  9: 'Awaiting Shipment',
  10: 'Completed',
  11: 'Awaiting Fulfillment',
  12: 'Manual Verification Required',
  13: 'Disputed',
  14: 'Partially Refunded',
};

/** Refunded and Partially Refunded are decided by the refunds themselves, Incomplete can never count. */
export const selectableOrderStatuses = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13] as const;

export const limits = {
  connectionName: 60,
  aiqKey: 200,
  mappings: 500,
  storeName: 200,
  birthDateField: 100,
} as const;

/** A calendar day in the store's time zone, `YYYY-MM-DD`. */
export const daySchema = z.iso.date({ error: 'Enter a date like 2026-01-31.' });

const storeName = z.string().trim().min(1).max(limits.storeName);

/** Where an order's channel or pickup location is in AIQ: AIQ retail store names, by BigCommerce id. */
export const storeMappingSchema = z.strictObject({
  channels: z.record(z.string().regex(/^\d{1,12}$/), storeName),
  locations: z.record(z.string().regex(/^\d{1,12}$/), storeName),
  fallback: storeName.nullable(),
});
export type StoreMapping = z.infer<typeof storeMappingSchema>;

/** How far back the first sync reads. */
export const historySchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('date'), date: daySchema }),
  z.strictObject({ from: z.literal('everything') }),
  z.strictObject({ from: z.literal('nothing') }),
]);
export type History = z.infer<typeof historySchema>;

export const amountBases = ['items', 'order-total'] as const;

/** Options of the Loyalty options screen; form and endpoint share this schema. */
export const optionsSchema = z.strictObject({
  enrolSince: daySchema.nullable(),
  doubleOptInSince: daySchema.nullable(),
  syncContacts: z.boolean(),
  birthDateField: z.string().trim().min(1).max(limits.birthDateField).nullable(),
  dynamicContent: z.boolean(),
  countedStatuses: z
    .array(
      z.int().refine((id) => (selectableOrderStatuses as readonly number[]).includes(id), {
        error: 'This status cannot count as a sale.',
      }),
    )
    .min(1, { error: 'Choose at least one status; otherwise no order would ever be sent.' })
    .max(selectableOrderStatuses.length)
    .transform((ids) => [...new Set(ids)].sort((a, b) => a - b)),
  amountBasis: z.enum(amountBases),
  guestOrders: z.enum(['send', 'skip']),
  historyBudgetPercent: z.int().min(10).max(90),
});
export type Options = z.infer<typeof optionsSchema>;

export const defaultOptions: Options = {
  enrolSince: null,
  doubleOptInSince: null,
  syncContacts: false,
  birthDateField: null,
  dynamicContent: false,
  countedStatuses: [2, 3, 8, 9, 10, 11],
  amountBasis: 'items',
  guestOrders: 'send',
  historyBudgetPercent: 50,
};

/** What a save carries once the merchant has typed that shoppers may lose their membership. */
export const membershipLossConfirmation = 'REMOVE';

/** The sentence that a merchant confirms before anything is sent; a new wording asks again. */
export const ageGateWording =
  'All users from this source have passed an age gate compliant with my industry.';

/** What a merchant types to link AIQ; keys pasted with blanks around them are trimmed. */
export const aiqLinkSchema = z.strictObject({
  connectionName: z
    .string()
    .trim()
    .min(1, { error: 'Enter a name for this connection.' })
    .max(limits.connectionName),
  uid: z
    .string()
    .trim()
    .regex(/^\d{1,10}$/, {
      error: 'The UID is a number, usually four digits. You find it in AIQ at Settings > API & Tracking.',
    }),
  apiKey: z
    .string()
    .trim()
    .min(8, { error: 'Enter the API key. You find it in AIQ at Settings > API & Tracking.' })
    .max(limits.aiqKey)
    .regex(/^[\x21-\x7e]+$/, {
      error: 'An API key has no blanks or special characters inside. Copy it again.',
    }),
});
export type AiqLinkInput = z.infer<typeof aiqLinkSchema>;
