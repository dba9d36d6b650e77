import type { OptionPreview } from '../../shared/views/options.ts';
import type { History, Options } from '../../shared/settings.ts';
import type { RecordReason } from '../../shared/sync.ts';
import type { AiqClient } from '../aiq/types.ts';
import type { BigcommerceClient, Lane } from '../bigcommerce/types.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/types/db.ts';
import type { RecordKey } from '../db/types/records.ts';
import type { StoreRow } from '../db/types/stores.ts';
import type { Logger } from '../log.ts';

/** Turns e-mails and phones into keyed HMACs, so that they can be searched for without being kept. */
export interface Hasher {
  email(value: string): string;
  phone(value: string): string;
}

/** What the sync engine is given; the only place that knows how these are made is the context. */
export interface SyncDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  hasher: Hasher;
  /** Opens the sealed token; throws `SecretUnreadableError` when it cannot be opened. */
  bigcommerceFor(store: StoreRow, lane: Lane, signal?: AbortSignal): BigcommerceClient;
  /** Opens the sealed key; null when the store is not linked. */
  aiqFor(store: StoreRow, signal?: AbortSignal): AiqClient | null;
  /** Stores worked on at the same time by this instance. */
  storeConcurrency: number;
  /** Name of this instance in leases. */
  instance: string;
  /** Named places where a test may kill the process; does nothing in production. */
  crashPoint(name: string): void;
}

/** The worker of one instance: polls for due stores and works each under a lease. */
export interface SyncEngine {
  start(): void;
  /** Works this store as soon as possible (a webhook came, a button was pressed). */
  nudge(store: string): void;
  /** Ends work on a store at once (uninstall): no further call with its token. */
  halt(store: string): Promise<void>;
  /** Finishes the step under way, releases leases. */
  stop(): Promise<void>;
}

export interface AgreementRow {
  kind: 'order' | 'customer' | 'product';
  inBigcommerce: number;
  difference: number;
}

/** What the panel and the schedules ask of the sync; each wakes the engine itself. */
export interface SyncOperations {
  /** Sends the ten newest orders; results are the records named by the trial stream's cursor `{ ids: string[] }`. */
  startTrial(store: StoreRow): Promise<void>;
  /** "Send the rest": starts history, sweeps and whatever options ask for. */
  startSync(store: StoreRow): Promise<void>;
  /** Orders, customers and expected seconds of a history choice. */
  previewHistory(
    store: StoreRow,
    history: History,
  ): Promise<{ orders: number; customers: number; seconds: number }>;
  /** Start of history as an instant; null means everything. */
  historyStart(store: StoreRow, history: History): Date | null;
  previewOptions(
    store: StoreRow,
    options: Options,
  ): Promise<{ enrol: OptionPreview; doubleOptIn: OptionPreview }>;
  /**
   * Wakes what changed options touch: re-reads history when amounts or statuses changed, starts enrolment …
   * @param before the options that applied until now, unless the settings remember older ones that do still
   */
  optionsSaved(store: StoreRow, before: Options, after: Options): Promise<void>;
  /** Orders parked for a channel that is mapped now go out. */
  mappingSaved(store: StoreRow): Promise<number>;
  retryRecord(store: StoreRow, key: RecordKey): Promise<void>;
  retryReason(store: StoreRow, reason: RecordReason): Promise<number>;
  /** The merchant may have removed the cause of failures: what waits after them is tried at once. */
  resume(store: string): Promise<void>;
  /** Asks BigCommerce for its counts and compares; raises or resolves `counts-differ`. */
  checkAgreement(store: StoreRow): Promise<AgreementRow[]>;
  thaw(store: StoreRow, changes: 'send' | 'discard'): Promise<void>;
  /** Makes the sweeps of a store due now, and finishes what a save of the settings or of history was cut off from. */
  sweepNow(store: string): Promise<void>;
}
