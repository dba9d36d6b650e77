import { z } from 'zod';
import { historySchema } from '../settings.ts';
import { instant } from './fields.ts';

export const aiqStoreSchema = z.object({ id: z.int(), name: z.string() });

const aiqLinkViewSchema = z.object({
  connectionName: z.string(),
  uid: z.string(),
  keyLast4: z.string(),
  stores: z.array(aiqStoreSchema),
  linkedAt: instant,
  state: z.enum(['ok', 'refused']),
});

export const statusSchema = z.object({
  store: z.object({
    hash: z.string(),
    name: z.string(),
    currency: z.string(),
    timezone: z.string(),
    countryCode: z.string(),
    controlPanelUrl: z.string(),
    bigcommerceState: z.enum(['ok', 'token-refused', 'scope-missing']),
  }),
  aiq: aiqLinkViewSchema.nullable(),
  setup: z.object({
    /** The wording confirmed is the current one and the owner is unchanged. */
    ageGate: z.object({ confirmedAt: instant, confirmedBy: z.int() }).nullable(),
    otherConnectionOff: z.boolean(),
    mappingSavedAt: instant.nullable(),
    history: historySchema.nullable(),
    trialStartedAt: instant.nullable(),
    trialFinishedAt: instant.nullable(),
    startedAt: instant.nullable(),
  }),
  freeze: z.object({ since: instant }).nullable(),
});
export type Status = z.infer<typeof statusSchema>;
