import { z } from 'zod';
import { amountBases, limits, selectableOrderStatuses } from './rules.ts';

export * from './rules.ts';

/** A calendar day in the store's time zone, `YYYY-MM-DD`. */
export const daySchema = z.iso.date({ error: 'Enter a date like 2026-01-31.' });

/** Chosen from AIQ's list, and exactly as it stands there. */
const storeName = z.string().min(1).max(limits.storeName);

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
