import express from 'express';
import type { Express } from 'express';
import { createAccount, type Account, type NewAccount } from './account.ts';
import type { AiqClock } from './clock.ts';
import { createDraws } from './contact-id.ts';
import { createControl } from './control.ts';
import { demoAccount } from './demo-account.ts';
import { sendJson } from './envelope.ts';
import { createGate } from './gate.ts';
import { flushPending } from './inbox.ts';
import { createJoinPage } from './join-page.ts';
import * as optIn from './opt-in.ts';
import { createState, type AiqState, type AiqTotals } from './oracle.ts';
import { mergePersonas } from './persona-merge.ts';
import type { Programme } from './programme.ts';
import { RequestLog } from './request-log.ts';
import { eventEndpoints } from './routes/events.ts';
import { inventoryEndpoints } from './routes/inventory.ts';
import { loyaltyEndpoints } from './routes/loyalty.ts';
import { memberEndpoints } from './routes/members.ts';
import { optInEndpoints } from './routes/opt-ins.ts';
import { personaEndpoints } from './routes/personas.ts';
import { saleEndpoints } from './routes/sales.ts';
import { storeEndpoints } from './routes/stores.ts';
import { walletEndpoints } from './routes/wallet.ts';
import { recountPoints } from './sale-links.ts';
import type { KeepWrites } from './sale-store.ts';
import { parseSnapshot, restoreAccount, saveAccount, toSnapshot, type AiqSnapshot } from './snapshot.ts';
import { Switchboard } from './switchboard.ts';
import { parseSwitches, type AiqSwitches } from './switches.ts';

export type { NewAccount } from './account.ts';
export type { AiqClock } from './clock.ts';
export { demoAccount } from './demo-account.ts';
export type { AiqState, AiqTotals, OptInView, PersonaView, PlaceTotal } from './oracle.ts';
export type { RequestCount, RequestNote } from './request-log.ts';
export type { SalePayload, SaleView, SaleWrite } from './sale.ts';
export type { KeepWrites } from './sale-store.ts';
export type { AiqSnapshot } from './snapshot.ts';
export type { AiqSwitches, Failure } from './switches.ts';

export interface AiqOptions {
  seed: number;
  clock: AiqClock;
  /** What to keep of the requests for sales; `count` holds a million. Default `all`. */
  keepWrites?: KeepWrites;
  /** Accounts at the start; the demo account by default. */
  accounts?: readonly NewAccount[];
}

/** Simulated AIQ with everything that judges its callers. Unknown UIDs throw. */
export interface Aiq {
  app: Express;
  /** Makes an account, or gives an existing one another key, stores and programme; its data stay. */
  createAccount(account: NewAccount): void;
  accounts(): { uid: string; key: string | null; stores: { id: number; name: string }[] }[];
  revokeKey(uid: string): void;
  replaceKey(uid: string, key: string): void;
  /** In force for the account, or for all. */
  switches(uid?: string): Readonly<AiqSwitches>;
  /** Changes some switches, of one account or of all; account switches win. Throws on unknown ones. */
  setSwitches(patch: Partial<AiqSwitches>, uid?: string): void;
  /** Back to the defaults. */
  resetSwitches(uid?: string): void;
  state(uid: string): AiqState;
  totals(uid: string): AiqTotals;
  requests: RequestLog;
  setProgramme(uid: string, patch: Partial<Programme>): void;
  /** The shopper answers YES. Returns whether a pending request became an opt-in. */
  answerYes(uid: string, phone: string): boolean;
  /** The shopper answers STOP. */
  answerStop(uid: string, phone: string): boolean;
  /** The PIN last sent to a phone or e-mail. */
  lastPin(uid: string, contact: string): string | undefined;
  /** Runs the overnight merging now; gives the number of personas that ceased to exist. */
  merge(uid: string): number;
  /** Shows what was accepted, now; of one account or of all. */
  flush(uid?: string): void;
  snapshot(): AiqSnapshot;
  /** Replaces all accounts by those of a snapshot. */
  restore(json: unknown): void;
  /** Forgets all accounts' data, keeps keys and stores. */
  clear(): void;
  /** Stops every timer. */
  close(): void;
}

const endpoints = [
  ...storeEndpoints,
  ...memberEndpoints,
  ...saleEndpoints,
  ...inventoryEndpoints,
  ...optInEndpoints,
  ...personaEndpoints,
  ...loyaltyEndpoints,
  ...walletEndpoints,
  ...eventEndpoints,
];

