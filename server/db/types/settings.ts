import type { Options, StoreMapping } from '../../../shared/settings.ts';

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
  /** Those that the sync followed last, and all since, which may have been followed in part; empty when all is done. */
  options: Options[];
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
