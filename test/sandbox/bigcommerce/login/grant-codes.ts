import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../contract.ts';

export interface GrantCode {
  code: string;
  clientId: string;
  storeHash: string;
  userId: number;
  scopes: string[];
  /** The callback that the code was sent to; the exchange must name the same. */
  redirectUri: string;
  issuedAt: number;
  used: boolean;
}

/** One-time codes of the auth callback. */
export class GrantCodes {
  private readonly codes = new Map<string, GrantCode>();
  private readonly clock: SandboxClock;

  constructor(clock: SandboxClock) {
    this.clock = clock;
  }

  issue(grant: Omit<GrantCode, 'code' | 'issuedAt' | 'used'>): GrantCode {
    const code = { ...grant, code: randomBytes(15).toString('hex'), issuedAt: this.clock.now(), used: false };
    this.codes.set(code.code, code);
    return code;
  }

  /** The code if it is that client's, unused and young enough; using it up is the caller's. */
  find(code: string, clientId: string, lifetimeMs: number): GrantCode | undefined {
    const found = this.codes.get(code);
    if (!found || found.used || found.clientId !== clientId) return undefined;
    return this.clock.now() - found.issuedAt > lifetimeMs ? undefined : found;
  }
}
