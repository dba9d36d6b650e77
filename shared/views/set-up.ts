import { z } from 'zod';
import { reasonsByState } from '../sync.ts';
import { count, instant, recordReason, recordState } from './fields.ts';

export const historyPreviewSchema = z.object({
  orders: count,
  customers: count,
  /** Expected length of the first sync at today's quota and budget. */
  seconds: count,
});

const trialItemSchema = z.object({
  orderId: z.string(),
  createdAt: instant,
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  state: recordState,
  reason: recordReason,
  /** What AIQ answered, or what is in the way. */
  detail: z.string().nullable(),
});
export const trialSchema = z.object({
  state: z.enum(['not-started', 'running', 'done', 'failed']),
  items: z.array(trialItemSchema),
  /** What keeps the trial waiting. */
  error: z.enum(reasonsByState.waiting).nullable(),
});
export type Trial = z.infer<typeof trialSchema>;
