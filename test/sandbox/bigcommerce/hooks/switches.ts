/** What is uncertain about webhooks, and what can go wrong with them. Shares are 0 to 1. */
export interface HookSwitches {
  /** Whether destinations on the loopback may be HTTP on any port. Real ones are HTTPS on 443. */
  allowLoopback: boolean;
  /** Wait for the receiver's answer, in real milliseconds; undocumented. */
  timeoutMs: number;
  /** How long a new hook misses events; the documentation says up to a minute. */
  newHookDelayMs: number;
  signature: 'good' | 'wrong' | 'none';
  /** Whether a retry is signed with the time of the first attempt; undocumented. */
  staleTimestampOnRetry: boolean;
  lossShare: number;
  duplicateShare: number;
  /** A duplicate arrives up to this much later. */
  duplicateDelayMs: number;
  reorderShare: number;
  /** A reordered delivery is held back up to this long. */
  reorderDelayMs: number;
  /** Most deliveries under way at once. */
  concurrency: number;
}

export const defaultHookSwitches: Readonly<HookSwitches> = {
  allowLoopback: true,
  timeoutMs: 10_000,
  newHookDelayMs: 0,
  signature: 'good',
  staleTimestampOnRetry: false,
  lossShare: 0,
  duplicateShare: 0,
  duplicateDelayMs: 2_000,
  reorderShare: 0,
  reorderDelayMs: 5_000,
  concurrency: 64,
};

export const hookSwitchChoices = { signature: ['good', 'wrong', 'none'] } as const;
