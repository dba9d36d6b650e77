import type { SandboxClock } from '../contract.ts';
import { exceptionScope, hears, type Hook } from './hook.ts';
import { checkHook, readHook } from './hook-rules.ts';
import type { HookSwitches } from './switches.ts';

interface Owner {
  clientId: string;
  storeHash: string;
}

const day = 24 * 3600 * 1000;
export const idleLimitMs = 90 * day;

/** All hooks of all stores; a client sees and changes its own only. */
export class HookRegistry {
  private readonly byId = new Map<number, Hook>();
  private readonly byStore = new Map<string, Set<Hook>>();
  private readonly emails = new Map<string, string[]>();
  private nextId = 18_000_001;
  private readonly clock: SandboxClock;
  private readonly switches: () => Readonly<HookSwitches>;

  constructor(clock: SandboxClock, switches: () => Readonly<HookSwitches>) {
    this.clock = clock;
    this.switches = switches;
    this.watchIdle();
  }

  /** @throws HookRefusal */
  create(owner: Owner, body: unknown): Hook {
    const input = readHook(body);
    checkHook(input, this.list(owner), this.switches().allowLoopback);
    const now = this.clock.now();
    const hook = {
      id: this.nextId++,
      ...owner,
      ...input,
      deactivated: false,
      createdAt: now,
      updatedAt: now,
      worksFrom: now + this.switches().newHookDelayMs,
      activeAt: now,
    };
    this.add(hook);
    return hook;
  }

  /** @throws HookRefusal */
  update(hook: Hook, body: unknown): Hook {
    const input = readHook(body, hook);
    const others = this.list(hook).filter((other) => other !== hook);
    checkHook(input, others, this.switches().allowLoopback);
    const now = this.clock.now();
    Object.assign(hook, input, { updatedAt: now, activeAt: now });
    if (input.isActive) hook.deactivated = false;
    return hook;
  }

  find(id: number, owner?: Owner): Hook | undefined {
    const hook = this.byId.get(id);
    const isTheirs = !owner || (hook?.clientId === owner.clientId && hook.storeHash === owner.storeHash);
    return isTheirs ? hook : undefined;
  }

  list({ clientId, storeHash }: Owner): Hook[] {
    return this.ofStore(storeHash).filter((hook) => hook.clientId === clientId);
  }

  ofStore(storeHash: string): Hook[] {
    return [...(this.byStore.get(storeHash) ?? [])];
  }

  all(): Hook[] {
    return [...this.byId.values()];
  }

  /** The active hooks that hear of an event in a store. */
  hearing(storeHash: string, scope: string): Hook[] {
    const now = this.clock.now();
    return this.ofStore(storeHash).filter(
      (hook) => hook.isActive && hook.worksFrom <= now && hears(hook.scope, scope),
    );
  }

  exceptionHook(owner: Owner): Hook | undefined {
    return this.list(owner).find((hook) => hook.isActive && hook.scope === exceptionScope);
  }

  deactivate(hook: Hook): void {
    hook.isActive = false;
    hook.deactivated = true;
    hook.updatedAt = this.clock.now();
  }

  remove(hook: Hook): void {
    this.byId.delete(hook.id);
    this.byStore.get(hook.storeHash)?.delete(hook);
  }

  /** Uninstalling deletes the app's hooks. */
  removeAll(owner: Owner): void {
    for (const hook of this.list(owner)) this.remove(hook);
  }

  emailsOf(owner: Owner): string[] {
    return this.emails.get(`${owner.clientId} ${owner.storeHash}`) ?? [];
  }

  setEmails(owner: Owner, emails: readonly string[]): void {
    this.emails.set(`${owner.clientId} ${owner.storeHash}`, [...emails]);
  }

  save(): { nextId: number; hooks: Hook[]; emails: [string, string[]][] } {
    return structuredClone({ nextId: this.nextId, hooks: this.all(), emails: [...this.emails] });
  }

  restore(saved: ReturnType<HookRegistry['save']>): void {
    const { nextId, hooks, emails } = structuredClone(saved);
    this.nextId = nextId;
    this.byId.clear();
    this.byStore.clear();
    this.emails.clear();
    for (const [key, list] of emails) this.emails.set(key, list);
    for (const hook of hooks) this.add(hook);
  }

  private add(hook: Hook): void {
    this.byId.set(hook.id, hook);
    const ofStore = this.byStore.get(hook.storeHash) ?? new Set();
    this.byStore.set(hook.storeHash, ofStore.add(hook));
  }

  private watchIdle(): void {
    this.clock.after(day, () => {
      const limit = this.clock.now() - idleLimitMs;
      for (const hook of this.all()) if (hook.isActive && hook.activeAt <= limit) this.deactivate(hook);
      this.watchIdle();
    });
  }
}
