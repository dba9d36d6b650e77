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