/** Builds simulated AIQ; `app` wants a listener. Nothing is shared between two of them. */
export function createAiq(options: AiqOptions): Aiq {
  const { seed, clock } = options;
  const accounts = new Map<string, Account>();
  const byKey = new Map<string, Account>();
  const switchboard = new Switchboard();
  const requests = new RequestLog();
  let order = 0;
  const deps = {
    seed,
    clock,
    keepWrites: options.keepWrites ?? 'all',
    nextOrder: () => ++order,
    switchboard,
  };

  function indexKeys(): void {
    byKey.clear();
    for (const account of accounts.values()) if (account.key !== null) byKey.set(account.key, account);
  }
  function requireAccount(uid: string): Account {
    const account = accounts.get(uid);
    if (!account) throw new Error(`simulated AIQ has no account ${uid}`);
    return account;
  }
  function stopTimers(): void {
    for (const account of accounts.values()) {
      for (const batch of account.pending) batch.timer.cancel();
      account.pending.clear();
      account.mergeDue?.cancel();
      account.mergeDue = null;
    }
  }
  function answerBy(uid: string, phone: string, answer: typeof optIn.answerYes): boolean {
    const account = requireAccount(uid);
    const persona = account.personas.findByPhone(phone);
    return persona ? answer(account, persona) : false;
  }

  const gate = createGate({
    endpoints,
    clock,
    draw: createDraws(seed),
    log: requests,
    switches: (uid) => switchboard.get(uid),
    accountByKey: (key) => byKey.get(key),
  });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(gate.router);

  const aiq: Aiq = {
    app,
    requests,
    createAccount(request) {
      const fresh = createAccount(request, deps);
      const existing = accounts.get(request.uid);
      if (existing) {
        const { key, stores, programme } = fresh;
        Object.assign(existing, { key, stores, programme });
      } else accounts.set(request.uid, fresh);
      indexKeys();
    },
    accounts: () =>
      [...accounts.values()].map(({ uid, key, stores }) => ({
        uid,
        key,
        stores: stores.map(({ id, name }) => ({ id, name })),
      })),
    revokeKey(uid) {
      requireAccount(uid).key = null;
      indexKeys();
    },
    replaceKey(uid, key) {
      requireAccount(uid).key = key;
      indexKeys();
    },
    switches: (uid) => switchboard.get(uid),
    setSwitches(patch, uid) {
      switchboard.set(parseSwitches(patch), uid);
      if ('failWith' in patch || 'failTimes' in patch) gate.restartFaults();
    },
    resetSwitches(uid) {
      switchboard.reset(uid);
      gate.restartFaults();
    },
    state: (uid) => createState(requireAccount(uid)),
    totals: (uid) => createState(requireAccount(uid)).totals(),
    setProgramme(uid, patch) {
      const account = requireAccount(uid);
      account.programme = { ...account.programme, ...patch };
      recountPoints(account);
    },
    answerYes: (uid, phone) => answerBy(uid, phone, optIn.answerYes),
    answerStop: (uid, phone) =>
      answerBy(uid, phone, (account, persona) => {
        optIn.optOut(account, persona);
        return true;
      }),
    lastPin: (uid, contact) => requireAccount(uid).pins.get(contact),
    merge: (uid) => mergePersonas(requireAccount(uid)),
    flush(uid) {
      for (const account of uid === undefined ? accounts.values() : [requireAccount(uid)])
        flushPending(account);
    },
    snapshot: () => toSnapshot(order, [...accounts.values()].map(saveAccount)),
    restore(json) {
      const snapshot = parseSnapshot(json);
      stopTimers();
      accounts.clear();
      order = snapshot.order;
      for (const saved of snapshot.accounts) {
        const account = createAccount({ uid: saved.uid, key: '', stores: [] }, deps);
        restoreAccount(account, saved);
        accounts.set(saved.uid, account);
      }
      indexKeys();
    },
    clear() {
      stopTimers();
      for (const { uid, key, stores, programme } of [...accounts.values()]) {
        const empty = createAccount({ uid, key: '', stores: [], programme }, deps);
        accounts.set(uid, Object.assign(empty, { key, stores }));
      }
      requests.clear();
      indexKeys();
    },
    close: stopTimers,
  };

  app.use(createJoinPage((uid) => accounts.get(uid)));
  app.use(createControl(aiq, (uid) => accounts.get(uid)));
  app.use((_request, response) => {
    sendJson(response, 404, { success: false, code: 404, errors: [{ message: 'Not Found' }] });
  });
  for (const account of options.accounts ?? [demoAccount]) aiq.createAccount(account);
  return aiq;
}
