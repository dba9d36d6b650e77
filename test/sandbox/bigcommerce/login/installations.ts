import type { SandboxClock } from '../contract.ts';
import type { SwitchSet } from '../../switch-set.ts';
import type { AppCalls, CallbackKind } from './app-calls.ts';
import type { AppProfile, Apps } from './apps.ts';
import type { GrantCodes } from './grant-codes.ts';
import { signPayload, type JwtVariant } from './signed-payload.ts';
import { requireOwner, requireUser, type StoreAccount, type StoreUser } from './store-users.ts';
import type { LoginSwitches } from './switches.ts';
import type { TokenRegistry } from './token-registry.ts';

/** A change that the merchant has to accept before the app opens again. */
export type AcceptanceNeed = 'scopes' | 'owner-email';

export interface Installation {
  clientId: string;
  storeHash: string;
  scopes: string[];
  installedAt: number;
  needs: AcceptanceNeed | null;
}

/** What the control panel does when a user opens the app. */
export type Opening =
  | { kind: 'load'; url: string }
  | { kind: 'consent'; why: 'not-installed' | AcceptanceNeed }
  | { kind: 'refused'; why: string };

export interface InstallationDeps {
  apps: Apps;
  tokens: TokenRegistry;
  codes: GrantCodes;
  calls: AppCalls;
  clock: SandboxClock;
  /** Milliseconds since 1970 as the app's own clock has it; of the JWTs' times. */
  signedNow: () => number;
  switches: SwitchSet<LoginSwitches>;
  account: (storeHash: string) => StoreAccount;
  /** Called at the token's death by uninstalling; the app's webhooks go as well. */
  onUninstalled: (clientId: string, storeHash: string) => void;
}

export interface SentPayload {
  kind: 'load' | CallbackKind;
  clientId: string;
  storeHash: string;
  jwt: string;
}

/**
 * Which app is installed in which store, from consent to uninstalling.
 * https://developer.bigcommerce.com/docs/integrations/apps/guide/auth
 */
export class Installations {
  /** Every payload that left, oldest first; for playing one again. */
  readonly sent: SentPayload[] = [];
  private readonly installed = new Map<string, Installation>();
  private readonly deps: InstallationDeps;

  constructor(deps: InstallationDeps) {
    this.deps = deps;
  }

  find(clientId: string, storeHash: string): Installation | undefined {
    return this.installed.get(keyOf(clientId, storeHash));
  }

  list(): Installation[] {
    return [...this.installed.values()];
  }

  /**
   * The merchant accepts all scopes.
   * @returns the auth callback's address, where the browser goes next
   */
  accept(clientId: string, storeHash: string, userId: number, external = false): string {
    const app = this.deps.apps.require(clientId);
    const user = this.requireAuthorised(storeHash, userId);
    const { code } = this.deps.codes.issue({
      clientId,
      storeHash,
      userId: user.id,
      scopes: app.scopes,
      redirectUri: app.authUrl,
    });
    const url = new URL(app.authUrl);
    url.searchParams.set('account_uuid', app.accountUuid);
    url.searchParams.set('code', code);
    url.searchParams.set('context', `stores/${storeHash}`);
    url.searchParams.set('scope', app.scopes.join(' '));
    if (external) url.searchParams.set('external_install', 'true');
    return url.href;
  }

  /** The exchange went well: the store has the app, with these scopes. */
  complete(clientId: string, storeHash: string, scopes: readonly string[]): void {
    const installedAt = this.deps.clock.now();
    this.installed.set(keyOf(clientId, storeHash), {
      clientId,
      storeHash,
      scopes: [...scopes],
      installedAt,
      needs: null,
    });
  }

  /** A user clicks the app, or follows a link into it. */
  open(
    clientId: string,
    storeHash: string,
    userId: number,
    target: { url?: string; channelId?: number | null } = {},
  ): Opening {
    const app = this.deps.apps.require(clientId);
    const account = this.deps.account(storeHash);
    const user = requireUser(account, userId);
    const installation = this.find(clientId, storeHash);
    const why = installation ? installation.needs : 'not-installed';
    if (why !== null) {
      if (user.authorised) return { kind: 'consent', why };
      return { kind: 'refused', why: 'Ask the store owner to install this app or to accept its changes.' };
    }
    if (!user.authorised && !(app.multiUser && user.hasApp)) {
      return { kind: 'refused', why: `${user.name} was not granted this app.` };
    }
    return { kind: 'load', url: this.payloadUrl('load', app, account, user, target) };
  }

  /** Deletes token and webhooks, and tells the app as the switch says. Resolves when the calls made now ended. */
  async uninstall(clientId: string, storeHash: string, userId: number): Promise<void> {
    const app = this.deps.apps.require(clientId);
    const user = this.requireAuthorised(storeHash, userId);
    if (!this.find(clientId, storeHash)) throw new Error(`the app is not installed in ${storeHash}`);
    const { uninstallCallback: timing, callbackDelayMs } = this.deps.switches.get();
    const end = () => {
      this.installed.delete(keyOf(clientId, storeHash));
      this.deps.tokens.kill(clientId, storeHash, 'uninstalled');
      this.deps.onUninstalled(clientId, storeHash);
    };
    const call = this.serverCall('uninstall', app, storeHash, user);
    if (call !== null && timing === 'before') await this.deps.calls.send(call);
    end();
    if (call === null) return;
    if (timing === 'delayed' || timing === 'twice') this.deps.calls.later(callbackDelayMs, call);
    if (timing === 'after' || timing === 'twice') await this.deps.calls.send(call);
  }

