import { z } from 'zod';
import { aiqLinkSchema, historySchema, optionsSchema, storeMappingSchema } from './settings.ts';
import {
  reasonsByState,
  problemCodes,
  recordKinds,
  recordReasons,
  recordStates,
  recordWarnings,
} from './sync.ts';

/** An instant as ISO 8601 UTC. */
const instant = z.iso.datetime();
const count = z.int().nonnegative();
const version = z.int().nonnegative();
const recordKind = z.enum(recordKinds);
const recordState = z.enum(recordStates);
const recordReason = z.enum(recordReasons);

export const sessionSchema = z.object({
  token: z.string(),
  expiresAt: instant,
  /** After this instant the session cannot be renewed; the app has to be opened again. */
  endsAt: instant,
  storeHash: z.string(),
  user: z.object({ id: z.int(), locale: z.string().nullable(), isOwner: z.boolean() }),
  /** Panel route to show first, from the deep link. */
  route: z.string(),
});
export type Session = z.infer<typeof sessionSchema>;

export const aiqStoreSchema = z.object({ id: z.int(), name: z.string() });

export const aiqLinkViewSchema = z.object({
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

export const mappingViewSchema = z.object({
  version,
  mapping: storeMappingSchema,
  aiqStores: z.array(aiqStoreSchema),
  /** `suggestion` is the AIQ store whose name is most alike, when alike enough. */
  channels: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      type: z.string(),
      suggestion: z.string().nullable(),
      parkedOrders: count,
    }),
  ),
  locations: z.array(z.object({ id: z.int(), name: z.string(), suggestion: z.string().nullable() })),
});
export type MappingView = z.infer<typeof mappingViewSchema>;

export const historyPreviewSchema = z.object({
  orders: count,
  customers: count,
  /** Expected length of the first sync at today's quota and budget. */
  seconds: count,
});

