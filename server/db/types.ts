import type { History, Options, StoreMapping } from '../../shared/settings.ts';
import type {
  ProblemCode,
  RecordKind,
  RecordReason,
  RecordState,
  RecordWarning,
  StreamName,
} from '../../shared/sync.ts';

/** Facts about the store that BigCommerce told us (`GET /v2/store`). */
export interface StoreProfile {
  name: string;
  domain: string;
  countryCode: string;
  currency: string;
  /** IANA name, such as `America/New_York`. */
  timezone: string;
  controlPanelUrl: string;
  taxInclusive: boolean;
}

export interface AiqStore {
  id: number;
  name: string;
}

export interface AiqLink {
  connectionName: string;
  uid: string;
  /** Null after an uninstall, which erases the key and keeps the rest: a reinstalled store waits, `refused`, for it. */
  keySealed: string | null;
  /** Empty when the key was erased. */
  keyLast4: string;
  stores: AiqStore[];
  linkedAt: Date;
  linkedBy: number;
  /** `refused`: AIQ answered 401 or 403; the store waits until it is linked again. */
  state: 'ok' | 'refused';
}

export interface AgeGate {
  wording: string;
  confirmedAt: Date;
  confirmedBy: number;
  ownerId: number;
}

/** Where the merchant stands in set-up; kept on the server so that another device goes on from here. */
export interface Setup {
  ageGate: AgeGate | null;
  /** The merchant says AIQ's own BigCommerce connection is off, so that no sale counts twice. */
  otherConnectionOff: boolean;
  mappingSavedAt: Date | null;
  history: History | null;
  /** Start of history as an instant in the store's time zone; null means everything. Only set with `history`. */
  historyStart: Date | null;
  trialStartedAt: Date | null;
  trialFinishedAt: Date | null;
  /** "Send the rest" was pressed: from here on all lanes work. */
  startedAt: Date | null;
}

export interface Freeze {
  since: Date;
  by: number;
}

export interface StoreRow {
  hash: string;
  /** Counts installs and re-authorisations; a job of an older generation may not write. */
  generation: number;
  state: 'installed' | 'uninstalled';
  installedAt: Date;
  uninstalledAt: Date | null;
  tokenSealed: string | null;
  scopes: string[];
  owner: { id: number; email: string | null } | null;
  hookSecretSealed: string;
  /** `token-refused`: 401 confirmed; `scope-missing`: 403; both pause the store and delete nothing. */
  bigcommerceState: 'ok' | 'token-refused' | 'scope-missing';
  profile: StoreProfile | null;
  aiq: AiqLink | null;
  /** UID of the AIQ account that has what the records say was sent; null while nothing was. */
  sentTo: string | null;
  setup: Setup;
  freeze: Freeze | null;
  lastWebhookAt: Date | null;
  lastSweepAt: Date | null;
  hooksCheckedAt: Date | null;
  /** When one or more of BigCommerce's webhooks were last made or switched on. */
  hooksMadeAt: Date | null;
}

export interface StoreRepository {
  get(hash: string): Promise<StoreRow | null>;
  /** Those that are known, in no particular order. */
  getMany(hashes: readonly string[]): Promise<StoreRow[]>;
  /** Upserts by hash: generation + 1, state `installed`, token and scopes replaced, AIQ link and set-up kept. */
  install(input: {
    hash: string;
    tokenSealed: string;
    scopes: string[];
    owner: StoreRow['owner'];
    hookSecretSealed: string;
    now: Date;
  }): Promise<StoreRow>;
  /**
   * Erases token and AIQ key and marks the store uninstalled; a second time changes nothing. The AIQ
   * link stays without its key, so that a reinstall goes on with it once the key is entered again.
   * @returns null when the store is unknown, or when the uninstall was issued (whole seconds) before the current
   * install, in which case nothing changed
   */
  uninstall(hash: string, issuedAt: Date, now: Date): Promise<StoreRow | null>;
  setProfile(hash: string, profile: StoreProfile): Promise<void>;
  /** This and the three others that a merchant causes throw AppError `store-not-installed` when it is not. */
  linkAiq(hash: string, link: AiqLink): Promise<void>;
  unlinkAiq(hash: string): Promise<void>;
  setAiqStores(hash: string, stores: AiqStore[]): Promise<void>;
  /** Only while the sealed key is still the one that was refused, so that a re-link is never overwritten. */
  setAiqState(hash: string, state: AiqLink['state'], keySealed: string): Promise<void>;
  /** Remembers to which AIQ account the store's records are sent from now on. */
  setSentTo(hash: string, uid: string): Promise<void>;
  /** Only while the generation is unchanged. */
  setBigcommerceState(hash: string, state: StoreRow['bigcommerceState'], generation: number): Promise<void>;
  updateSetup(hash: string, changes: Partial<Setup>): Promise<StoreRow>;
  setFreeze(hash: string, freeze: Freeze | null): Promise<void>;
  touch(
    hash: string,
    changes: Partial<Pick<StoreRow, 'lastWebhookAt' | 'lastSweepAt' | 'hooksCheckedAt' | 'hooksMadeAt'>>,
  ): Promise<void>;
  /** Hashes of other installed stores that are linked to the same AIQ account. */
  listByAiqUid(uid: string, exceptHash: string): Promise<string[]>;
  /** Puts another sealed text in place of one that is still there. @returns false when it has changed meanwhile */
  replaceSealed(
    hash: string,
    field: 'access-token' | 'aiq-key' | 'hook-secret',
    before: string,
    after: string,
  ): Promise<boolean>;
  /** All installed stores, by hash, for schedules. */
  listInstalled(): AsyncIterable<StoreRow>;
  listUninstalledBefore(before: Date): AsyncIterable<StoreRow>;
  countByState(): Promise<Record<string, number>>;
}

