/**
 * What a record stands for. A refund is a sale of its own; a guest is a buyer without a customer account; a sign-up
 * is an AIQ persona that may become a customer; an enrolment and an opt-in are things asked of AIQ for one shopper.
 */
export const recordKinds = [
  'order',
  'refund',
  'customer',
  'guest',
  'product',
  'signup',
  'enrolment',
  'opt-in',
] as const;
export type RecordKind = (typeof recordKinds)[number];

/** Every record is in exactly one of these states; there is no fifth. */
export const recordStates = ['sent', 'waiting', 'parked', 'skipped'] as const;
export type RecordState = (typeof recordStates)[number];

/** Why a record is in its state. The panel turns each into words and, where there is one, a remedy. */
export const reasonsByState = {
  sent: ['accepted', 'reversed', 'withdrawn'],
  waiting: ['queued', 'retrying', 'frozen', 'aiq-unavailable', 'bigcommerce-unavailable', 'key-refused'],
  parked: ['channel-unmapped', 'aiq-rejected', 'unreadable', 'refund-without-order', 'unknown-to-aiq'],
  skipped: [
    'status-does-not-count',
    'incomplete-order',
    'before-history-start',
    'guest-orders-off',
    'guest-without-contact',
    'no-contact-details',
    'contact-sync-off',
    'changed-before-contact-sync',
    'order-not-sent',
    'nothing-to-count',
    'no-usable-phone',
    'asked-before',
    'no-longer-qualifies',
    'deleted-in-bigcommerce',
    'erased',
    'product-hidden',
    'product-deleted',
    'dynamic-content-off',
    'already-a-customer',
    'before-switch-on',
    'placed-during-freeze',
  ],
} as const satisfies Record<RecordState, readonly string[]>;

export type SentReason = (typeof reasonsByState.sent)[number];
export type WaitingReason = (typeof reasonsByState.waiting)[number];
export type ParkedReason = (typeof reasonsByState.parked)[number];
export type SkippedReason = (typeof reasonsByState.skipped)[number];
export type RecordReason = SentReason | WaitingReason | ParkedReason | SkippedReason;

/**
 * Parked opt-ins that may be tried again: AIQ never knew the shopper, or the order could not be read, so nobody was asked.
 * No other is, because no phone is asked twice, whatever AIQ said.
 */
export const optInsNotAsked: ReadonlySet<RecordReason> = new Set(['unknown-to-aiq', 'unreadable']);

export const recordReasons = [
  ...reasonsByState.sent,
  ...reasonsByState.waiting,
  ...reasonsByState.parked,
  ...reasonsByState.skipped,
] as const;

/** Something the merchant should know about a record that was sent all the same. */
export const recordWarnings = [
  'phone-unusable',
  'email-unusable',
  'text-shortened',
  'currency-differs',
] as const;
export type RecordWarning = (typeof recordWarnings)[number];

/** Streams of a store, in the order in which lanes come first. */
export const streamNames = [
  'live',
  'trial',
  'sweep-orders',
  'sweep-customers',
  'backfill-orders',
  'backfill-customers',
  'catalogue',
  'enrol',
  'double-opt-in',
  'signups',
] as const;
export type StreamName = (typeof streamNames)[number];

/** Problems that a merchant can see; the panel has words and a remedy for each. */
export const problemCodes = [
  'aiq-key-refused',
  'aiq-unavailable',
  'bigcommerce-token-refused',
  'bigcommerce-scope-missing',
  'bigcommerce-unavailable',
  'channel-unmapped',
  'records-parked',
  'webhooks-repaired',
  'webhooks-missing',
  'webhooks-lost',
  'counts-differ',
  'secrets-unreadable',
  'aiq-rejects-everything',
  'phones-unusable',
] as const;
export type ProblemCode = (typeof problemCodes)[number];