export const trialItemSchema = z.object({
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

export const overviewRowSchema = z.object({
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

export const problemSchema = z.object({
  code: z.enum(problemCodes),
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  since: instant,
  count,
});
export type Problem = z.infer<typeof problemSchema>;

export const progressSchema = z.object({
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

export const optionsViewSchema = z.object({
  version,
  options: optionsSchema,
  statuses: z.array(z.object({ id: z.int(), name: z.string(), label: z.string() })),
  /** Customer form fields that could hold a date of birth. */
  formFields: z.array(z.string()),
  updatedAt: instant.nullable(),
  updatedBy: z.int().nullable(),
});
export type OptionsView = z.infer<typeof optionsViewSchema>;

export const optionPreviewSchema = z.object({
  shoppers: count,
  withoutContact: count,
  withoutUsablePhone: count,
  /** Shoppers who were touched by the saved date and would not be by the new one. */
  mayLose: count,
  /** True when history is still being read, so that the figures may grow. */
  partial: z.boolean(),
});
export type OptionPreview = z.infer<typeof optionPreviewSchema>;

export const recordSchema = z.object({
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

const recordFilterSchema = recordQuerySchema.omit({ cursor: true, limit: true });

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

const empty = z.strictObject({});
const ok = z.object({ ok: z.literal(true) });
const recordPath = z.object({ kind: recordKind, id: z.string().max(100) });

/** One route of the panel's API. `params` are path segments; `query` goes with GET, `body` with the others. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Nothing, when the answer is written bit by bit. */
  response: z.ZodType;
  /** Media type of an answer that is no JSON document and is written bit by bit. */
  stream?: 'text/csv' | 'text/event-stream';
  /** Without a session: only the two that make one. */
  public?: true;
}

/** Every route of `/api`; server and panel are both built from this table. */
export const routes = {
  openSession: {
    method: 'POST',
    path: '/api/session',
    body: z.strictObject({ code: z.string().min(20).max(200) }),
    response: sessionSchema,
    public: true,
  },
  renewSession: { method: 'POST', path: '/api/session/renew', body: empty, response: sessionSchema },
  getStatus: { method: 'GET', path: '/api/status', response: statusSchema },
  linkAiq: {
    method: 'POST',
    path: '/api/aiq',
    body: aiqLinkSchema.extend({
      /** "AIQ's own BigCommerce connection is off for this AIQ account." */
      otherConnectionOff: z.boolean(),
      /** The merchant knows that another BigCommerce store is linked to the same AIQ account. */
      sharedAccountConfirmed: z.boolean(),
    }),
    response: statusSchema,
  },
  unlinkAiq: { method: 'DELETE', path: '/api/aiq', body: empty, response: statusSchema },
  confirmAgeGate: {
    method: 'POST',
    path: '/api/setup/age-gate',
    body: z.strictObject({ confirmed: z.literal(true), wording: z.string().max(300) }),
    response: statusSchema,
  },
  getMapping: { method: 'GET', path: '/api/mapping', response: mappingViewSchema },
  saveMapping: {
    method: 'PUT',
    path: '/api/mapping',
    body: z.strictObject({ mapping: storeMappingSchema, version }),
    response: mappingViewSchema,
  },
  previewHistory: {
    method: 'POST',
    path: '/api/setup/history/preview',
    body: historySchema,
    response: historyPreviewSchema,
  },
  saveHistory: { method: 'PUT', path: '/api/setup/history', body: historySchema, response: statusSchema },
  startTrial: { method: 'POST', path: '/api/setup/trial', body: empty, response: trialSchema },
  getTrial: { method: 'GET', path: '/api/setup/trial', response: trialSchema },
  startSync: { method: 'POST', path: '/api/setup/start', body: empty, response: statusSchema },
  getOverview: { method: 'GET', path: '/api/overview', response: overviewSchema },
  /** Server-sent events named `overview`, each with the overview as it is now, whenever it changed. */
  watchOverview: { method: 'GET', path: '/api/events', response: z.never(), stream: 'text/event-stream' },
  checkAgreement: { method: 'POST', path: '/api/agreement', body: empty, response: overviewSchema },
  getOptions: { method: 'GET', path: '/api/options', response: optionsViewSchema },
  previewOptions: {
    method: 'POST',
    path: '/api/options/preview',
    body: optionsSchema,
    response: z.object({ enrol: optionPreviewSchema, doubleOptIn: optionPreviewSchema }),
  },
  saveOptions: {
    method: 'PUT',
    path: '/api/options',
    body: z.strictObject({ options: optionsSchema, version, confirmation: z.string().max(40).nullable() }),
    response: optionsViewSchema,
  },
  listRecords: { method: 'GET', path: '/api/records', query: recordQuerySchema, response: recordPageSchema },
  /** Every record of a filter, without a limit. */
  exportRecords: {
    method: 'GET',
    path: '/api/records.csv',
    query: recordFilterSchema,
    response: z.never(),
    stream: 'text/csv',
  },
  getRecord: {
    method: 'GET',
    path: '/api/records/:kind/:id',
    params: recordPath,
    response: recordDetailSchema,
  },
  retryRecord: {
    method: 'POST',
    path: '/api/records/:kind/:id/retry',
    params: recordPath,
    body: empty,
    response: ok,
  },
  retryReason: {
    method: 'POST',
    path: '/api/records/retry',
    body: z.strictObject({ reason: recordReason }),
    response: z.object({ queued: count }),
  },
  listAudit: {
    method: 'GET',
    path: '/api/audit',
    query: z.strictObject({ before: instant.optional() }),
    response: z.object({ entries: z.array(auditEntrySchema), next: instant.nullable() }),
  },
  /** The store's own users, for the names of those who did something; who was removed is not among them. */
  listUsers: {
    method: 'GET',
    path: '/api/users',
    response: z.object({ users: z.array(z.object({ id: z.int(), email: z.string().nullable() })) }),
  },
  freeze: { method: 'POST', path: '/api/freeze', body: empty, response: statusSchema },
  thaw: {
    method: 'POST',
    path: '/api/thaw',
    body: z.strictObject({ changes: z.enum(['send', 'discard']) }),
    response: statusSchema,
  },
  getPrivacy: {
    method: 'GET',
    path: '/api/privacy',
    response: z.object({ records: count, pausedChanges: count, users: count, purgeDays: count }),
  },
  eraseShopper: {
    method: 'POST',
    path: '/api/privacy/erase',
    body: z.strictObject({ customerId: z.string().regex(/^\d{1,12}$/) }),
    response: z.object({ erased: count }),
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
type Table = typeof routes;
export type StreamRouteName = {
  [N in RouteName]: Table[N] extends { stream: string } ? N : never;
}[RouteName];
type Part<R, K extends string, Otherwise> =
  R extends Record<K, infer S extends z.ZodType> ? z.input<S> : Otherwise;
/** What a caller hands over. */
export type RouteParams<N extends RouteName> = Part<Table[N], 'params', undefined>;
export type RouteQuery<N extends RouteName> = Part<Table[N], 'query', undefined>;
export type RouteBody<N extends RouteName> = Part<Table[N], 'body', undefined>;
/** What comes back. */
export type RouteResponse<N extends RouteName> = z.output<Table[N]['response']>;