export interface UserRow {
  store: string;
  userId: number;
  email: string | null;
  locale: string | null;
  isOwner: boolean;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

export interface UserRepository {
  upsert(user: Omit<UserRow, 'firstSeenAt' | 'lastSeenAt'>, now: Date): Promise<void>;
  get(store: string, userId: number): Promise<UserRow | null>;
  remove(store: string, userId: number): Promise<boolean>;
  list(store: string): Promise<UserRow[]>;
}

export interface SettingsRow {
  store: string;
  /** Grows with every save; a save that names an older version is a conflict. */
  version: number;
  options: Options;
  mapping: StoreMapping;
  /** Contact sync touches only what changes after this instant; set when it is switched on. */
  syncContactsSince: Date | null;
  /** What was saved and has not been followed by the sync yet; kept by the save itself, so that no crash loses it. */
  unapplied: UnappliedSettings;
  updatedAt: Date;
  updatedBy: number | null;
}

export interface UnappliedSettings {
  /** The options that the sync followed last; null when it follows the saved ones. */
  options: Options | null;
  mapping: boolean;
}

export interface SettingsRepository {
  /** The saved settings, or the defaults with version 0. */
  get(store: string): Promise<SettingsRow>;
  /** Null when `expectedVersion` is no longer the saved one. */
  save(
    store: string,
    changes: Partial<Pick<SettingsRow, 'options' | 'mapping' | 'syncContactsSince'>>,
    expectedVersion: number,
    by: number | null,
    now: Date,
  ): Promise<SettingsRow | null>;
  /** The sync follows the options or the mapping of this version; nothing changes when a newer one was saved. */
  markApplied(store: string, part: keyof UnappliedSettings, version: number): Promise<void>;
}

export type ChangeKind = 'order' | 'customer' | 'product';

/** "This entity changed": what a webhook says, coalesced to one row per entity. */
export interface ChangeRow {
  store: string;
  kind: ChangeKind;
  id: string;
  /** Grows with every event, so that an event that arrives during the work is not cleared with it. */
  rev: number;
  dueAt: Date;
  firstSeenAt: Date;
  lastSeenAt: Date;
  attempts: number;
  reason: RecordReason;
}

export interface ChangeRepository {
  /**
   * Upserts with majority write concern; resolves only when durable. Calls that arrive while a write is under way
   * share the next one, so that callers need not gather changes themselves.
   */
  note(changes: { store: string; kind: ChangeKind; id: string }[], now: Date): Promise<void>;
  /** Due rows of a store, oldest first. */
  listDue(store: string, now: Date, limit: number): Promise<ChangeRow[]>;
  /** Deletes the rows whose `rev` is still the one that was worked on. */
  clear(rows: Pick<ChangeRow, 'store' | 'kind' | 'id' | 'rev'>[]): Promise<number>;
  /** Puts rows off; attempts + 1. Rows whose `rev` moved on are left alone. */
  postpone(
    rows: Pick<ChangeRow, 'store' | 'kind' | 'id' | 'rev'>[],
    dueAt: Date,
    reason: RecordReason,
  ): Promise<void>;
  count(store: string): Promise<number>;
  countByKind(store: string): Promise<Record<ChangeKind, number>>;
  get(store: string, kind: ChangeKind, id: string): Promise<ChangeRow | null>;
  /** Those of the given entities that have a change which is not worked on yet. */
  listPending(store: string, kind: ChangeKind, ids: readonly string[]): Promise<string[]>;
  /** Stores with at least one due change, longest waiting first. */
  listStoresDue(now: Date, limit: number): Promise<string[]>;
  /** When the change was first noted that has waited longest, put off or not; null when none waits. */
  waitingSince(store: string): Promise<Date | null>;
  deleteAll(store: string): Promise<void>;
}

/** The fate of one BigCommerce or AIQ entity. Holds no personal data; e-mail only as a keyed HMAC for search. */
export interface RecordRow {
  store: string;
  kind: RecordKind;
  /** Order id; refund id; customer id or `guest-<hash>`; product id; AIQ contact id. */
  id: string;
  state: RecordState;
  reason: RecordReason;
  /** What AIQ or we said about it, shortened, without personal data. */
  detail: string | null;
  warnings: RecordWarning[];
  /** SHA-256 of the content that AIQ has; equal hash means nothing to send. Null when nothing was sent. */
  hash: string | null;
  /** When the entity was created and last modified in its source. */
  createdAt: Date;
  sourceAt: Date;
  /** For a refund its order's id. */
  parentId: string | null;
  channelId: number | null;
  customerId: string | null;
  emailHash: string | null;
  /** Exact decimal amount that counts, as it stands in AIQ, and its currency; null for people and products. */
  amount: string | null;
  currency: string | null;
  firstSeenAt: Date;
  receivedAt: Date | null;
  fetchedAt: Date | null;
  sentAt: Date | null;
  attempts: number;
  nextAttemptAt: Date | null;
  /** Of an order: BigCommerce has archived it, or does not have it any more. */
  archived?: boolean;
  /** Fencing token of the last writer; a lower token cannot write. */
  fence: number;
  updatedAt: Date;
}

export type RecordKey = Pick<RecordRow, 'kind' | 'id'>;
export type RecordWrite = Omit<RecordRow, 'store' | 'firstSeenAt' | 'fence' | 'updatedAt'>;

export interface RecordFilter {
  kind?: RecordKind;
  state?: RecordState;
  reason?: RecordReason;
  warning?: RecordWarning;
  channelId?: number;
  /** Order number, customer id …: exact id or parent id. */
  id?: string;
  customerId?: string;
  emailHash?: string;
  /** Inclusive. */
  createdFrom?: Date;
  /** Exclusive. */
  createdTo?: Date;
}

/** Orders with a record, by the UTC day on which they were placed. */
export interface OrdersOfDay {
  /** `2026-06-01` */
  day: string;
  channelId: number | null;
  /** Of which BigCommerce's list should know. */
  listed: number;
}

export interface RecordRepository {
  getMany(store: string, keys: RecordKey[]): Promise<RecordRow[]>;
  /**
   * Writes outcomes in one unordered bulk. Rows that carry a higher fence are left alone, and nothing is written
   * when the store's lease has a higher token (it went to somebody else, or was revoked).
   * @param isNew rows that are probably not there yet, which saves the database most of the work; when one is, nothing
   *   is different for it. Nothing is, by default.
   * @returns false when at least one row was refused by its fence: the caller lost its lease and must stop.
   */
  writeMany(
    store: string,
    rows: RecordWrite[],
    fence: number,
    now: Date,
    isNew?: (row: RecordWrite) => boolean,
  ): Promise<boolean>;
  /**
   * Deletes, in batches, every record of what another AIQ account was sent or refused, so that all of it is due anew.
   * What holds for any account stays: erased shoppers, opt-ins, and what was left out on purpose.
   * @returns false when the store's lease has a higher token: the caller lost its lease and must stop
   */
  forgetSent(store: string, fence: number): Promise<boolean>;
  /**
   * Newest first by `createdAt`, which never changes, so that a row that is written meanwhile is neither repeated
   * nor left out. Opaque cursor for the next page.
   * @throws AppError `invalid-input` when the cursor is not one of ours
   */
  search(
    store: string,
    filter: RecordFilter,
    page: { limit: number; cursor: string | null },
  ): Promise<{ rows: RecordRow[]; next: string | null }>;
  stream(store: string, filter: RecordFilter): AsyncIterable<RecordRow>;
  /** How many a search finds, counted no further than `limit`. A warning or a channel is in no index: that reads rows. */
  countUpTo(store: string, filter: RecordFilter, limit: number): Promise<number>;
  /** Counts by kind, state and reason; `createdFrom` leaves out what is older than the history start. */
  count(
    store: string,
    createdFrom: Date | null,
  ): Promise<{ kind: RecordKind; state: RecordState; reason: RecordReason; count: number }[]>;
  /** Orders with a record that BigCommerce has archived or does not have any more. */
  countArchived(store: string, createdFrom: Date | null): Promise<number>;
  /** Days and channels with orders; `from` is inclusive, `to` exclusive. */
  countOrdersByDay(store: string, from: Date, to: Date): Promise<OrdersOfDay[]>;
  /** Refunds of the given orders. */
  listRefundsOf(store: string, orderIds: string[]): Promise<RecordRow[]>;
  /** Records due for another try (`waiting` with `nextAttemptAt` reached), oldest first. */
  listDue(store: string, now: Date, limit: number): Promise<RecordRow[]>;
  /** When the first of the waiting records is due for another try, which may be past; null when none is. */
  firstDueAt(store: string): Promise<Date | null>;
  /** Turns matching parked records into changes' keys, for "retry all of a reason" and for a new mapping. */
  listKeys(store: string, filter: RecordFilter, limit: number): Promise<RecordKey[]>;
  deleteAll(store: string): Promise<void>;
}

export interface StreamCounts {
  read: number;
  sent: number;
  waiting: number;
  parked: number;
  skipped: number;
}

export interface StreamRow {
  store: string;
  name: StreamName;
  status: 'waiting' | 'running' | 'paused' | 'done';
  /** Meaning is the stream's own; always plain JSON. */
  cursor: Record<string, unknown> | null;
  counts: StreamCounts;
  /** How many the stream expects to read; null when unknown. */
  total: number | null;
  fence: number;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When the stream wants to run next; null means not by itself. */
  nextRunAt: Date | null;
  /** The earliest wake that no step has heeded yet, so that the checkpoint of a step under way does not undo it. */
  wokenFor: Date | null;
  updatedAt: Date;
  error: string | null;
}

export interface StreamRepository {
  get(store: string, name: StreamName): Promise<StreamRow | null>;
  list(store: string): Promise<StreamRow[]>;
  /**
   * Starts or restarts a stream: cursor null, counts zero, status `waiting`. Whoever holds the store's lease at that
   * moment is fenced off this stream (its next checkpoint gives false), because it works from the old cursor.
   * A worker that resets a stream itself names its `fence` and goes on.
   */
  reset(
    store: string,
    name: StreamName,
    input: { total: number | null; nextRunAt: Date | null; now: Date; fence?: number },
  ): Promise<StreamRow>;
  /**
   * Writes a checkpoint, creating the stream if need be. False when a higher fence wrote before or the store's lease
   * has a higher token: the caller lost its lease and must stop. Where the stream was woken for an earlier time than
   * the `nextRunAt` given here, and no step has heeded that, it runs at that time.
   */
  checkpoint(
    store: string,
    name: StreamName,
    changes: Partial<
      Pick<StreamRow, 'status' | 'cursor' | 'total' | 'startedAt' | 'finishedAt' | 'nextRunAt' | 'error'>
    >,
    /** Added to the stored counts. */
    add: Partial<StreamCounts>,
    fence: number,
    now: Date,
  ): Promise<boolean>;
  /** Wakes a stream: `nextRunAt` = at, unless it is earlier already. A stream that was never started sleeps on. */
  wake(store: string, name: StreamName, at: Date): Promise<void>;
  /** A step begins now, which does what the stream was woken for until now. */
  heedWake(store: string, name: StreamName, now: Date): Promise<void>;
  /** Stores with at least one stream whose `nextRunAt` is reached, and which these are; longest waiting first. */
  listStoresDue(now: Date, limit: number): Promise<{ store: string; streams: StreamName[] }[]>;
  deleteAll(store: string): Promise<void>;
}

export interface Lease {
  store: string;
  owner: string;
  /** Fencing token: grows with every acquisition. */
  token: number;
}

export interface LeaseRepository {
  /**
   * One conditional write by the database server's clock; null while another owner holds it. An owner that holds it
   * already gets it anew, with a new token.
   */
  acquire(store: string, owner: string, ttlMs: number): Promise<Lease | null>;
  /** False when it was lost. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Ends whoever holds it (uninstall). */
  revoke(store: string): Promise<void>;
}

export interface ProblemRow {
  store: string;
  code: ProblemCode;
  /** Distinguishes several of one code, such as the channel id; empty when there is only one. */
  key: string;
  params: Record<string, string | number>;
  firstAt: Date;
  lastAt: Date;
  count: number;
  resolvedAt: Date | null;
}

export interface ProblemRepository {
  raise(
    store: string,
    code: ProblemCode,
    key: string,
    params: Record<string, string | number>,
    now: Date,
  ): Promise<void>;
  resolve(store: string, code: ProblemCode, key: string | null, now: Date): Promise<void>;
  listOpen(store: string): Promise<ProblemRow[]>;
  /** The stores in which such a problem is open. Looks at all problems of all stores: for hourly work. */
  listStoresWith(code: ProblemCode): Promise<string[]>;
  deleteAll(store: string): Promise<void>;
}

export interface AuditRow {
  store: string;
  at: Date;
  userId: number | null;
  action: string;
  /** Names and values of settings; never a secret, e-mail or phone. */
  details: Record<string, unknown>;
}

export interface AuditRepository {
  add(row: AuditRow): Promise<void>;
  /**
   * Newest first. May give more than `limit`, because a page never ends between two entries of the same instant:
   * the last entry's `at` is the next page's `before` (exclusive).
   */
  list(store: string, page: { limit: number; before: Date | null }): Promise<AuditRow[]>;
}

/** One double opt-in request per phone and store, for ever. The phone only as a keyed HMAC. */
export interface ConsentRow {
  store: string;
  phoneHash: string;
  customerId: string;
  orderId: string;
  state: 'requesting' | 'requested' | 'refused';
  requestedAt: Date;
  wording: string;
}

export interface ConsentRepository {
  /** Claims the one request for this phone; false when it was claimed before. */
  claim(row: ConsentRow): Promise<boolean>;
  settle(store: string, phoneHash: string, state: 'requested' | 'refused'): Promise<void>;
  /** Gives a claim back whose call was surely not carried out; only while it is not settled. */
  release(claim: Pick<ConsentRow, 'store' | 'phoneHash' | 'requestedAt'>): Promise<void>;
  /** Claims whose call never settled (crash in between). */
  listUnsettled(store: string, before: Date): Promise<ConsentRow[]>;
  count(store: string): Promise<number>;
}

export interface DailyRow {
  store: string;
  /** UTC day, `YYYY-MM-DD`. */
  day: string;
  counts: Partial<Record<RecordState, number>>;
}

export interface DailyRepository {
  /** Adds outcomes: whoever writes records adds how many of them ended in each state. For charts, so never exact. */
  add(store: string, day: string, counts: Partial<Record<RecordState, number>>): Promise<void>;
  list(store: string, fromDay: string): Promise<DailyRow[]>;
}

export interface ClaimRepository {
  /** True for the first caller of a key, false for everybody after it; forgotten some time after `expireAt`. */
  claim(key: string, expireAt: Date): Promise<boolean>;
  /** Keeps a value for single use. */
  put(key: string, value: Record<string, unknown>, expireAt: Date): Promise<void>;
  /** Reads and deletes in one step; null when unknown or expired. */
  take(key: string, now: Date): Promise<Record<string, unknown> | null>;
}

/** Everything that is kept. mongoose stays behind it. */
export interface Db {
  stores: StoreRepository;
  users: UserRepository;
  settings: SettingsRepository;
  changes: ChangeRepository;
  records: RecordRepository;
  streams: StreamRepository;
  leases: LeaseRepository;
  problems: ProblemRepository;
  audit: AuditRepository;
  consents: ConsentRepository;
  daily: DailyRepository;
  claims: ClaimRepository;
  /** Resolves when the database answers a ping; rejects otherwise. */
  ping(): Promise<void>;
  /**
   * Deletes everything of a store except its tombstone and its lease (30 days after uninstalling). Stops as soon as
   * the store is installed again; one that was not finished is listed again by `listUninstalledBefore`.
   */
  purgeStore(store: string): Promise<void>;
  /** Deletes rows whose `expireAt` is over; a TTL index may do it too. */
  purgeExpired(now: Date): Promise<number>;
  close(): Promise<void>;
}
