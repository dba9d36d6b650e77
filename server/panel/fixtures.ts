import type { RecordRow } from '../db/types/records.ts';
import type { AiqLink, StoreRow } from '../db/types/stores.ts';
import type { StreamRow } from '../db/types/streams.ts';
import type { UserRow } from '../db/types/users.ts';
import { ageGateWording } from '../../shared/settings.ts';

export const someDay = new Date('2026-03-01T10:00:00.000Z');

export function buildAiqLink(overrides: Partial<AiqLink> = {}): AiqLink {
  return {
    connectionName: 'My shop',
    uid: '1234',
    keySealed: 'sealed-canary',
    keyLast4: '4321',
    stores: [{ id: 1, name: 'Denver' }],
    linkedAt: someDay,
    linkedBy: 7,
    state: 'ok',
    ...overrides,
  };
}

/** A store whose set-up is complete and whose sync was started. */
export function buildStore(overrides: Partial<StoreRow> = {}): StoreRow {
  return {
    hash: 'abc',
    generation: 1,
    state: 'installed',
    installedAt: someDay,
    uninstalledAt: null,
    tokenSealed: 'sealed-canary',
    scopes: [],
    owner: { id: 7, email: 'owner-canary@example.com' },
    hookSecretSealed: 'sealed-canary',
    bigcommerceState: 'ok',
    profile: {
      name: 'Shop',
      domain: 'shop.example',
      countryCode: 'US',
      currency: 'USD',
      timezone: 'America/Denver',
      controlPanelUrl: 'https://store-abc.mybigcommerce.com',
      taxInclusive: false,
    },
    aiq: buildAiqLink(),
    setup: {
      ageGate: { wording: ageGateWording, confirmedAt: someDay, confirmedBy: 7, ownerId: 7 },
      otherConnectionOff: true,
      mappingSavedAt: someDay,
      history: { from: 'everything' },
      historyStart: null,
      historySavedAt: someDay,
      historyFollowed: someDay,
      trialStartedAt: someDay,
      trialFinishedAt: someDay,
      startedAt: someDay,
    },
    sentTo: null,
    freeze: null,
    lastWebhookAt: null,
    lastSweepAt: null,
    hooksCheckedAt: null,
    hooksMadeAt: null,
    remediedAt: null,
    ...overrides,
  };
}

export function buildUser(overrides: Partial<UserRow> = {}): UserRow {
  return {
    store: 'abc',
    userId: 7,
    email: 'user-canary@example.com',
    locale: 'en-US',
    isOwner: true,
    firstSeenAt: someDay,
    lastSeenAt: someDay,
    ...overrides,
  };
}

export function buildRecord(overrides: Partial<RecordRow> = {}): RecordRow {
  return {
    store: 'abc',
    kind: 'order',
    id: '100',
    state: 'sent',
    reason: 'accepted',
    detail: null,
    warnings: [],
    hash: 'hash-canary',
    createdAt: someDay,
    sourceAt: someDay,
    parentId: null,
    channelId: 1,
    customerId: '5',
    emailHash: 'email-hash-canary',
    amount: '12.50',
    currency: 'USD',
    firstSeenAt: someDay,
    receivedAt: someDay,
    fetchedAt: someDay,
    sentAt: someDay,
    attempts: 1,
    nextAttemptAt: null,
    fence: 3,
    updatedAt: someDay,
    ...overrides,
  };
}

export function buildStream(overrides: Partial<StreamRow> = {}): StreamRow {
  return {
    store: 'abc',
    name: 'backfill-orders',
    status: 'running',
    cursor: null,
    counts: { read: 0, sent: 0, waiting: 0, parked: 0, skipped: 0 },
    total: null,
    fence: 1,
    startedAt: someDay,
    finishedAt: null,
    nextRunAt: null,
    wokenFor: null,
    updatedAt: someDay,
    error: null,
    ...overrides,
  };
}
