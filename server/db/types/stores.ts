import type { History } from '../../../shared/settings.ts';

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
  /** When the history was chosen that applies, and of which choice the streams of history were started last. */
  historySavedAt: Date | null;
  historyFollowed: Date | null;
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
  /** When the merchant last did something that may have removed the cause of failures. */
  remediedAt: Date | null;
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
  /**
   * The owner whom BigCommerce names now, and the age gate where it becomes that owner's with it. Only while the
   * generation is unchanged, because installing names the owner as well.
   */
  setOwner(
    hash: string,
    owner: NonNullable<StoreRow['owner']>,
    ageGate: AgeGate | null,
    generation: number,
  ): Promise<void>;
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
    changes: Partial<
      Pick<StoreRow, 'lastWebhookAt' | 'lastSweepAt' | 'hooksCheckedAt' | 'hooksMadeAt' | 'remediedAt'>
    >,
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
