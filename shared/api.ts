import { z } from 'zod';
import { aiqLinkSchema, historySchema, optionsSchema, storeMappingSchema } from './settings.ts';
import {
  auditEntrySchema,
  recordDetailSchema,
  recordFilterSchema,
  recordPageSchema,
  recordQuerySchema,
} from './views/activity.ts';
import { count, instant, recordKind, recordReason, version } from './views/fields.ts';
import { mappingViewSchema } from './views/mapping.ts';
import { optionPreviewSchema, optionsViewSchema } from './views/options.ts';
import { overviewSchema } from './views/overview.ts';
import { sessionSchema } from './views/session.ts';
import { historyPreviewSchema, trialSchema } from './views/set-up.ts';
import { statusSchema } from './views/status.ts';

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
    body: z.union([
      z.strictObject({ customerId: z.string().regex(/^\d{1,12}$/) }),
      /** The e-mail address of a guest, or the phone of one who gave no address. */
      z.strictObject({ guest: z.string().trim().min(1).max(254) }),
    ]),
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