  /** Takes the app from a user; the app hears of it as the switch says. */
  async removeUser(clientId: string, storeHash: string, userId: number): Promise<void> {
    const app = this.deps.apps.require(clientId);
    const user = requireUser(this.deps.account(storeHash), userId);
    if (user.authorised) throw new Error(`${user.name} has the app without a grant`);
    user.hasApp = false;
    const { removeUserCallback: timing, callbackDelayMs } = this.deps.switches.get();
    const call = this.serverCall('remove-user', app, storeHash, user);
    if (call === null || timing === 'never' || !this.find(clientId, storeHash)) return;
    if (timing !== 'once') this.deps.calls.later(callbackDelayMs, call);
    if (timing !== 'delayed') await this.deps.calls.send(call);
  }

  /** The app's maker changes its scopes: every store that has other ones must accept. */
  changeScopes(clientId: string, scopes: readonly string[]): void {
    this.deps.apps.update(clientId, { scopes: [...scopes] });
    for (const installation of this.list()) {
      if (installation.clientId !== clientId || sameScopes(installation.scopes, scopes)) continue;
      this.need(installation, 'scopes', this.deps.switches.get().tokenAfterScopeChange);
    }
  }

  /** The owner's e-mail changes: every app of the store must be accepted again. */
  changeOwnerEmail(storeHash: string, email: string): void {
    requireOwner(this.deps.account(storeHash)).email = email;
    for (const installation of this.list()) {
      if (installation.storeHash !== storeHash) continue;
      this.need(installation, 'owner-email', this.deps.switches.get().tokenAfterOwnerChange);
    }
  }

  /** A payload for a callback, good or broken, noted as sent when good. */
  payload(
    kind: SentPayload['kind'],
    input: { clientId: string; storeHash: string; userId: number; url?: string; channelId?: number | null },
    variant: JwtVariant = 'good',
  ): string {
    const account = this.deps.account(input.storeHash);
    const jwt = signPayload(
      {
        app: this.deps.apps.require(input.clientId),
        account,
        user: requireUser(account, input.userId),
        now: Math.floor(this.deps.signedNow() / 1000),
        channelId: input.channelId ?? null,
        url: input.url ?? '/',
      },
      variant,
    );
    const { clientId, storeHash } = input;
    if (variant === 'good') this.sent.push({ kind, clientId, storeHash, jwt });
    if (this.sent.length > 1_000) this.sent.shift();
    return jwt;
  }

  save(): Installation[] {
    return structuredClone(this.list());
  }

  restore(installations: readonly Installation[]): void {
    this.installed.clear();
    for (const one of structuredClone(installations)) {
      this.installed.set(keyOf(one.clientId, one.storeHash), one);
    }
  }

  private need(installation: Installation, what: AcceptanceNeed, token: 'works' | 'forbidden'): void {
    installation.needs = what;
    if (token === 'forbidden') {
      this.deps.tokens.suspend(installation.clientId, installation.storeHash, true);
    }
  }

  private requireAuthorised(storeHash: string, userId: number): StoreUser {
    const user = requireUser(this.deps.account(storeHash), userId);
    if (!user.authorised) throw new Error(`${user.name} may not install or uninstall apps`);
    return user;
  }

  private serverCall(kind: CallbackKind, app: AppProfile, storeHash: string, user: StoreUser) {
    if ((kind === 'uninstall' ? app.uninstallUrl : app.removeUserUrl) === null) return null;
    const url = this.payloadUrl(kind, app, this.deps.account(storeHash), user);
    return { kind, clientId: app.clientId, storeHash, url };
  }

  private payloadUrl(
    kind: SentPayload['kind'],
    app: AppProfile,
    account: StoreAccount,
    user: StoreUser,
    target: { url?: string; channelId?: number | null } = {},
  ): string {
    const jwt = this.payload(kind, {
      clientId: app.clientId,
      storeHash: account.hash,
      userId: user.id,
      ...target,
    });
    return callbackWith(app, kind, jwt);
  }
}

/** The address of a callback with a payload in it. */
export function callbackWith(app: AppProfile, kind: SentPayload['kind'], jwt: string): string {
  const base = { load: app.loadUrl, uninstall: app.uninstallUrl, 'remove-user': app.removeUserUrl }[kind];
  if (base === null) throw new Error(`the app has no ${kind} callback`);
  const url = new URL(base);
  url.searchParams.set('signed_payload_jwt', jwt);
  return url.href;
}

function keyOf(clientId: string, storeHash: string): string {
  return `${clientId} ${storeHash}`;
}

function sameScopes(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((scope) => other.includes(scope));
}
