import type { AuditRepository } from './audit.ts';
import type { ChangeRepository } from './changes.ts';
import type { ClaimRepository } from './claims.ts';
import type { ConsentRepository } from './consents.ts';
import type { DailyRepository } from './daily.ts';
import type { LeaseRepository } from './leases.ts';
import type { ProblemRepository } from './problems.ts';
import type { RecordRepository } from './records.ts';
import type { SettingsRepository } from './settings.ts';
import type { StoreRepository } from './stores.ts';
import type { StreamRepository } from './streams.ts';
import type { UserRepository } from './users.ts';

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
  /** Deletes rows whose `expireAt` has been over for an hour; a TTL index may do it too. */
  purgeExpired(now: Date): Promise<number>;
  close(): Promise<void>;
}
