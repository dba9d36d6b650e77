export interface ClaimRepository {
  /** True for the first caller of a key, false for everybody after it; forgotten some time after `expireAt`. */
  claim(key: string, expireAt: Date): Promise<boolean>;
  /** Whether somebody has claimed a key. */
  isClaimed(key: string): Promise<boolean>;
  /** Keeps a value for single use. */
  put(key: string, value: Record<string, unknown>, expireAt: Date): Promise<void>;
  /** Reads and deletes in one step; null when unknown or expired. */
  take(key: string, now: Date): Promise<Record<string, unknown> | null>;
}
