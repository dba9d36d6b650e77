import { randomBytes } from 'node:crypto';
import type { GrantedToken, SandboxClock, Tokens } from '../contract.ts';

export type TokenDeath = 'replaced' | 'uninstalled' | 'revoked';

export interface TokenRecord {
  token: string;
  clientId: string;
  /** `null` for a token that no store is bound to, because the exchange named none. */
  storeHash: string | null;
  scopes: string[];
  /** Milliseconds since 1970. */
  grantedAt: number;
  death: { why: TokenDeath; at: number } | null;
  /** While the merchant has not accepted a change, the token may be good for nothing (403). */
  suspended: boolean;
}

/** A request that came with a token after its death. */
export interface DeadTokenUse {
  storeHash: string | null;
  clientId: string;
  why: TokenDeath;
  at: number;
  /** Simulated milliseconds between the token's death and the request. */
  afterMs: number;
}

/**
 * Every token ever given out. One is good per store and app; tokens do not expire with time.
 * https://developer.bigcommerce.com/docs/start/authentication/api-accounts
 */
export class TokenRegistry implements Tokens {
  private readonly records = new Map<string, TokenRecord>();
  private readonly good = new Map<string, TokenRecord>();
  private uses: DeadTokenUse[] = [];
  private readonly clock: SandboxClock;

  constructor(clock: SandboxClock) {
    this.clock = clock;
  }

  /** A new token kills the store's previous one of the same app. */
  grant(input: { clientId: string; storeHash: string | null; scopes: readonly string[] }): TokenRecord {
    if (input.storeHash !== null) this.kill(input.clientId, input.storeHash, 'replaced');
    const record: TokenRecord = {
      ...input,
      scopes: [...input.scopes],
      token: randomBytes(16).toString('hex'),
      grantedAt: this.clock.now(),
      death: null,
      suspended: false,
    };
    this.add(record);
    return record;
  }

  /** What the API asks for each request; a dead token's use is noted for the judgement. */
  find(token: string): GrantedToken | undefined {
    const record = this.records.get(token);
    if (!record) return undefined;
    if (record.death) {
      const { why, at } = record.death;
      const now = this.clock.now();
      const { storeHash, clientId } = record;
      this.uses.push({ storeHash, clientId, why, at: now, afterMs: now - at });
      return undefined;
    }
    return this.peek(token);
  }

  /** As `find`, without noting anything. */
  peek(token: string): GrantedToken | undefined {
    const record = this.records.get(token);
    if (!record || record.death) return undefined;
    const { clientId, storeHash, scopes, suspended } = record;
    return { clientId, storeHash: storeHash ?? '', scopes: suspended || storeHash === null ? [] : scopes };
  }

  /** The good token of a store. */
  current(clientId: string, storeHash: string): TokenRecord | undefined {
    return this.good.get(`${clientId} ${storeHash}`);
  }

  kill(clientId: string, storeHash: string, why: TokenDeath): void {
    const record = this.current(clientId, storeHash);
    if (!record) return;
    record.death = { why, at: this.clock.now() };
    this.good.delete(`${clientId} ${storeHash}`);
  }

  suspend(clientId: string, storeHash: string, suspended: boolean): void {
    const record = this.current(clientId, storeHash);
    if (record) record.suspended = suspended;
  }

  deadUses(): readonly DeadTokenUse[] {
    return this.uses;
  }

  forgetUses(): void {
    this.uses = [];
  }

  save(): TokenRecord[] {
    return structuredClone([...this.records.values()]);
  }

  restore(records: readonly TokenRecord[]): void {
    this.records.clear();
    this.good.clear();
    this.uses = [];
    for (const record of structuredClone(records)) this.add(record);
  }

  private add(record: TokenRecord): void {
    this.records.set(record.token, record);
    const { clientId, storeHash, death } = record;
    if (storeHash !== null && !death) this.good.set(`${clientId} ${storeHash}`, record);
  }
}
