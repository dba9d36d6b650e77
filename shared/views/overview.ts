import { z } from 'zod';
import { problemCodes } from '../sync.ts';
import { count, instant, recordKind } from './fields.ts';

const overviewRowSchema = z.object({
  kind: recordKind,
  /** BigCommerce's own count; null when it offers none (orders and customers only) or could not be asked just now. */
  inBigcommerce: count.nullable(),
  sent: count,
  waiting: count,
  /** How many of those that wait have not been read yet and have no record. */
  unread: count,
  parked: count,
  skipped: count,
  /** inBigcommerce − the four others; 0 is what we want, null when there is nothing to compare with. */
  difference: z.int().nullable(),
});

const problemSchema = z.object({
  code: z.enum(problemCodes),
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  since: instant,
  count,
});
export type Problem = z.infer<typeof problemSchema>;

const progressSchema = z.object({
  status: z.enum(['not-started', 'running', 'paused', 'done']),
  read: count,
  total: count.nullable(),
  /** Records a minute over the last minutes; null when not running. */
  perMinute: z.number().nonnegative().nullable(),
  secondsLeft: count.nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  budgetPercent: z.int(),
});

export const overviewSchema = z.object({
  health: z.enum(['ok', 'working', 'attention', 'stopped', 'not-set-up']),
  rows: z.array(overviewRowSchema),
  history: z.object({ orders: progressSchema, customers: progressSchema }),
  /** Records per UTC day and state, oldest first. */
  daily: z.array(z.object({ day: z.iso.date(), sent: count, waiting: count, parked: count, skipped: count })),
  /** How long the oldest change waits, in seconds; null while nothing is to be sent. */
  lagSeconds: z.number().nonnegative().nullable(),
  lastWebhookAt: instant.nullable(),
  lastSweepAt: instant.nullable(),
  problems: z.array(problemSchema),
  frozenSince: instant.nullable(),
  /** When the figures were taken. */
  at: instant,
});
export type Overview = z.infer<typeof overviewSchema>;
