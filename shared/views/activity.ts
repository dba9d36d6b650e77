import { z } from 'zod';
import { recordWarnings } from '../sync.ts';
import { count, instant, recordKind, recordReason, recordState } from './fields.ts';

const recordSchema = z.object({
  kind: recordKind,
  id: z.string(),
  parentId: z.string().nullable(),
  state: recordState,
  reason: recordReason,
  detail: z.string().nullable(),
  warnings: z.array(z.enum(recordWarnings)),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  channelId: z.int().nullable(),
  customerId: z.string().nullable(),
  createdAt: instant,
  sourceAt: instant,
  receivedAt: instant.nullable(),
  fetchedAt: instant.nullable(),
  sentAt: instant.nullable(),
  attempts: count,
  nextAttemptAt: instant.nullable(),
});
export type RecordView = z.infer<typeof recordSchema>;

export const recordQuerySchema = z.strictObject({
  kind: recordKind.optional(),
  state: recordState.optional(),
  reason: recordReason.optional(),
  /** Something that a record was sent in spite of. */
  warning: z.enum(recordWarnings).optional(),
  /** Order number, customer id, or an e-mail address. */
  search: z.string().trim().max(200).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});
export type RecordQuery = z.infer<typeof recordQuerySchema>;

export const recordFilterSchema = recordQuerySchema.omit({ cursor: true, limit: true });

export const recordPageSchema = z.object({
  records: z.array(recordSchema),
  next: z.string().nullable(),
  /**
   * How many there are in all; `more` where they were counted no further. Null on pages after the first, and for a search
   * that could only be counted by reading every record.
   */
  total: z.object({ count, more: z.boolean() }).nullable(),
});
export type RecordPage = z.infer<typeof recordPageSchema>;

/** A record with its refunds (of an order) or its order (of a refund), and what is under way for it. */
export const recordDetailSchema = z.object({
  record: recordSchema.nullable(),
  related: z.array(recordSchema),
  /** BigCommerce's name of the record's channel; null where there is none, or where it cannot be asked for just now. */
  channelName: z.string().nullable(),
  /** A change that waits to be read and sent. */
  pendingSince: instant.nullable(),
});
export type RecordDetail = z.infer<typeof recordDetailSchema>;

export const auditEntrySchema = z.object({
  at: instant,
  userId: z.int().nullable(),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
});
